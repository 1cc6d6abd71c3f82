using System.Collections.Immutable;
using NasKit.Data;
using NasKit.Evaluation;
using NasKit.Spaces;
using NasKit.Training;
using static TorchSharp.torch;

namespace NasKit.Tests.Training;

/// <summary>Language models of small cells on a text that one learns in seconds.</summary>
public sealed class TextTrainingTests
{
    private static readonly RecurrentCell Cell = RecurrentCell.Parse("0>1 0>2 1>2 : Tanh Identity");

    private static readonly TextTrainingConfig Config = new()
    {
        Epochs = 3, Batch = 4, Window = 5, Hidden = 12, Optimiser = WeightOptimiser.Adam, LearningRate = 0.02, LowersRate = false, ClipNorm = 1, SaveEvery = 7,
    };

    // The next of four tokens follows from the one before it, but for every tenth.
    internal static TokenSequence Text(int count, long seed = 1)
    {
        var rng = new Rng(seed);
        var tokens = new int[count];
        for (var i = 1; i < count; i++)
        {
            tokens[i] = rng.NextInt(10) == 0 ? rng.NextInt(4) : (tokens[i - 1] + 1) % 4;
        }

        return new("rounds", Letters, [.. tokens]);
    }

    private static Vocabulary Letters { get; } = Vocabulary.Of(["a", "b", "c", "d"], 5);

    private static IReadOnlyList<double> Train(TextTrainingConfig config, ICheckpoint checkpoint, TokenSequence? held = null, TokenSequence? text = null)
    {
        using var init = new Generator(1);
        using var network = new RecurrentNetwork(Cell, config.Hidden, Letters.Count, init);
        using var streams = held?.Streams(4, 5);
        return TextTraining.Run(network, text ?? Text(404), config, streams, checkpoint, null, "");
    }

    [Fact]
    public void A_model_learns_what_follows_what()
    {
        using var scratch = new ScratchTextTraining(Text(2000), Config, Text(500, seed: 2), Text(300, seed: 3));
        var losses = scratch.Losses(Cell, new Seeds(1));
        Assert.All(losses, loss => Assert.InRange(loss.Nats, 0.2, 0.6)); // the text itself has 0.35 nats a token on average, guessing 1.39
        Assert.Equal(losses, scratch.Losses(Cell, new Seeds(1)));
        Assert.NotEqual(losses, scratch.Losses(Cell, new Seeds(2)));
    }

    [Fact]
    public void Perplexity_and_bits_follow_from_nats()
    {
        var loss = new TextLoss(Math.Log(8));
        Assert.Equal(8, loss.Perplexity, 10);
        Assert.Equal(3, loss.Bits, 10);
    }

    [Fact]
    public void An_untrained_model_that_scores_all_alike_has_the_perplexity_of_its_vocabulary()
    {
        using var init = new Generator(1);
        using var network = new RecurrentNetwork(Cell, 6, Letters.Count, init);
        using var scope = NewDisposeScope();
        foreach (var parameter in network.parameters())
        {
            using var untracked = no_grad();
            parameter.zero_();
        }

        Assert.Equal(5, TextTraining.Loss(network, Text(203).Streams(4, 7), 7).Perplexity, 4); // a last window that is shorter
    }

    [Fact]
    public void A_loss_does_not_depend_on_the_window_that_it_is_read_in()
    {
        using var init = new Generator(1);
        using var network = new RecurrentNetwork(Cell, 6, Letters.Count, init);
        using var scope = NewDisposeScope();
        var streams = Text(203).Streams(4, 7);
        Assert.Equal(TextTraining.Loss(network, streams, 50).Nats, TextTraining.Loss(network, streams, 7).Nats, 5);
    }

    [Fact]
    public void A_training_continues_from_a_kill_to_the_bit()
    {
        var (held, whole) = (Text(100, seed: 2), new MemoryCheckpoint());
        var losses = Train(Config, whole, held);
        Assert.Equal(60, losses.Count);
        for (var kill = 2; kill <= 9; kill += 2)
        {
            var killed = new MemoryCheckpoint { FailAt = kill };
            Assert.Throws<OperationCanceledException>(() => Train(Config, killed, held));
            Assert.Equal(losses, Train(Config, killed, held));
        }
    }

    [Fact]
    public void Training_ends_when_held_text_no_longer_gains_or_is_far_worse_and_a_resumed_one_ends_there_too()
    {
        // The held text goes backwards: the better the training text is foretold, the worse it is.
        var backwards = Text(100, seed: 2) is var text ? text with { Tokens = [.. text.Tokens.Reverse()] } : null!;
        var config = Config with { Epochs = 12, Patience = 2, Overfit = 100, SaveEvery = 1000 };
        var checkpoint = new MemoryCheckpoint();
        var losses = Train(config, checkpoint, backwards);
        Assert.InRange(losses.Count, 3 * 20, 11 * 20);
        Assert.Equal(0, losses.Count % 20);
        Assert.Equal(1, checkpoint.Saves); // at its early end
        Assert.Equal(losses, Train(config, checkpoint, backwards));
        Assert.Equal(1, checkpoint.Saves);
        Assert.Equal(20, Train(config with { Overfit = 1.01 }, new MemoryCheckpoint(), backwards with { Tokens = [.. Enumerable.Repeat(0, 100)] }).Count % 240);
    }

    [Fact]
    public void The_learning_rate_falls_to_a_tenth_twice_towards_the_end()
    {
        var rate = LearningRate.Tenths(20, 60, 80);
        Assert.Equal([20, 20, 2, 2, 0.2], new[] { 0, 59, 60, 79, 80 }.Select(step => Math.Round(rate(step), 10)));
    }

    [Theory]
    [InlineData("LearningRate")]
    [InlineData("LowersRate")]
    [InlineData("ClipNorm")]
    [InlineData("Optimiser")]
    [InlineData("Window")]
    public void Every_setting_changes_what_is_trained(string setting)
    {
        var plain = Config with { Epochs = 5 };
        var changed = setting switch
        {
            "LearningRate" => plain with { LearningRate = 0.03 },
            "LowersRate" => plain with { LowersRate = true },
            "ClipNorm" => plain with { ClipNorm = 0.01, Optimiser = WeightOptimiser.Sgd },
            "Optimiser" => plain with { Optimiser = WeightOptimiser.Sgd },
            _ => plain with { Window = 4 },
        };
        var other = setting == "ClipNorm" ? plain with { Optimiser = WeightOptimiser.Sgd } : plain;
        Assert.NotEqual(Train(other, NoCheckpoint.Instance)[^1], Train(changed, NoCheckpoint.Instance)[^1]);
    }

    [Fact]
    public void A_text_of_fewer_tokens_than_a_batch_and_wrong_settings_are_refused_in_a_sentence()
    {
        Assert.Contains("has 20 tokens, but one batch of 4 streams of 5 needs 24", Assert.Throws<ArgumentException>(() => new ScratchTextTraining(Text(20), Config)).Message);
        var other = Text(200) with { Vocabulary = Vocabulary.Of(["x"], 2) };
        Assert.Contains("vocabulary of its own", Assert.Throws<ArgumentException>(() => new ScratchTextTraining(Text(200), Config, other)).Message);
        var message = Assert.Throws<ArgumentException>(new TextTrainingConfig { Epochs = 0, Batch = 0, Window = 0, Hidden = 0, LearningRate = 0, ClipNorm = 0, Patience = 0, Overfit = 1, SaveEvery = 0 }.Validate).Message;
        Assert.All(["Epochs = 0", "Batch = 0", "Window = 0", "Hidden = 0", "LearningRate = 0", "ClipNorm = 0", "Patience = 0", "Overfit = 1", "SaveEvery = 0"], part => Assert.Contains(part, message));
    }
}
