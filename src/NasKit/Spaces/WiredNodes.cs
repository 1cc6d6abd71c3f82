using System.Collections.Immutable;

namespace NasKit.Spaces;

/// <summary>A wiring with an operator on each node but the input: what convolutional and recurrent node cells have in common.</summary>
/// <typeparam name="T">The operators that a node can have.</typeparam>
/// <remarks>A value: equal wirings with equal operators are equal. Edges that the input does not reach are dropped.</remarks>
public abstract record WiredNodes<T>
    where T : struct, Enum
{
    /// <param name="wiring">Which node feeds which.</param>
    /// <param name="operators">The operators of nodes 1, 2, …</param>
    /// <exception cref="ArgumentException">No edge leads away from the input, or there is not one operator for each node.</exception>
    private protected WiredNodes(Wiring wiring, IReadOnlyList<T> operators)
    {
        ArgumentNullException.ThrowIfNull(operators);
        Wiring = wiring.Reachable();
        Operators = [.. operators];
        Require.That(
            "The cell",
            (Operators.Length == wiring.Nodes - 1, $"It has {Operators.Length} operators, expected {wiring.Nodes - 1}, one for each node of the wiring but the input"),
            (Wiring.Count > 0, $"No edge of '{wiring}' leads away from the input, node 0, so that nothing is computed: add one that reads it, such as 0>1"));
    }

    /// <summary>Which node feeds which; only edges that the input reaches.</summary>
    public Wiring Wiring { get; }

    /// <summary>The operators of nodes 1, 2, …; those of nodes that are not reached play no part.</summary>
    public ImmutableArray<T> Operators { get; }

    /// <summary>The operator of a node.</summary>
    /// <param name="node">The node, 1 or more.</param>
    public T Operator(int node) => Operators[node - 1];

    /// <inheritdoc/>
    public virtual bool Equals(WiredNodes<T>? other) =>
        other is not null && EqualityContract == other.EqualityContract && Wiring == other.Wiring && Operators.SequenceEqual(other.Operators);

    /// <inheritdoc/>
    public override int GetHashCode() => Operators.Aggregate(Wiring.GetHashCode(), HashCode.Combine);

    /// <summary>Edges, a colon and the operators of nodes 1, 2, …</summary>
    public sealed override string ToString() => $"{Wiring} : {string.Join(' ', Operators)}";

    /// <summary>Takes apart what <see cref="ToString"/> writes.</summary>
    private protected static (Wiring Wiring, T[] Operators) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var known = Enum.GetNames<T>();
        if (text.Split(':') is not [var edges, var names] || names.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not { Length: > 0 } each)
        {
            throw new FormatException($"'{text}' is no cell; expected edges, a colon and the operators of nodes 1, 2, …, such as '0>1 0>2 1>2 : {known[0]} {known[1]}'.");
        }

        return (Wiring.Parse(each.Length + 1, edges), [.. each.Select(name => known.Contains(name) ? Enum.Parse<T>(name)
            : throw new FormatException($"'{name}' in '{text}' is no operator of a node; there are {string.Join(", ", known)}."))]);
    }
}
