using System.Globalization;

namespace NasKit.Relaxations;

/// <summary>c = η times the network's own loss of the mixture; φ is η.</summary>
internal sealed class LossSurrogate(double eta) : Surrogate
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{eta:R} times the loss");

    public override int Count(int inputs) => 1;

    public override double[] Initial(int inputs) => [eta];

    public override SurrogateValue At(double[] parameters, double[] weights, Func<double[], (double Loss, double[] Gradient)> network)
    {
        var (loss, gradient) = network(weights);
        return new Scaled(parameters[0], weights, loss, gradient, network);
    }

    private sealed record Scaled(
        double Eta, double[] Weights, double Loss, double[] OfLoss, Func<double[], (double Loss, double[] Gradient)> Network)
        : SurrogateValue(Eta * Loss, Array.ConvertAll(OfLoss, value => Eta * value))
    {
        // The gradient a little further on: one more run of the network instead of a second derivative through it, which fused operators do not have.
        // Exact for a quadratic loss; an error here makes the learned η and λ a little worse and leaves the estimate unbiased.
        public override double Curvature(double[] first, double[] second)
        {
            const double distance = 0.01;
            var norm = Math.Sqrt(first.Sum(value => value * value));
            if (norm == 0)
            {
                return 0;
            }

            var moved = (double[])Weights.Clone();
            for (var i = 0; i < moved.Length; i++)
            {
                moved[i] += distance / norm * first[i];
            }

            var (_, there) = Network(moved);
            var sum = 0.0;
            for (var i = 0; i < there.Length; i++)
            {
                sum += (there[i] - OfLoss[i]) * second[i];
            }

            return Eta * sum * norm / distance;
        }

        public override void AddTo(double[] gradient, double factor, double[] direction)
        {
            gradient[0] += factor * Loss;
            for (var i = 0; i < direction.Length; i++)
            {
                gradient[0] += OfLoss[i] * direction[i];
            }
        }
    }
}
