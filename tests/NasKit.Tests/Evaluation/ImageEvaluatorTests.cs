using NasKit.Evaluation;
using NasKit.Spaces;
using NasKit.Supernets;
using NasKit.Tests.Training;
using NasKit.Training;

namespace NasKit.Tests.Evaluation;

/// <summary>Evaluators that classify images; chance is 0.25.</summary>
public sealed class ImageEvaluatorTests
{
    private static readonly ImageTrainingConfig Config = new() { Epochs = 8, Batch = 32, SaveEvery = 5 };

    [Fact]
    public void One_shot_accuracies_are_above_chance_and_do_not_depend_on_order_or_calls()
    {
        using var supernet = PathSupernet.Train(Stripes.Space, Stripes.Images(256), Config, new Seeds(1));
        // An evaluator remembers what it scored, so that the second order needs another one.
        OneShotEvaluator Evaluator() => new(supernet, Stripes.Images(64), Stripes.Images(100, seed: 2), batch: 40);
        using var evaluator = Evaluator();
        using var other = Evaluator();
        var rng = new Rng(1);
        var architectures = Enumerable.Range(0, 6).Select(_ => Stripes.Space.Sample(rng)).ToArray();
        var together = evaluator.Evaluate(architectures);
        Assert.Equal(architectures, together.Select(evaluation => evaluation.Architecture));
        var alone = architectures.Reverse().Select(other.Accuracy).Reverse().ToArray();
        Assert.Equal(alone, together.Select(evaluation => Assert.Single(evaluation.Values)));
        Assert.True(together.Average(evaluation => evaluation.Values[0]) > 0.5, string.Join(' ', alone));
        Assert.Equal("accuracy", Assert.Single(evaluator.Objectives).Name);
    }

    [Fact]
    public void A_trained_network_is_above_chance_the_same_again_and_continues_after_a_kill()
    {
        using var evaluator = new TrainedEvaluator(Stripes.Images(128), Stripes.Images(100, seed: 2), Config, new Seeds(1));
        var architecture = Stripes.Space.Sample(new Rng(1));
        var checkpoint = new MemoryCheckpoint { FailAt = 3 };
        Assert.Throws<OperationCanceledException>(() => evaluator.Accuracy(architecture, checkpoint));
        var accuracy = evaluator.Accuracy(architecture, checkpoint);
        Assert.True(accuracy > 0.5, $"accuracy {accuracy}");
        Assert.Equal(accuracy, Assert.Single(evaluator.Evaluate([architecture]).Single().Values));
    }

    [Fact]
    public void A_wrong_training_configuration_is_refused_at_construction() => Assert.Contains("Momentum = 1",
        Assert.Throws<ArgumentException>(() => new TrainedEvaluator(Stripes.Images(8), Stripes.Images(8), new() { Momentum = 1 }, new Seeds(1))).Message);
}
