using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <content>Sampling, mutation, crossover, neighbours and vectors.</content>
public sealed partial class SearchSpace
{
    /// <summary>Draws every active decision uniformly, in order.</summary>
    /// <param name="rng">Source of the draws.</param>
    /// <remarks>Uniform over choices, as the once-for-all networks are sampled; with conditional decisions that is not uniform over
    /// architectures (a shallow network is as likely as a deep one, although there are fewer of them).</remarks>
    public Architecture Sample(Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var choices = new int[Decisions.Length];
        for (var i = 0; i < choices.Length; i++)
        {
            choices[i] = IsActive(choices, i) ? rng.NextInt(Decisions[i].Count) : 0;
        }

        return Create(choices);
    }

    /// <summary>Changes one decision: uniform over the active decisions that have an alternative, then uniform over its other choices.</summary>
    /// <param name="architecture">The parent.</param>
    /// <param name="rng">Source of the draws.</param>
    /// <returns>The child; decisions that the change makes matter are drawn uniformly.</returns>
    public Architecture Mutate(Architecture architecture, Rng rng)
    {
        Own(architecture);
        ArgumentNullException.ThrowIfNull(rng);
        var open = Enumerable.Range(0, Decisions.Length)
            .Where(i => Decisions[i].Count > 1 && IsActive(architecture.Choices.AsSpan(), i)).ToArray();
        if (open.Length == 0)
        {
            return architecture;
        }

        var decision = open[rng.NextInt(open.Length)];
        var choices = architecture.Choices.ToArray();
        var other = rng.NextInt(Decisions[decision].Count - 1);
        choices[decision] = other < choices[decision] ? other : other + 1;
        for (var i = decision + 1; i < choices.Length; i++)
        {
            if (IsActive(choices, i) && !IsActive(architecture.Choices.AsSpan(), i))
            {
                choices[i] = rng.NextInt(Decisions[i].Count);
            }
        }

        return Create(choices);
    }

    /// <summary>Takes every decision from one of two parents, uniformly among those in which it matters.</summary>
    /// <param name="first">A parent.</param>
    /// <param name="second">The other parent.</param>
    /// <param name="rng">Source of the draws.</param>
    public Architecture Crossover(Architecture first, Architecture second, Rng rng)
    {
        Own(first);
        Own(second);
        ArgumentNullException.ThrowIfNull(rng);
        var choices = new int[Decisions.Length];
        for (var i = 0; i < choices.Length; i++)
        {
            if (IsActive(choices, i))
            {
                var inFirst = IsActive(first.Choices.AsSpan(), i);
                var inBoth = inFirst && IsActive(second.Choices.AsSpan(), i);
                choices[i] = (inBoth ? rng.NextInt(2) == 0 : inFirst) ? first.Choices[i] : second.Choices[i];
            }
        }

        return Create(choices);
    }

    /// <summary>Every architecture that differs in one decision; decisions that this makes matter take choice 0.</summary>
    /// <param name="architecture">The centre.</param>
    public IEnumerable<Architecture> Neighbours(Architecture architecture)
    {
        Own(architecture);
        for (var i = 0; i < Decisions.Length; i++)
        {
            for (var choice = 0; choice < Decisions[i].Count; choice++)
            {
                if (choice != architecture.Choices[i] && IsActive(architecture.Choices.AsSpan(), i))
                {
                    var choices = architecture.Choices.ToArray();
                    choices[i] = choice;
                    yield return Create(choices);
                }
            }
        }
    }

    /// <summary>Length of the vectors that <see cref="OneHot"/> fills.</summary>
    public int OneHotLength => Enumerable.Range(0, Decisions.Length).Sum(i => dependants[i].Length == 0 ? Decisions[i].Count : 0);

    /// <summary>Writes the one-hot vector of an architecture: a block for each decision in order, zero where it does not matter.</summary>
    /// <param name="architecture">An architecture of this space.</param>
    /// <param name="vector">Receives the vector, of length <see cref="OneHotLength"/>.</param>
    /// <remarks>A decision that others depend on (a depth) has no block: it follows from which of the others matter. Source: the vectors
    /// of PNAG's released predictors, which list all kernels before all expansions; here they stand in decision order.</remarks>
    public void OneHot(Architecture architecture, Span<float> vector)
    {
        Own(architecture);
        if (vector.Length != OneHotLength)
        {
            throw new ArgumentException($"The vector has {vector.Length} elements, expected {OneHotLength}.", nameof(vector));
        }

        vector.Clear();
        var offset = 0;
        for (var i = 0; i < Decisions.Length; i++)
        {
            if (dependants[i].Length == 0)
            {
                if (IsActive(architecture.Choices.AsSpan(), i))
                {
                    vector[offset + architecture.Choices[i]] = 1;
                }

                offset += Decisions[i].Count;
            }
        }
    }

    /// <summary>The one-hot vectors of several architectures.</summary>
    /// <param name="architectures">Architectures of this space.</param>
    /// <returns>float32 [n, <see cref="OneHotLength"/>], in the caller's scope.</returns>
    public Tensor OneHotTensor(IReadOnlyList<Architecture> architectures)
    {
        ArgumentNullException.ThrowIfNull(architectures);
        var values = new float[architectures.Count * OneHotLength];
        for (var i = 0; i < architectures.Count; i++)
        {
            OneHot(architectures[i], values.AsSpan(i * OneHotLength, OneHotLength));
        }

        return tensor(values, [architectures.Count, OneHotLength]);
    }
}
