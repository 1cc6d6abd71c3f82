using static TorchSharp.torch;

namespace NasKit.Relaxations;

/// <summary>What a network is to compute with: a weight for every option of every decision, and which options run at all.</summary>
/// <remarks>
/// A supernet multiplies the output of each active option by its weight and adds them; it never runs the others. Where
/// <see cref="NeedsGradient"/> is false the weights are constants, and with a <see cref="Path"/> of which only one option is active they need not even
/// be multiplied by. An active option of weight 0 is run for the gradient of its weight alone: it changes neither the output nor the gradient of any
/// network weight.
/// </remarks>
public sealed record Mixture
{
    internal Mixture(Tensor weights, IReadOnlyList<IReadOnlyList<int>> active, IReadOnlyList<int>? path) => (Weights, Active, Path) = (weights, active, path);

    /// <summary>All options of every decision, weighed by their probabilities.</summary>
    /// <param name="policy">The distribution.</param>
    /// <returns>Constant weights, in the caller's scope.</returns>
    public static Mixture Of(ArchitectureDistribution policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        using var logits = policy.ToTensor();
        var plain = Logits.From(logits);
        return new(tensor(plain.Probabilities, [plain.Decisions, plain.Options], dtype: ScalarType.Float64), plain.All, null);
    }

    /// <summary>Weights, [decisions, options], dtype and device of the logits; a leaf. 0 where an option is not active. Alive while the loss is computed.</summary>
    public Tensor Weights { get; }

    /// <summary>The options of each decision that run, rising: one, two or all that the decision has.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Active { get; }

    /// <summary>The option of each decision that has weight 1 where all others have 0; null for a true mixture.</summary>
    public IReadOnlyList<int>? Path { get; }

    /// <summary>Whether the gradient of the loss with regard to the weights is used: the network must then multiply by them.</summary>
    public bool NeedsGradient => Weights.requires_grad;

    /// <summary>Whether exactly one option of every decision runs.</summary>
    public bool IsSinglePath => Path is not null && Active.All(options => options.Count == 1);
}
