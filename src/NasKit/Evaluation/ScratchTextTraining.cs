using NasKit.Data;
using NasKit.Spaces;
using NasKit.Training;
using static TorchSharp.torch;

namespace NasKit.Evaluation;

/// <summary>Trains the language model of a recurrent cell from fresh weights and scores texts with it.</summary>
/// <remarks>Safe for any number of threads at once.</remarks>
public sealed class ScratchTextTraining : IDisposable
{
    private const int MostStreams = 10; // of a scored text, so that few of its tokens are read without what stands before them
    private readonly TokenSequence training;
    private readonly TextTrainingConfig config;
    private readonly Tensor[] scored;

    /// <summary>Prepares the texts.</summary>
    /// <param name="training">Training text, at least one batch.</param>
    /// <param name="config">Settings of the training.</param>
    /// <param name="scored">Texts to score, which training never sees, with the vocabulary of the training text; the first one may end training early.</param>
    /// <exception cref="ArgumentException">A setting is out of range, a text is too short, or vocabularies differ.</exception>
    public ScratchTextTraining(TokenSequence training, TextTrainingConfig config, params IReadOnlyList<TokenSequence> scored)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        training.Streams(config.Batch, config.Window).Dispose();
        if (scored.FirstOrDefault(text => text.Vocabulary != training.Vocabulary) is { } other)
        {
            throw new ArgumentException($"{other.Name} has a vocabulary of its own; read it with that of {training.Name}, the training text.", nameof(scored));
        }

        (this.training, this.config) = (training, config);
        this.scored = [.. scored.Select(text => Backend.Detach(text.Streams(Math.Clamp(text.Count / (config.Window + 1), 1, MostStreams), Math.Min(config.Window, Math.Max(1, text.Count - 1)))))];
    }

    /// <summary>Losses of the trained model on each text.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="seeds">Seeds of the weights.</param>
    /// <param name="checkpoint">Where to continue its training from.</param>
    /// <param name="progress">Told about every step.</param>
    public TextLoss[] Losses(RecurrentCell cell, Seeds seeds, ICheckpoint? checkpoint = null, IProgress<Progress>? progress = null)
    {
        var seed = seeds.For("weights");
        using var init = new Generator((ulong)seed);
        using var network = new RecurrentNetwork(cell, config.Hidden, training.Vocabulary.Count, init);
        TextTraining.Run(network, training, config, scored.FirstOrDefault(), checkpoint ?? NoCheckpoint.Instance, progress, $"{cell} {seed}");
        return [.. scored.Select(streams => TextTraining.Loss(network, streams, config.Window))];
    }

    /// <summary>Releases the texts.</summary>
    public void Dispose()
    {
        foreach (var streams in scored)
        {
            streams.Dispose();
        }
    }
}
