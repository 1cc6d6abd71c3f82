using NasKit.Spaces;
using static TorchSharp.torch;

namespace NasKit.Relaxations;

/// <summary>Independent decisions, each with a row of logits: the distribution over architectures that gradient-based methods learn.</summary>
/// <remarks>Decisions can be frozen to an option, one by one; their logits then stay as they are.</remarks>
public sealed class ArchitectureDistribution
{
    private readonly double[] logits;
    private int?[] frozen;

    /// <summary>Starts with logits drawn from a normal distribution.</summary>
    /// <param name="space">The space.</param>
    /// <param name="mean">Mean of the logits.</param>
    /// <param name="deviation">Their standard deviation, ≥ 0. DARTS: 1e-3; SNAS and DSNAS: 0.1 around 1.</param>
    /// <param name="rng">What they are drawn with.</param>
    public ArchitectureDistribution(SearchSpace space, double mean, double deviation, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        Space = space;
        Options = space.Decisions.Max(decision => decision.Count);
        frozen = new int?[space.Decisions.Length];
        logits = new double[space.Decisions.Length * Options];
        for (var d = 0; d < frozen.Length; d++)
        {
            for (var k = 0; k < Options; k++)
            {
                logits[d * Options + k] = k < space.Decisions[d].Count ? mean + deviation * rng.NextGaussian() : double.NegativeInfinity;
            }
        }
    }

    /// <summary>The space.</summary>
    public SearchSpace Space { get; }

    /// <summary>Columns of the table of logits: the most options that a decision has.</summary>
    public int Options { get; }

    /// <summary>The option that each decision is frozen to; null where it is not.</summary>
    public IReadOnlyList<int?> Frozen => frozen;

    /// <summary>The logits, decision by decision; −∞ for an option that a decision does not have.</summary>
    public IReadOnlyList<double> Logits => logits;

    /// <summary>Probability of each option of a decision: the softmax of its logits.</summary>
    /// <param name="decision">Index of the decision.</param>
    public double[] Probabilities(int decision)
    {
        var row = logits.AsSpan(decision * Options, Space.Decisions[decision].Count).ToArray();
        var highest = row.Max();
        var weights = row.Select(logit => Math.Exp(logit - highest)).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    /// <summary>The architecture of the likeliest options, the frozen ones where there are some.</summary>
    public Architecture Best() => Space.Create([.. Enumerable.Range(0, frozen.Length).Select(d => frozen[d] ?? ArgMax(Probabilities(d)))]);

    /// <summary>Draws an architecture; decisions that are frozen have their option.</summary>
    /// <param name="rng">What it is drawn with.</param>
    public Architecture Draw(Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        using var table = ToTensor();
        return Space.Create(Relaxations.Logits.From(table).Draw(rng));
    }

    /// <summary>Freezes every decision whose likeliest option is ahead of the next by enough.</summary>
    /// <param name="lead">Difference of the two probabilities, in (0, 1].</param>
    public void Freeze(double lead)
    {
        for (var d = 0; d < frozen.Length; d++)
        {
            var row = Probabilities(d);
            if (frozen[d] is null && (row.Length == 1 || row.OrderDescending().Take(2).ToArray() is [var first, var second] && first - second >= lead))
            {
                frozen[d] = ArgMax(row);
            }
        }
    }

    /// <summary>The logits as relaxations take them, float64 [decisions, options]: a frozen decision has only its option. The caller's.</summary>
    public Tensor ToTensor()
    {
        var table = (double[])logits.Clone();
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = frozen[i / Options] is { } only && i % Options != only ? double.NegativeInfinity : table[i];
        }

        return tensor(table, [frozen.Length, Options], dtype: ScalarType.Float64);
    }

    /// <summary>Changes the logits of decisions that are not frozen.</summary>
    /// <param name="change">Is given the logits, decision by decision, to be changed in place; −∞ where a decision has no option.</param>
    internal void Update(Action<double[]> change)
    {
        var changed = (double[])logits.Clone();
        change(changed);
        for (var i = 0; i < logits.Length; i++)
        {
            logits[i] = frozen[i / Options] is null && double.IsFinite(logits[i]) ? changed[i] : logits[i];
        }
    }

    /// <summary>How far from 0 a logit is at most, of all options that there are; NaN where one is no number.</summary>
    internal double Furthest => logits.Where((_, i) => i % Options < Space.Decisions[i / Options].Count).Aggregate(0.0, (most, logit) => Math.Max(most, Math.Abs(logit)));

    internal void Exchange(StateExchange state)
    {
        state.Exchange("logits", logits);
        state.Exchange("frozen", ref frozen);
    }

    private static int ArgMax(double[] row) => Array.IndexOf(row, row.Max());
}
