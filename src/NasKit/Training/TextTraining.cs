using NasKit.Data;
using NasKit.Spaces;
using static TorchSharp.torch;

namespace NasKit.Training;

/// <summary>Training and scoring of recurrent language models by truncated back-propagation through time.</summary>
internal static class TextTraining
{
    /// <summary>Trains a model: each step reads the next window of every stream with the state that the step before left.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="text">Training text, at least one batch.</param>
    /// <param name="config">Settings.</param>
    /// <param name="held">Streams whose loss ends training early, int64 [length, N]; null for none.</param>
    /// <param name="checkpoint">Where to continue from.</param>
    /// <param name="progress">Told about every step.</param>
    /// <param name="method">All else that determines the trajectory, as text: the model and its seed.</param>
    /// <returns>The loss of every step, in nats per token.</returns>
    public static IReadOnlyList<double> Run(
        RecurrentNetwork network, TokenSequence text, TextTrainingConfig config, Tensor? held, ICheckpoint checkpoint, IProgress<Progress>? progress, string method)
    {
        config.Validate();
        using var streams = Backend.Detach(text.Streams(config.Batch, config.Window));
        var perEpoch = (int)((streams.shape[0] - 1) / config.Window);
        using var state = Backend.Detach(network.Start(config.Batch));
        using var optimizer = config.Optimiser.Start(network.parameters(), [], config.LearningRate, decay: 0);
        var losses = new List<double>(); // of the held text, after each epoch
        var loop = new TrainingLoop($"{config} {text.Name} {text.Count} {text.Vocabulary.Count} {(held is null ? "" : $"{held.shape[0]}x{held.shape[1]}")} {method}", network, optimizer, state: Exchange);
        int[] drops = config.LowersRate ? [perEpoch * (config.Epochs - 4), perEpoch * (config.Epochs - 2)] : [];
        loop.Run(perEpoch * config.Epochs, LearningRate.Tenths(config.LearningRate, [.. drops.Where(drop => drop > 0)]), Step, checkpoint, config.SaveEvery, progress, config.ClipNorm, held is null ? null : Ends);
        return loop.Losses;

        double Step(int i)
        {
            var from = i % perEpoch * config.Window;
            if (from == 0)
            {
                state.zero_();
            }

            var (scores, next) = network.Read(streams.narrow(0, from, config.Window), state);
            var loss = nn.functional.cross_entropy(scores, streams.narrow(0, from + 1, config.Window).reshape(-1));
            loss.backward();
            using (no_grad())
            {
                state.copy_(next);
            }

            return loss.item<float>();
        }

        bool Ends(int i)
        {
            if (i % perEpoch != 0 || i == 0)
            {
                return false;
            }

            if (losses.Count < i / perEpoch)
            {
                losses.Add(Loss(network, held!, config.Window).Nats);
                network.train();
            }

            var best = losses.IndexOf(losses.Min());
            return losses.Count - 1 - best >= config.Patience || losses[^1] > config.Overfit * loop.Losses.Skip(i - perEpoch).Average();
        }

        void Exchange(StateExchange exchange)
        {
            exchange.Exchange("state", state);
            exchange.Exchange("held", ref losses);
        }
    }

    /// <summary>Mean cross-entropy of all tokens but the first of each stream, which are read one after the other.</summary>
    /// <param name="network">The model.</param>
    /// <param name="streams">int64 [length, N], length ≥ 2.</param>
    /// <param name="window">Tokens that are read at once.</param>
    public static TextLoss Loss(RecurrentNetwork network, Tensor streams, int window)
    {
        using var inference = no_grad();
        using var outer = NewDisposeScope();
        network.eval();
        var (sum, last) = (0.0, streams.shape[0] - 1);
        var state = network.Start(streams.shape[1]);
        for (var from = 0L; from < last; from += window)
        {
            using var scope = NewDisposeScope();
            var length = Math.Min(window, last - from);
            var (scores, next) = network.Read(streams.narrow(0, from, length), state);
            sum += length * nn.functional.cross_entropy(scores, streams.narrow(0, from + 1, length).reshape(-1)).item<float>();
            state.copy_(next);
        }

        return new(sum / last);
    }
}
