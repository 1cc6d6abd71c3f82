using NasKit.Cost;
using NasKit.Data;
using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Strategies.Dsnas;
using NasKit.Supernets;
using NasKit.Tests.Data;
using NasKit.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Tests.Strategies;

/// <summary>DSNAS on a space that is small enough to enumerate.</summary>
public sealed class DsnasTests
{
    // Three blocks x + o(x) with three operators each: 27 networks.
    private static readonly SearchSpace Residual = Build(Stripes.Space.Task, 1);

    private static readonly DsnasConfig Short = new()
    {
        Training = new() { Epochs = 4, Batch = 32, WarmUp = 2, SaveEvery = 5, LearningRate = 0.05 }, SearchEpochs = 3, ArchitectureLearningRate = 0.1, FreezeAt = 0.2,
    };

    // With everything that a run can have: scores between epochs, and a cost from a limit on.
    internal static DsnasResult Run(ICheckpoint checkpoint, IProgress<Progress>? progress = null)
    {
        var macs = AdditiveCost.Macs(Residual);
        return Dsnas.Run(
            Residual, Stripes.Images(256), Short with { CostWeight = 0.01, CostLimit = (macs.Cost(macs.Cheapest) + macs.Cost(macs.Dearest)) / 2 }, new(1), Stripes.Images(40, seed: 2), macs, checkpoint, progress);
    }

    private static SearchSpace Build(TaskShape task, int stride)
    {
        var graph = new NetworkGraph.Builder(task.Input);
        graph.Fixed(shape => new ConvolutionSpec(shape, 8, 3, stride, Activation.ReLU));
        for (var block = 0; block < 3; block++)
        {
            var input = graph.Last;
            var chosen = graph.Slot($"block{block + 1}", shape =>
            [
                new PoolSpec(shape, Pooling.Average, 3, 1), new ConvolutionSpec(shape, 8, 3, 1, Activation.None, Before: Activation.ReLU), new ConvolutionSpec(shape, 8, 1, 1, Activation.None, Before: Activation.ReLU),
            ], [block], sharesWeights: false);
            graph.Sum(input, chosen);
        }

        graph.Fixed(shape => new GlobalPoolSpec(shape));
        graph.Fixed(shape => new ClassifierSpec(shape, task.Classes));
        return new("residual-27", task, Enumerable.Range(1, 3).Select(block => new Decision($"block{block}", "operator", ["pool", "conv3", "conv1"])), graph.Build(), new DigitFormat());
    }

    // D1 of the sheet, which has 0.97 untrained and 0.74 after 200 steps of one seed.
    [FactWithFashionMnist]
    public void With_shortcuts_the_mean_estimate_points_along_the_exact_gradient_in_the_mean_of_ten_seeds()
    {
        var (images, space) = (FashionMnist.Load().Training, Build(TaskShape.FashionMnist, 4));
        foreach (var (trained, least) in new[] { (0, 0.9), (200, 0.6) })
        {
            var cosines = Enumerable.Range(1, 10).Select(seed => Cosine(space, images, trained, new(seed))).ToArray();
            Assert.True(cosines.Average() >= least, $"after {trained} steps: {string.Join(", ", cosines.Select(cosine => cosine.ToString("0.00")))}");
        }
    }

    private static double Cosine(SearchSpace space, ImageDataSet images, int trained, Seeds seeds)
    {
        using var whole = NewDisposeScope();
        using var supernet = new MixtureSupernet(space, seeds.For("weights"), GatePlace.Branch, 1e-2);
        using var optimizer = optim.SGD(supernet.parameters(), 0.05);
        var paths = seeds.Rng("paths");
        foreach (var (bx, by) in images.Batches(64, seeds.For("order"), 0).Take(trained))
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.cross_entropy(supernet.Path(bx, space.Sample(paths)), by).backward();
            optimizer.step();
        }

        var (x, y) = images.Batch([.. Enumerable.Range(0, 128)]);
        return CreditCheck.Of(supernet, new ArchitectureDistribution(space, 0, 0.3, seeds.Rng("logits")), x, y).Cosine;
    }

    [Fact]
    public void Behind_a_gate_on_the_whole_block_normalisation_leaves_no_credit_and_on_the_branch_it_does()
    {
        var last = new[] { 1, 4 }; // the last blocks of the first two stages; the third stage ends in the classifier
        double Ratio(GatePlace gate)
        {
            using var scope = NewDisposeScope();
            using var supernet = new MixtureSupernet(ShuffleNetSpace.Small, 1, gate, 1e-10).to(ScalarType.Float64);
            using var init = new Generator(7);
            var rng = new Rng(5);
            var (x, y) = (rand([16, 1, 28, 28], ScalarType.Float64, generator: init), tensor(Enumerable.Range(0, 16).Select(i => i % 10L).ToArray()));
            var credits = Enumerable.Range(0, 10).Select(_ => CreditCheck.Credits(supernet, ShuffleNetSpace.Small.Sample(rng).Choices, x, y).Credits.Select(Math.Abs).ToArray()).ToArray();
            var others = credits.SelectMany(path => Enumerable.Range(0, 7).Except(last).Select(d => path[d])).Order().ToArray();
            return (gate == GatePlace.Block ? last.Max(d => credits.Max(path => path[d])) : last.Min(d => credits.Average(path => path[d]))) / others[others.Length / 2];
        }

        Assert.InRange(Ratio(GatePlace.Block), 0, 1e-6);
        Assert.InRange(Ratio(GatePlace.Branch), 1e-2, double.MaxValue);
    }

    [Fact]
    public void A_search_freezes_decisions_for_good_and_ends_with_the_likeliest_network()
    {
        var result = Dsnas.Run(Residual, Stripes.Images(256), Short, new Seeds(1));
        using var supernet = result.Supernet;
        Assert.Equal(3, result.Epochs.Count);
        Assert.Equal(4 * 8, result.Losses.Count);
        for (var d = 0; d < 3; d++)
        {
            var frozen = result.Epochs.Select(epoch => epoch.Frozen[d]).ToArray();
            var first = Array.FindIndex(frozen, option => option is not null);
            if (first >= 0)
            {
                Assert.All(frozen[first..], option => Assert.Equal(frozen[first], option));
                Assert.All(result.Epochs.Skip(first), epoch => Assert.Equal(result.Epochs[first].Probabilities[d], epoch.Probabilities[d]));
                Assert.Equal(frozen[first], result.Architecture.Choices[d]);
            }
        }

        Assert.Contains(result.Epochs[^1].Frozen, option => option is not null);
        Assert.True(result.Losses.TakeLast(4).Average() < result.Losses.Take(4).Average());
    }

    [Fact]
    public void Killed_anywhere_it_continues_on_the_very_same_path()
    {
        var whole = Run(NoCheckpoint.Instance);
        using var one = whole.Supernet;
        Assert.All(whole.Epochs, epoch => Assert.NotNull(epoch.DrawnAccuracy));
        for (var kill = 1; kill <= 5; kill += 2)
        {
            var memory = new MemoryCheckpoint { FailAt = kill };
            Assert.Throws<OperationCanceledException>(() => Run(memory));
            var resumed = Run(memory);
            using var other = resumed.Supernet;
            Assert.Equal(whole.Losses, resumed.Losses);
            Assert.Equal(whole.Architecture, resumed.Architecture);
            Assert.Equal(whole.Epochs.SelectMany(epoch => epoch.Probabilities).SelectMany(row => row), resumed.Epochs.SelectMany(epoch => epoch.Probabilities).SelectMany(row => row));
            Assert.Equal(whole.Epochs.Select(epoch => (epoch.BestAccuracy, epoch.DrawnAccuracy)), resumed.Epochs.Select(epoch => (epoch.BestAccuracy, epoch.DrawnAccuracy)));
        }
    }

    [Fact]
    public void The_cost_term_is_the_gradient_of_the_probabilities_times_the_costs_of_what_was_drawn()
    {
        var macs = AdditiveCost.Macs(Residual);
        var policy = new ArchitectureDistribution(Residual, 0, 1, new Rng(4));
        int[] path = [1, 2, 0];
        var costs = Enumerable.Range(0, 3).Select(k => Residual.Graph.Slots.Sum(slot => (double)slot.Candidates[k].Macs) / 3).ToArray();
        var term = new CostTerm(macs, 0.5, costs.Average() / 10, CostGradient.Drawn);
        var gradient = Charged(term);
        double Term() => 0.5 * Enumerable.Range(0, 3).Sum(d => policy.Probabilities(d)[path[d]] * costs[path[d]] * 10 / costs.Average());
        for (var i = 0; i < 9; i++)
        {
            const double step = 1e-6;
            policy.Update(logits => logits[i] += step);
            var up = Term();
            policy.Update(logits => logits[i] -= 2 * step);
            Assert.Equal((up - Term()) / (2 * step), gradient[i], 1e-6);
            policy.Update(logits => logits[i] += step);
        }

        Assert.All(Charged(term with { Limit = macs.Cost(Residual.Create(path)) + 1 }), value => Assert.Equal(0, value));

        double[] Charged(CostTerm term)
        {
            using var scope = NewDisposeScope();
            var none = zeros(3, 3, dtype: ScalarType.Float64);
            return term.Start(policy).Add(new() { Gradient = none, Weights = none, Loss = 0, Paths = [path], Active = [] }).Gradient.data<double>().ToArray();
        }
    }

    [Fact]
    public void All_settings_out_of_range_are_told_at_once()
    {
        var error = Assert.Throws<ArgumentException>(() => Dsnas.Run(Residual, Stripes.Images(64), new() { SearchEpochs = 0, FreezeAt = 2 }, new Seeds(1)));
        Assert.Contains("SearchEpochs = 0 must be in 1…10", error.Message, StringComparison.Ordinal);
        Assert.Contains("FreezeAt = 2 must be in (0, 1]", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => Dsnas.Run(Residual, Stripes.Images(64), new() { CostLimit = 5 }, new Seeds(1)));
        Assert.Contains("CostLimit = 5 says nothing with CostWeight = 0", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => Dsnas.Run(Residual, Stripes.Images(64), new(), new Seeds(1), cost: AdditiveCost.Macs(Residual)));
        Assert.Contains("The cost macs says nothing with CostWeight = 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("unit1.layer1", Assert.Throws<ArgumentException>(() => new MixtureSupernet(Stripes.Space, 1)).Message, StringComparison.Ordinal);
    }
}
