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
        var open = 0;
        for (var i = 0; i < Decisions.Length; i++)
        {
            open += IsOpen(architecture, i) ? 1 : 0;
        }

        if (open == 0)
        {
            return architecture;
        }

        var (decision, left) = (-1, rng.NextInt(open) + 1);
        while (left > 0)
        {
            left -= IsOpen(architecture, ++decision) ? 1 : 0;
        }

        return Mutate(architecture, decision, rng);
    }

    /// <summary>Changes one decision, drawn with given weights, then uniformly to one of its other choices.</summary>
    /// <param name="architecture">The parent.</param>
    /// <param name="weights">A weight for each decision, 0 or more; decisions that do not matter or have no alternative count as 0.</param>
    /// <param name="rng">Source of the draws.</param>
    /// <returns>The child; decisions that the change makes matter are drawn uniformly.</returns>
    /// <exception cref="ArgumentException">There is not one weight for each decision, or one is negative or no number.</exception>
    public Architecture Mutate(Architecture architecture, ReadOnlySpan<double> weights, Rng rng)
    {
        Own(architecture);
        ArgumentNullException.ThrowIfNull(rng);
        if (weights.Length != Decisions.Length)
        {
            throw new ArgumentException($"Space {Name} has {Decisions.Length} decisions, got {weights.Length} weights.", nameof(weights));
        }

        var (total, last) = (0.0, -1);
        for (var i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0) || !double.IsFinite(weights[i]))
            {
                throw new ArgumentException($"The weight of {Decisions[i].Name} is {weights[i]}, expected a number of 0 or more.", nameof(weights));
            }

            if (weights[i] > 0 && IsOpen(architecture, i))
            {
                (total, last) = (total + weights[i], i);
            }
        }

        if (last < 0)
        {
            return architecture;
        }

        var left = rng.NextDouble() * total;
        for (var i = 0; i < last; i++)
        {
            if (IsOpen(architecture, i) && (left -= weights[i]) < 0)
            {
                return Mutate(architecture, i, rng);
            }
        }

        return Mutate(architecture, last, rng);
    }

    /// <summary>Draws each decision anew with a given probability, uniformly over all of its choices, the present one among them.</summary>
    /// <param name="architecture">The parent.</param>
    /// <param name="probability">Probability for each decision that matters, 0…1.</param>
    /// <param name="rng">Source of the draws.</param>
    /// <returns>The child, which may equal the parent; decisions that become active are drawn uniformly.</returns>
    /// <remarks>Source: the released code of single-path one-shot's evolutionary search, with probability 0.1.</remarks>
    public Architecture Redraw(Architecture architecture, double probability, Rng rng)
    {
        Own(architecture);
        ArgumentNullException.ThrowIfNull(rng);
        var choices = new int[Decisions.Length];
        for (var i = 0; i < choices.Length; i++)
        {
            if (IsActive(choices, i))
            {
                choices[i] = !IsActive(architecture.Choices.AsSpan(), i) || rng.NextBool(probability)
                    ? rng.NextInt(Decisions[i].Count) : architecture.Choices[i];
            }
        }

        return Create(choices);
    }

    private bool IsOpen(Architecture architecture, int decision) =>
        Decisions[decision].Count > 1 && IsActive(architecture.Choices.AsSpan(), decision);

    private Architecture Mutate(Architecture architecture, int decision, Rng rng)
    {
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
    /// <remarks>Symmetric, except across a decision that others depend on.</remarks>
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
