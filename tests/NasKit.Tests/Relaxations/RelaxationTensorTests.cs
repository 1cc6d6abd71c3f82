using NasKit.Relaxations;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Tests.Relaxations;

/// <summary>The border between tensors and the plain numbers inside.</summary>
public sealed class RelaxationTensorTests
{
    private const double Hidden = double.NegativeInfinity;

    public static TheoryData<string> EveryEstimator => [.. Estimators.Names];

    [Theory]
    [MemberData(nameof(EveryEstimator))]
    public void The_estimate_of_a_network_is_that_of_its_closed_form(string name)
    {
        using var scope = NewDisposeScope();
        var problem = ToyProblem.Quadratic;
        var (tensors, plain) = (Estimators.Make(name), Estimators.Make(name));
        var logits = tensor(problem.Logits.ToArray(), [1, 3]);
        var network = new Network(values: tensor(new double[] { 1, 2, 4 }, [1, 3]));
        var (first, second) = (new Rng(1), new Rng(1));
        for (var step = 0; step < 5; step++)
        {
            var estimate = tensors.Estimate(logits, network.Loss, first);
            var expected = plain.Compute(problem.Table, problem.Run, second, 0);
            Near(expected.Gradient, estimate.Gradient);
            Near(expected.Pass.Weights, estimate.Weights);
            Assert.Equal(expected.Loss, estimate.Loss, 12);
            Assert.Equal(expected.Paths, estimate.Paths);
            Assert.Equal(expected.WeightGradient is null, estimate.WeightGradient is null);
        }
    }

    [Theory]
    [MemberData(nameof(EveryEstimator))]
    public void The_network_is_trained_by_the_pass_that_the_estimate_reports_and_no_other(string name)
    {
        using var scope = NewDisposeScope();
        var relaxation = Estimators.Make(name);
        var network = new Network(values: tensor(new double[] { 1, 2, 4 }, [1, 3]).requires_grad_(true));
        var estimate = relaxation.Estimate(tensor(new[] { 0.5, -0.2, 0.1 }, [1, 3]), network.Loss, new Rng(1));
        var gradient = new double[3];
        foreach (var weights in estimate.Paths.Count > 1 ? estimate.Paths.Select(path => Enumerable.Range(0, 3).Select(k => k == path[0] ? 1.0 : 0).ToArray()) : [estimate.Weights.data<double>().ToArray()])
        {
            var y = weights[0] + 2 * weights[1] + 4 * weights[2];
            for (var k = 0; k < 3; k++)
            {
                gradient[k] += 2 * (y - 2.2) * weights[k] / Math.Max(1, estimate.Paths.Count);
            }
        }

        Near(gradient, Backend.Gradient(network.Values)!);
    }

    [Theory]
    [MemberData(nameof(EveryEstimator))]
    public void What_runs_is_what_the_relaxation_says(string name)
    {
        using var scope = NewDisposeScope();
        var relaxation = Estimators.Make(name);
        var network = new Network(values: tensor(new double[] { 1, 2, 4 }, [1, 3]));
        var estimate = relaxation.Estimate(tensor(new[] { 0.5, -0.2, 0.1 }, [1, 3]), network.Loss, new Rng(1));
        Assert.Equal(relaxation.NeedsAllPaths, network.Most == 3);
        Assert.Equal(estimate.Path is null && estimate.Paths.Count == 0, network.Mixtures[0].Path is null);
        if (estimate.Path is { } path)
        {
            Assert.Equal(path, network.Mixtures[0].Path);
        }

        if (name is "DSNAS" or "REINFORCE" or "GDAS 1" or "RELAX")
        {
            Assert.True(Assert.Single(network.Mixtures).IsSinglePath);
        }
    }

    [Theory]
    [MemberData(nameof(EveryEstimator))]
    public void An_option_that_there_is_not_has_no_weight_no_gradient_and_is_never_drawn(string name)
    {
        using var scope = NewDisposeScope();
        var (relaxation, rng) = (Estimators.Make(name), new Rng(1));
        var logits = tensor(new[] { 0.5, Hidden, 0.1, Hidden, 3, Hidden }, [2, 3]);
        var network = new Network(values: tensor(new double[] { 1, 2, 4, 3, 1, 2 }, [2, 3]));
        for (var n = 0; n < 50; n++)
        {
            var estimate = relaxation.Estimate(logits, network.Loss, rng);
            var gradient = estimate.Gradient.data<double>().ToArray();
            Assert.All(gradient, value => Assert.True(double.IsFinite(value)));
            Assert.Equal([0, 0, 0], new[] { gradient[1], gradient[3], gradient[5] });
            if (name != "sigmoid T=0.5")
            {
                Assert.Equal(0, gradient[4]); // of the only option
            }
        }

        Assert.All(network.Mixtures, mixture => Assert.DoesNotContain(1, mixture.Active[0]));
        Assert.All(network.Mixtures, mixture => Assert.Equal([1], mixture.Active[1]));
        Assert.All(network.Paths, path => Assert.True(path[0] != 1 && path[1] == 1));
        Assert.All(network.Weights, weights => Assert.True(weights[1] == 0 && weights[3] == 0 && weights[5] == 0));
    }

    [Fact]
    public void The_gradient_of_DSNAS_is_the_credit_times_the_sample_less_its_probability()
    {
        // As the authors' code has it: backward on loss + log p(Z), then each row of the logits' gradient times the gradient of its gate.
        using var scope = NewDisposeScope();
        var logits = tensor(new Rng(1) is var init ? Enumerable.Range(0, 80).Select(_ => (float)(1 + 0.5 * init.NextGaussian())).ToArray() : [], [20, 4]);
        var network = new Network(values: tensor(Enumerable.Range(0, 80).Select(i => (float)Math.Sin(i)).ToArray(), [20, 4]));
        var estimate = new DsnasRelaxation().Estimate(logits, network.Loss, new Rng(2));
        var z = zeros(20, 4);
        for (var l = 0; l < 20; l++)
        {
            z[l, estimate.Path![l]] = 1;
        }

        var (alpha, gates) = (logits.clone().requires_grad_(true), z.clone().requires_grad_(true));
        var loss = ((gates * network.Values).sum() - 2.2).pow(2) + (alpha.softmax(1) * z).sum(1).log().sum();
        loss.backward();
        var credits = (Backend.Gradient(gates)! * z).sum(1, keepdim: true); // [L, 1]
        var expected = Backend.Gradient(alpha)! * credits;
        Assert.True((estimate.Gradient - expected).abs().max().item<float>() < 1e-6 * Math.Max(1, expected.abs().max().item<float>()));
        Assert.True((estimate.WeightGradient! - Backend.Gradient(gates)! * z).abs().max().item<float>() < 1e-5);
        Assert.True(estimate.Gradient.sum(1).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void With_two_gates_the_unsampled_probabilities_stay_whatever_the_optimiser_does()
    {
        using var scope = NewDisposeScope();
        var (gates, rng) = (new BinaryGateRelaxation(BinaryGates.Two), new Rng(1));
        var logits = tensor(new float[] { 0.5f, -0.2f, 0.1f, 1, 0, 0.3f, -1, float.NegativeInfinity }, [2, 4]).requires_grad_(true);
        var network = new Network(values: tensor(new float[] { 1, 2, 4, 3, 1, 2, 3, 0 }, [2, 4]));
        for (var step = 0; step < 20; step++)
        {
            var before = logits.detach().softmax(1).data<float>().ToArray();
            var estimate = gates.Estimate(logits, network.Loss, rng);
            var gradient = estimate.Gradient.data<float>().ToArray();
            using (no_grad())
            {
                logits.add_(estimate.Gradient * -0.1 - 0.05); // a step that moves every logit
            }

            gates.Settle(logits, estimate);
            var after = logits.detach().softmax(1).data<float>().ToArray();
            for (var i = 0; i < 8; i++)
            {
                var active = estimate.Active[i / 4];
                Assert.Equal(2, active.Count);
                if (!active.Contains(i % 4))
                {
                    Assert.Equal(0, gradient[i]);
                    Assert.Equal(before[i], after[i], 5);
                }
            }

            // The gradients of the pair are opposite, and so the pair's own odds move along them.
            Assert.All(Enumerable.Range(0, 2), d => Assert.Equal(0, gradient.Skip(4 * d).Take(4).Sum(), 4));
        }
    }

    [Fact]
    public void The_gradient_of_two_gates_is_that_of_the_softmax_over_the_pair()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 0.5, -0.2, 0.1, 1 }, [1, 4]);
        var network = new Network(values: tensor(new double[] { 1, 2, 4, 3 }, [1, 4]));
        var estimate = new BinaryGateRelaxation(BinaryGates.Two).Estimate(logits, network.Loss, new Rng(3));
        var (pair, gradient) = (estimate.Active[0], new double[4]);
        var p = pair.Select(k => Math.Exp(logits[0, k].item<double>())).ToArray();
        var q = p[0] / p.Sum();
        var ofGates = estimate.WeightGradient!.data<double>().ToArray();
        gradient[pair[0]] = q * (1 - q) * (ofGates[pair[0]] - ofGates[pair[1]]);
        gradient[pair[1]] = -gradient[pair[0]];
        Near(gradient, estimate.Gradient);
    }

    [Theory]
    [MemberData(nameof(EveryEstimator))]
    public void Saved_and_loaded_it_goes_on_exactly_as_it_would_have(string name)
    {
        var (problem, original, restored) = (ToyProblem.Quadratic, Estimators.Make(name), Estimators.Make(name));
        var rng = new Rng(1);
        for (var n = 0; n < 30; n++)
        {
            problem.Estimate(original, rng);
        }

        restored.Load(original.Save());
        var again = new Rng(rng.State);
        for (var n = 0; n < 30; n++)
        {
            Assert.Equal(problem.Estimate(original, rng), problem.Estimate(restored, again));
        }

        Assert.Equal(original.Save().State, restored.Save().State);
    }

    [Fact]
    public void A_state_of_another_relaxation_is_refused_by_name() =>
        Assert.Contains("RELAX, expected REBAR", Assert.Throws<NasKitException>(() => new RebarRelaxation().Load(new RelaxRelaxation(1).Save())).Message);

    [Fact]
    public void A_damaged_state_is_refused()
    {
        var state = new RelaxRelaxation(1).Save();
        state.State.Remove("relaxation/parameters");
        Assert.Contains("parameters", Assert.Throws<NasKitException>(() => new RelaxRelaxation(1).Load(state)).Message);
    }

    [Fact]
    public void A_loss_that_does_not_use_the_weights_is_an_error_where_their_gradient_is_needed()
    {
        using var scope = NewDisposeScope();
        var logits = zeros(2, 3);
        var network = ones(1, requires_grad: true);
        foreach (var relaxation in new Relaxation[] { new SoftmaxRelaxation(), new DsnasRelaxation(), new RebarRelaxation() })
        {
            Assert.Contains("weights of the mixture", Assert.Throws<NasKitException>(() => relaxation.Estimate(logits, _ => (network * 2).sum(), new Rng(1))).Message);
            Assert.Contains("weights of the mixture", Assert.Throws<NasKitException>(() => relaxation.Estimate(logits, _ => zeros(1), new Rng(1))).Message);
        }

        Assert.Equal(0, new ReinforceRelaxation().Estimate(logits, _ => zeros(1), new Rng(1)).Loss);
    }

    [Fact]
    public void A_loss_must_be_a_scalar_and_logits_a_table_with_an_option_in_every_row()
    {
        using var scope = NewDisposeScope();
        var softmax = new SoftmaxRelaxation();
        Assert.Contains("[2, 3]", Assert.Throws<ArgumentException>(() => softmax.Estimate(zeros(2, 3), mixture => mixture.Weights, new Rng(1))).Message);
        Assert.Contains("[3]", Assert.Throws<ArgumentException>(() => softmax.Estimate(zeros(3), mixture => mixture.Weights.sum(), new Rng(1))).Message);
        Assert.Contains("Int64", Assert.Throws<ArgumentException>(() => softmax.Estimate(zeros(2, 3, dtype: ScalarType.Int64), mixture => mixture.Weights.sum(), new Rng(1))).Message);
        Assert.Contains("option 1 of decision 0", Assert.Throws<ArgumentException>(() => softmax.Estimate(tensor(new[] { 0, double.NaN }, [1, 2]), mixture => mixture.Weights.sum(), new Rng(1))).Message);
        Assert.Contains("Decision 1 has no option", Assert.Throws<ArgumentException>(() => softmax.Estimate(tensor(new[] { 0, 1, Hidden, Hidden }, [2, 2]), mixture => mixture.Weights.sum(), new Rng(1))).Message);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ReinforceRelaxation(Baseline.LeaveOneOut));
        Assert.Throws<ArgumentException>(() => new ReinforceRelaxation(samples: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Baseline.Moving(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Baseline.Constant(double.NaN));
        Assert.Throws<ArgumentException>(() => new RebarRelaxation(temperature: 0));
        Assert.Throws<ArgumentException>(() => new RebarRelaxation(double.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => new RelaxRelaxation(1, hidden: 0));
        Assert.Throws<ArgumentException>(() => new RelaxRelaxation(1, learningRate: -1));
        Assert.Throws<ArgumentException>(() => new LaxRelaxation(1, 1, hidden: 0));
    }

    private static void Near(double[] expected, Tensor actual)
    {
        var values = actual.data<double>().ToArray();
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], values[i], 9);
        }
    }

    /// <summary>(Σ w v − 2.2)² over what runs, with network weights v.</summary>
    private sealed class Network(Tensor values)
    {
        public Tensor Values { get; } = values;

        public List<Mixture> Mixtures { get; } = [];

        public List<double[]> Weights { get; } = [];

        public IEnumerable<IReadOnlyList<int>> Paths => Mixtures.Where(mixture => mixture.Path is not null).Select(mixture => mixture.Path!);

        public int Most => Mixtures.Max(mixture => mixture.Active[0].Count);

        public Tensor Loss(Mixture mixture)
        {
            Mixtures.Add(mixture);
            Weights.Add(mixture.Weights.detach().to(ScalarType.Float64).data<double>().ToArray());
            var runs = zeros_like(Values);
            for (var d = 0; d < mixture.Active.Count; d++)
            {
                foreach (var k in mixture.Active[d])
                {
                    runs[d, k] = 1;
                }
            }

            return ((mixture.Weights * Values * runs).sum() - 2.2).pow(2);
        }
    }
}
