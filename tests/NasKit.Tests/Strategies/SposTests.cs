using NasKit.Cost;
using NasKit.Evaluation;
using NasKit.Strategies.Spos;
using NasKit.Supernets;
using NasKit.Tests.Training;

namespace NasKit.Tests.Strategies;

/// <summary>Single-path one-shot search on a space of 144 small networks.</summary>
public sealed class SposTests
{
    private static readonly Spos Short = new(Stripes.Space)
    {
        Training = new() { Epochs = 3, Batch = 32, WarmUp = 2, LearningRate = 0.05 }, Evolution = new() { Population = 8, Keep = 3, Mutants = 4, Crossovers = 4 }, Evaluations = 20, CalibrationImages = 64,
    };

    internal static SposResult Run(ICheckpoint checkpoint, IProgress<Progress>? progress = null) =>
        (Short with { Training = Short.Training with { SaveEvery = 5 } }).Run(Stripes.Images(256), Stripes.Images(60, seed: 2), new(1), checkpoint, progress);

    [Fact]
    public void Killed_anywhere_it_continues_on_the_very_same_path()
    {
        var whole = Run(NoCheckpoint.Instance);
        using var one = whole.Supernet;
        for (var kill = 1; kill <= 5; kill += 2)
        {
            var memory = new MemoryCheckpoint { FailAt = kill };
            Assert.Throws<OperationCanceledException>(() => Run(memory));
            var resumed = Run(memory);
            using var other = resumed.Supernet;
            Assert.Equal(whole.Supernet.Losses, resumed.Supernet.Losses);
            Assert.Equal(whole.Trials.Select(trial => (trial.Architecture, trial.Values[0])), resumed.Trials.Select(trial => (trial.Architecture, trial.Values[0])));
            Assert.Equal(whole.Architecture, resumed.Architecture);
        }
    }

    [Fact]
    public void A_search_scores_paths_once_each_with_inherited_weights_and_answers_with_the_best()
    {
        var (images, held, seeds) = (Stripes.Images(256), Stripes.Images(100, seed: 2), new Seeds(1));
        var result = Short.Run(images, held, seeds);
        using var supernet = result.Supernet;
        Assert.Equal(20, result.Trials.Count);
        Assert.Equal(20, result.Trials.Select(trial => trial.Architecture).Distinct().Count());
        Assert.Equal(result.Trials.Max(trial => trial.Values[0]), result.Accuracy);
        Assert.True(result.Accuracy > 0.5, $"accuracy {result.Accuracy}");
        using var again = new OneShotEvaluator(supernet, images.Take(64, seeds.For("calibration")), held);
        Assert.All(result.Trials, trial => Assert.Equal(trial.Values[0], again.Accuracy(trial.Architecture)));
    }

    [Fact]
    public void The_same_seed_takes_the_same_way_from_a_supernet_that_is_there_already()
    {
        var (images, held, seeds) = (Stripes.Images(128), Stripes.Images(60, seed: 2), new Seeds(3));
        var first = Short.Run(images, held, seeds);
        using var supernet = first.Supernet;
        var second = Short.Search(supernet, images, held, seeds);
        Assert.Equal(first.Trials.Select(trial => (trial.Architecture, trial.Values[0])), second.Trials.Select(trial => (trial.Architecture, trial.Values[0])));
        Assert.Equal(first.Architecture, second.Architecture);
    }

    [Fact]
    public void Nothing_above_the_cost_limit_is_scored()
    {
        var macs = AdditiveCost.Macs(Stripes.Space);
        var limit = (macs.Cost(macs.Cheapest) + macs.Cost(macs.Dearest)) / 2;
        var (images, held) = (Stripes.Images(64), Stripes.Images(20, seed: 2));
        using var supernet = new PathSupernet(Stripes.Space, 1);
        var limited = Short with { Cost = macs, CostLimit = limit, Evaluations = 1000 };
        var result = limited.Search(supernet, images, held, new(1));
        Assert.All(result.Trials, trial => Assert.InRange(macs.Cost(trial.Architecture), 0, limit));
        Assert.Equal(Stripes.Space.All().Count(architecture => macs.Cost(architecture) <= limit), result.Trials.Count);
        var none = limited with { CostLimit = macs.Cost(macs.Cheapest) - 1 };
        Assert.Contains("Raise CostLimit", Assert.Throws<NasKitException>(() => none.Search(supernet, images, held, new(1))).Hint);
    }

    [Fact]
    public void Settings_that_do_not_fit_are_all_reported()
    {
        var message = Assert.Throws<ArgumentException>((Short with { Evaluations = 0, CalibrationImages = 0, CostLimit = 5 }).Validate).Message;
        Assert.All(["Evaluations = 0", "CalibrationImages = 0", "CostLimit = 5 needs a Cost"], part => Assert.Contains(part, message));
        using var other = new PathSupernet(NasKit.Spaces.NasBench201Space.Laptop, 1);
        Assert.Contains("nb201-28", Assert.Throws<ArgumentException>(() => Short.Search(other, Stripes.Images(8), Stripes.Images(8), new(1))).Message);
    }
}
