using NasKit.Cost;
using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Tests.Relaxations;

/// <summary>The gradient of a cost, however it enters the loss, beside differences and enumerations.</summary>
public sealed class CostTermTests : IDisposable
{
    // Two decisions of five and three options: 15 paths.
    private static readonly SearchSpace Space = Build();

    private static readonly AdditiveCost Macs = AdditiveCost.BySlot(Space, "latency", "ms", "test", 7, [[3, 1, 4, 1.5, 9], [2, 6, 5]]);

    private readonly DisposeScope scope = NewDisposeScope();

    private readonly ArchitectureDistribution policy = new(Space, 0, 1, new Rng(4));

    public void Dispose() => scope.Dispose();

    private static SearchSpace Build()
    {
        var graph = new NetworkGraph.Builder(Stripes.Space.Task.Input);
        graph.Fixed(shape => new ConvolutionSpec(shape, 4, 3, 1, Activation.None));
        IEnumerable<OperatorSpec> Kernels(TensorShape shape, int count) => Enumerable.Range(0, count).Select(k => new ConvolutionSpec(shape, 4, 2 * k + 1, 1, Activation.ReLU));
        graph.Slot("first", shape => Kernels(shape, 5), [0], sharesWeights: false);
        graph.Slot("second", shape => Kernels(shape, 3), [1], sharesWeights: false);
        graph.Fixed(shape => new GlobalPoolSpec(shape));
        graph.Fixed(shape => new ClassifierSpec(shape, 4));
        return new("kernels-15", Stripes.Space.Task, [new("first", "kernel", ["1", "3", "5", "7", "9"]), new("second", "kernel", ["1", "3", "5"])], graph.Build(), new DigitFormat());
    }

    [Theory]
    [InlineData(CostForm.Linear)]
    [InlineData(CostForm.Product)]
    public void An_expected_cost_has_the_slope_of_its_formula_in_logits_and_in_probabilities(CostForm form)
    {
        var term = new CostTerm(Macs, 0.7, 12, Form: form) { Exponent = 0.4 };
        var rng = new Rng(8);
        var (start, loss) = (policy.Logits.ToArray(), 1.3);
        double[] ofLogits = [.. start.Select(logit => double.IsFinite(logit) ? rng.NextGaussian() : 0)], ofWeights = [.. ofLogits.Select(_ => rng.NextGaussian())];
        var charged = term.Start(policy).Add(Estimate(ofLogits, ofWeights, loss, []));
        double Whole(double loss, double expected) => form == CostForm.Linear ? loss + 0.7 * expected / 12 : 0.7 * loss * Math.Pow(Math.Log(expected) / Math.Log(12), 0.4);
        var rows = Enumerable.Range(0, 2).Select(policy.Probabilities).ToArray();
        const double step = 1e-6;
        for (var i = 0; i < start.Length; i++)
        {
            var (d, k) = (i / policy.Options, i % policy.Options);
            if (k >= rows[d].Length)
            {
                continue;
            }

            double Moved(double by)
            {
                policy.Update(logits => logits[i] = start[i] + by);
                return Whole(loss + ofLogits[i] * by, Macs.Expected(policy));
            }

            Assert.Equal((Moved(step) - Moved(-step)) / (2 * step), charged.Gradient.data<double>()[i], 1e-8);
            policy.Update(logits => logits[i] = start[i]);

            // The probabilities as independent variables, as exponentiated gradient takes them.
            double Weighed(double by) => Whole(loss + ofWeights[i] * by, Macs.Expected([.. rows.Select((row, j) => row.Select((p, option) => j == d && option == k ? p + by : p).ToArray())]));
            Assert.Equal((Weighed(step) - Weighed(-step)) / (2 * step), charged.WeightGradient!.data<double>()[i], 1e-8);
        }
    }

    [Fact]
    public void A_cost_of_weights_has_the_slope_of_what_the_network_ran_with()
    {
        var (term, relaxation) = (new CostTerm(Macs, 0.7, 12, CostGradient.Weights), new ConcreteRelaxation(0.6));
        Tensor Loss(Mixture mixture) => (mixture.Weights.pow(2).sum() + term.InLoss(mixture)!);
        var logits = policy.ToTensor();
        var estimate = relaxation.Estimate(logits, Loss, new Rng(3));
        var costs = new double[] { 3, 1, 4, 1.5, 9, 2, 6, 5, 0, 0 };
        var weights = estimate.Weights.data<double>().ToArray();
        Assert.Equal(weights.Sum(w => w * w) + 0.7 / 12 * (7 + weights.Zip(costs, (w, c) => w * c).Sum()), estimate.Loss, 1e-12);
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(2 * weights[i] + 0.7 / 12 * costs[i], estimate.WeightGradient!.data<double>()[i], 1e-12);
            double Moved(double by)
            {
                var moved = policy.Logits.ToArray();
                moved[i] += by;
                return relaxation.Estimate(tensor(moved, [2, 5], dtype: ScalarType.Float64), Loss, new Rng(3)).Loss; // the same noise
            }

            Assert.Equal((Moved(1e-6) - Moved(-1e-6)) / 2e-6, estimate.Gradient.data<double>()[i], 1e-8);
        }

        Assert.Same(estimate, term.Start(policy).Add(estimate)); // it is in the loss already
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_cost_of_draws_is_the_expected_one_in_the_mean_and_varies_less_than_without_a_baseline(bool additive)
    {
        ICostModel cost = additive ? Macs : new Opaque();
        var exact = new CostTerm(Macs, 0.7, 12).Start(policy).Add(None()).Gradient.data<double>().ToArray();
        var (rows, mean) = (Enumerable.Range(0, 2).Select(policy.Probabilities).ToArray(), new double[10]);
        var (squares, plain) = (0.0, 0.0);
        foreach (var architecture in Space.All())
        {
            var charge = new CostTerm(cost, 0.7, 12, CostGradient.Sampled).Start(policy);
            foreach (int[] before in (int[][])[[0, 0], [1, 2], [2, 1]]) // the same draws before each
            {
                charge.Add(None(before));
            }

            var gradient = charge.Add(None([.. architecture.Choices])).Gradient.data<double>().ToArray();
            var probability = rows[0][architecture.Choices[0]] * rows[1][architecture.Choices[1]];
            for (var i = 0; i < 10; i++)
            {
                var score = i % 5 < rows[i / 5].Length ? (architecture.Choices[i / 5] == i % 5 ? 1 : 0) - rows[i / 5][i % 5] : 0;
                mean[i] += probability * gradient[i];
                squares += probability * gradient[i] * gradient[i];
                plain += probability * Math.Pow(0.7 / 12 * Macs.Cost(architecture) * score, 2);
            }
        }

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(exact[i], mean[i], 1e-12);
        }

        Assert.True(squares < 0.5 * plain, $"{squares} against {plain}");
    }

    [Fact]
    public void With_a_flat_loss_every_gradient_raises_the_logit_of_the_faster_option()
    {
        CostTerm[] terms =
        [
            new(Macs, 1, 12), new(Macs, 1, 12, Form: CostForm.Product), new(Macs, 1, 12, CostGradient.Weights), new(Macs, 1, 12, CostGradient.Sampled), new(new Opaque(), 1, 12, CostGradient.Sampled),
            new(Macs, 1, 12, CostGradient.Drawn),
        ];
        foreach (var term in terms)
        {
            var even = new ArchitectureDistribution(Space, 0, 0, new Rng(1));
            Relaxation relaxation = term.Gradient is CostGradient.Drawn or CostGradient.Sampled ? new DsnasRelaxation() : new ConcreteRelaxation(1);
            var (descent, charge, rng) = (new AdamArchitecture(0.02, WeightDecay: 0).Start(even), term.Start(even), new Rng(2));
            for (var step = 0; step < 300; step++)
            {
                using var inner = NewDisposeScope();
                using var logits = even.ToTensor();
                descent.Step(charge.Add(relaxation.Estimate(logits, mixture => 0 * mixture.Weights.sum() + 1 + (term.InLoss(mixture) ?? 0), rng)));
            }

            Assert.True(even.Probabilities(0)[1] > 0.2 && even.Probabilities(0)[1] > even.Probabilities(0)[4], $"{term}: {string.Join(' ', even.Probabilities(0))}"); // 1 ms against 9
            Assert.True(even.Probabilities(1)[0] > 1.0 / 3 && even.Probabilities(1)[0] > even.Probabilities(1)[1], $"{term}: {string.Join(' ', even.Probabilities(1))}"); // 2 ms against 6
        }
    }

    private GradientEstimate None(params int[] path) => Estimate(new double[10], null, 0, path);

    private static GradientEstimate Estimate(double[] ofLogits, double[]? ofWeights, double loss, int[] path)
    {
        Tensor Table(double[] values) => tensor(values, [2, 5], dtype: ScalarType.Float64);
        return new() { Gradient = Table(ofLogits), WeightGradient = ofWeights is null ? null : Table(ofWeights), Weights = Table(new double[10]), Loss = loss, Paths = path.Length == 0 ? [] : [path], Active = [] };
    }

    /// <summary>The same costs by a model that does not add up.</summary>
    private sealed class Opaque : ICostModel
    {
        public string Name => "opaque";

        public string Unit => "ms";

        public string Device => "test";

        public double Cost(Architecture architecture) => Macs.Cost(architecture);
    }
}
