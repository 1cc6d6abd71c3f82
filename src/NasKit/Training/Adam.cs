namespace NasKit.Training;

/// <summary>The Adam optimiser over one array of parameters, for small networks in plain numbers.</summary>
/// <param name="count">Number of parameters.</param>
/// <param name="learningRate">Learning rate, &gt; 0.</param>
/// <param name="weightDecay">L2 penalty added to the gradient, ≥ 0.</param>
/// <param name="beta1">What the first moment keeps at each step, in [0, 1).</param>
/// <remarks>Source: Kingma and Ba, ICLR 2015: β₂ = 0.999, ε = 1e-8, both moments corrected.</remarks>
internal sealed class Adam(int count, double learningRate, double weightDecay = 0, double beta1 = 0.9)
{
    private readonly double[] first = new double[count];
    private readonly double[] second = new double[count];
    private int steps;

    /// <summary>Descends along the gradient, which is then zero again.</summary>
    public void Step(double[] parameters, double[] gradient)
    {
        const double beta2 = 0.999, epsilon = 1e-8;
        steps++;
        var (correct1, correct2) = (1 - Math.Pow(beta1, steps), 1 - Math.Pow(beta2, steps));
        for (var i = 0; i < parameters.Length; i++)
        {
            var g = gradient[i] + weightDecay * parameters[i];
            first[i] = beta1 * first[i] + (1 - beta1) * g;
            second[i] = beta2 * second[i] + (1 - beta2) * g * g;
            parameters[i] -= learningRate * (first[i] / correct1) / (Math.Sqrt(second[i] / correct2) + epsilon);
        }

        Array.Clear(gradient);
    }

    public void Exchange(StateExchange state, string name)
    {
        state.Exchange($"{name}/first", first);
        state.Exchange($"{name}/second", second);
        state.Exchange($"{name}/steps", ref steps);
    }
}
