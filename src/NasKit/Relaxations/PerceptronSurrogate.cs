namespace NasKit.Relaxations;

/// <summary>c = a small network of its own over the weights: one hidden layer of tanh over 2y − 1; never runs the network that is searched for.</summary>
/// <param name="hidden">Hidden units H.</param>
/// <param name="seed">Seed of the initial weights, uniform in ±1/√inputs of their layer.</param>
internal sealed class PerceptronSurrogate(int hidden, long seed) : Surrogate
{
    public override string ToString() => $"a perceptron of {hidden} units from seed {seed}";

    public override int Count(int inputs) => hidden * (inputs + 2) + 1;

    // Input weights [H, inputs], biases [H], output weights [H], output bias.
    public override double[] Initial(int inputs)
    {
        var (parameters, rng) = (new double[Count(inputs)], new Rng(seed));
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i] = (2 * rng.NextDouble() - 1) / Math.Sqrt(i < hidden * (inputs + 1) ? inputs : hidden);
        }

        return parameters;
    }

    public override SurrogateValue At(double[] parameters, double[] weights, Func<double[], (double Loss, double[] Gradient)> network)
    {
        var (inputs, units, gradient) = (weights.Length, new double[hidden], new double[weights.Length]);
        var (biases, outputs) = (hidden * inputs, hidden * (inputs + 1));
        var value = parameters[outputs + hidden];
        for (var h = 0; h < hidden; h++)
        {
            var sum = parameters[biases + h];
            for (var j = 0; j < inputs; j++)
            {
                sum += parameters[h * inputs + j] * (2 * weights[j] - 1);
            }

            units[h] = Math.Tanh(sum);
            value += parameters[outputs + h] * units[h];
            var slope = 2 * parameters[outputs + h] * (1 - units[h] * units[h]);
            for (var j = 0; j < inputs; j++)
            {
                gradient[j] += slope * parameters[h * inputs + j];
            }
        }

        return new Output(value, gradient, weights, parameters, units);
    }

    private sealed record Output(double Value, double[] Gradient, double[] Weights, double[] Parameters, double[] Units) : SurrogateValue(Value, Gradient)
    {
        public override double Curvature(double[] first, double[] second)
        {
            var sum = 0.0;
            for (var h = 0; h < Units.Length; h++)
            {
                sum += Bend(h) * Along(h, first) * Along(h, second);
            }

            return sum;
        }

        public override void AddTo(double[] gradient, double factor, double[] direction)
        {
            var (hidden, inputs) = (Units.Length, Weights.Length);
            var (biases, outputs) = (hidden * inputs, hidden * (inputs + 1));
            gradient[outputs + hidden] += factor;
            for (var h = 0; h < hidden; h++)
            {
                var along = Along(h, direction);
                var slope = 1 - Units[h] * Units[h];
                gradient[outputs + h] += factor * Units[h] + slope * along;
                var ofWeight = Parameters[outputs + h] * slope;
                var ofSum = factor * ofWeight + Bend(h) * along;
                gradient[biases + h] += ofSum;
                for (var j = 0; j < inputs; j++)
                {
                    gradient[h * inputs + j] += ofSum * (2 * Weights[j] - 1) + ofWeight * 2 * direction[j];
                }
            }
        }

        // How fast the sum of a unit grows along a direction of y.
        private double Along(int unit, double[] direction)
        {
            var sum = 0.0;
            for (var j = 0; j < direction.Length; j++)
            {
                sum += Parameters[unit * direction.Length + j] * direction[j];
            }

            return 2 * sum;
        }

        // Output weight times the second derivative of tanh.
        private double Bend(int unit) => Parameters[Units.Length * (Weights.Length + 1) + unit] * -2 * Units[unit] * (1 - Units[unit] * Units[unit]);
    }
}
