using NasKit.Training;
using static TorchSharp.torch;

namespace NasKit.Relaxations;

/// <summary>What one call of a relaxation found out.</summary>
/// <remarks>The tensors live in the scope of the caller.</remarks>
public sealed record GradientEstimate
{
    /// <summary>Estimated gradient of the expected loss with regard to the logits, for descent: [decisions, options], dtype and device of the logits.
    /// 0 for options that a decision does not have.</summary>
    public required Tensor Gradient { get; init; }

    /// <summary>Loss of the pass that trained the network's weights; the mean where there were several.</summary>
    public required double Loss { get; init; }

    /// <summary>Sampled options, one for each decision, of every sample; empty for a relaxation that samples no path.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Paths { get; init; }

    /// <summary>The options of each decision that ran in the training pass (the last of several).</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Active { get; init; }

    /// <summary>Weights of the training pass (the last of several), [decisions, options], without a graph.</summary>
    public required Tensor Weights { get; init; }

    /// <summary>Gradient of the loss with regard to <see cref="Weights"/>, [decisions, options], 0 where an option did not run; null where none was computed.</summary>
    /// <remarks>What exponentiated gradient on the simplex descends along, and for DSNAS the credits.</remarks>
    public Tensor? WeightGradient { get; init; }

    /// <summary>The sampled path; null where there was none, or several.</summary>
    public IReadOnlyList<int>? Path => Paths.Count == 1 ? Paths[0] : null;

    /// <summary>The logits that the estimate was made at, row by row.</summary>
    internal double[] Logits { get; init; } = [];

    /// <summary>Ends a training whose logits would follow something that is not finite.</summary>
    /// <param name="step">The step that made the estimate.</param>
    /// <exception cref="NasKitException">The loss or a gradient is not finite.</exception>
    internal void CheckFinite(ImageStep step)
    {
        step.CheckFinite(Loss, "architecture's loss");
        foreach (var gradient in new[] { Gradient, WeightGradient }.OfType<Tensor>())
        {
            step.CheckFinite(gradient.data<double>().ToArray().Aggregate(0.0, (most, value) => Math.Max(most, Math.Abs(value))), "architecture's gradient"); // NaN stays
        }
    }
}
