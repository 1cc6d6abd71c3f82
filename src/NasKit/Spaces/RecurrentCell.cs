using System.Collections.Immutable;

namespace NasKit.Spaces;

/// <summary>The activation of a node of a <see cref="RecurrentCell"/>.</summary>
public enum RecurrentActivation
{
    /// <summary>max(0, x).</summary>
    ReLU,

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>x.</summary>
    Identity,
}

/// <summary>A recurrent cell of highways between nodes: node 0 takes in a token, each other node is the mean of what its edges carry, and the mean of the leaves is the next state.</summary>
/// <remarks>
/// With x the token's embedding, h the state, both of the hidden size H, and one matrix for each edge:
/// <code>
/// [c, g] = [x ; h] W₀           s₀ = h + σ(c) · (tanh(g) − h)                W₀ of 2H × 2H
/// [c, g] = sᵢ Wᵢⱼ               mᵢⱼ = sᵢ + σ(c) · (actⱼ(g) − sᵢ)             Wᵢⱼ of H × 2H
/// sⱼ = mean of mᵢⱼ over the edges into j         next h = mean of sⱼ over the leaves
/// </code>
/// The activation belongs to the node that an edge leads to; node 0 always has tanh. Source: the released code of AutoShrink (searching/rnn).
/// </remarks>
public sealed record RecurrentCell : WiredNodes<RecurrentActivation>
{
    /// <summary>Makes a cell.</summary>
    /// <param name="wiring">Which node feeds which; edges that the input does not reach are dropped.</param>
    /// <param name="activations">The activations of nodes 1, 2, …, one for each node of the wiring but the first.</param>
    /// <exception cref="ArgumentException">No edge leads away from the input, or there is not one activation for each node.</exception>
    public RecurrentCell(Wiring wiring, params IReadOnlyList<RecurrentActivation> activations) : base(wiring, activations)
    {
    }

    /// <summary>The released ShrinkRNN: 12 of 15 edges between six nodes, of which 4 and 5 are leaves.</summary>
    /// <remarks>Source: evaluation/rnn/test_final.py.</remarks>
    public static RecurrentCell Released { get; } = Parse("0>1 0>2 0>3 1>3 0>4 1>4 2>4 3>4 0>5 1>5 2>5 3>5 : Identity Sigmoid Sigmoid Tanh Identity");

    /// <summary>Draws the activations of a search, each uniformly.</summary>
    /// <param name="nodes">Nodes of the wiring, the input among them, at least 2.</param>
    /// <param name="rng">Source of the draws.</param>
    public static ImmutableArray<RecurrentActivation> DrawActivations(int nodes, Rng rng)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 2);
        ArgumentNullException.ThrowIfNull(rng);
        return [.. Enumerable.Range(1, nodes - 1).Select(_ => rng.Pick(Enum.GetValues<RecurrentActivation>()))];
    }

    /// <summary>Reads a cell such as <c>0&gt;1 1&gt;2 : Tanh Identity</c>, edges and then activations.</summary>
    /// <param name="text">The cell.</param>
    /// <exception cref="FormatException">The text is not of that form.</exception>
    /// <exception cref="ArgumentException">No edge leads away from the input.</exception>
    public static RecurrentCell Parse(string text)
    {
        var (wiring, activations) = Read(text);
        return new(wiring, activations);
    }

    /// <summary>The cost that the search charges, F: edges times the square of the hidden size.</summary>
    /// <param name="hidden">Hidden size H.</param>
    public long EdgeCost(int hidden) => (long)Wiring.Count * hidden * hidden;

    /// <summary>Weights of the cell, which are also its multiply-accumulates for one token: 4H² of node 0 and 2H² of each edge.</summary>
    /// <param name="hidden">Hidden size H.</param>
    public long Macs(int hidden) => 2 * EdgeCost(hidden) + 4L * hidden * hidden;

    /// <summary>Parameters of a language model of this cell, whose output layer shares the embedding: the cell's, a row for each token, a bias for each token.</summary>
    /// <param name="hidden">Hidden size H, which is also that of the embedding.</param>
    /// <param name="vocabulary">Number of tokens V.</param>
    public long Parameters(int hidden, int vocabulary) => Macs(hidden) + ((long)hidden + 1) * vocabulary;
}
