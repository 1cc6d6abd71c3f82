using System.Collections.Immutable;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>The language model of a <see cref="RecurrentCell"/>: embedding, cell, and an output layer that shares the embedding's weights.</summary>
public sealed class RecurrentNetwork : nn.Module
{
    private readonly RecurrentCell cell;
    private readonly int[] nodes; // those that are reached, from 1
    private readonly ImmutableArray<int>[] sources; // which nodes each of them reads
    private readonly ImmutableArray<int> leaves;
    private readonly Parameter embedding;
    private readonly Parameter outputBias;
    private readonly Parameter ofToken;
    private readonly Parameter ofState;
    private readonly ParameterList into = new(); // of each reached node: the matrices of its edges, [edges, H, 2H]

    /// <summary>Builds the model with fresh weights: uniform within ±2/√H for the embedding and ±1/√H for matrices.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="hidden">Hidden size H, at least 1.</param>
    /// <param name="vocabulary">Number of tokens V, at least 2.</param>
    /// <param name="init">Source of the initial weights.</param>
    /// <remarks>The bounds are ours; the released code starts from GloVe vectors.</remarks>
    public RecurrentNetwork(RecurrentCell cell, int hidden, int vocabulary, Generator init) : base("RecurrentNetwork")
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 2);
        (this.cell, Hidden, Vocabulary) = (cell, hidden, vocabulary);
        var bound = 1 / Math.Sqrt(hidden);
        embedding = Weights.Uniform([vocabulary, hidden], -2 * bound, 2 * bound, init);
        outputBias = Weights.Zeros(vocabulary);
        ofToken = Weights.Uniform([hidden, 2 * hidden], -bound, bound, init);
        ofState = Weights.Uniform([hidden, 2 * hidden], -bound, bound, init);
        nodes = [.. Enumerable.Range(1, cell.Wiring.Nodes - 1).Where(node => !cell.Wiring.Predecessors(node).IsEmpty)];
        sources = [.. nodes.Select(node => cell.Wiring.Predecessors(node))];
        leaves = cell.Wiring.Leaves;
        foreach (var read in sources)
        {
            into.Add(Weights.Uniform([read.Length, hidden, 2 * hidden], -bound, bound, init));
        }

        RegisterComponents();
    }

    /// <summary>Hidden size H.</summary>
    public int Hidden { get; }

    /// <summary>Number of tokens V.</summary>
    public int Vocabulary { get; }

    /// <summary>The state before the first token: zeros.</summary>
    /// <param name="streams">Texts read side by side, N.</param>
    /// <returns>float32 [N, H], in the caller's scope.</returns>
    public Tensor Start(long streams) => zeros(streams, Hidden, device: embedding.device);

    /// <summary>Reads tokens and scores those that follow.</summary>
    /// <param name="tokens">int64 [T, N], T ≥ 1.</param>
    /// <param name="state">The state before them, float32 [N, H].</param>
    /// <returns>Scores before the softmax, float32 [T · N, V], and the state behind the last token; in the caller's scope, as are all states between.</returns>
    public (Tensor Scores, Tensor State) Read(Tensor tokens, Tensor state)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(state);
        var (length, streams) = (tokens.shape[0], tokens.shape[1]);
        // What of node 0 depends on tokens alone is one product for all of them.
        var taken = embedding.index_select(0, tokens.reshape(-1)).mm(ofToken).reshape(length, streams, 2 * Hidden).unbind(0);
        var states = new Tensor[length];
        for (var t = 0; t < length; t++)
        {
            states[t] = state = Next(taken[t], state);
        }

        return (nn.functional.linear(cat(states, 0), embedding, outputBias), state);
    }

    // taken // [N, 2H], state // [N, H]
    private Tensor Next(Tensor taken, Tensor state)
    {
        using var scope = NewDisposeScope();
        var at = new Tensor[cell.Wiring.Nodes];
        at[0] = Highway(state, taken + state.mm(ofState), RecurrentActivation.Tanh);
        for (var i = 0; i < nodes.Length; i++)
        {
            var from = stack([.. sources[i].Select(node => at[node])], 0); // [edges, N, H]
            at[nodes[i]] = Highway(from, from.bmm(into[i]), cell.Operator(nodes[i])).mean([0]);
        }

        var next = leaves is [var only] ? at[only] : stack([.. leaves.Select(node => at[node])], 0).mean([0]);
        return next.MoveToOuterDisposeScope();
    }

    // source // […, H]; gates // […, 2H]: c, then g. Gives source + σ(c) · (act(g) − source).
    private static Tensor Highway(Tensor source, Tensor gates, RecurrentActivation activation)
    {
        var halves = gates.chunk(2, -1);
        var carried = activation switch
        {
            RecurrentActivation.ReLU => halves[1].relu(),
            RecurrentActivation.Sigmoid => halves[1].sigmoid(),
            RecurrentActivation.Tanh => halves[1].tanh(),
            _ => halves[1],
        };
        return source.lerp(carried, halves[0].sigmoid());
    }
}
