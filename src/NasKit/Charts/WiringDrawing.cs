using System.Collections.Immutable;
using NasKit.Spaces;

namespace NasKit.Charts;

/// <summary>The data of a drawing of a cell whose operators stand on its nodes: the wiring, and what each node is called.</summary>
public sealed record WiringDrawing
{
    private WiringDrawing(string name, Wiring wiring, ImmutableArray<string> labels) => (Name, Wiring, Labels) = (name, wiring, labels);

    /// <summary>What stands above it, as <c>start</c>.</summary>
    public string Name { get; }

    /// <summary>The wiring.</summary>
    public Wiring Wiring { get; }

    /// <summary>What each node is called, the input first.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <summary>The drawing in lines of text: what each node reads, and what goes out.</summary>
    public string Text => string.Join('\n', Enumerable.Range(1, Wiring.Nodes - 1).Where(node => !Wiring.Predecessors(node).IsEmpty)
        .Select(node => $"{node} = {Labels[node]} of {string.Join(", ", Wiring.Predecessors(node))}").Append($"out = {string.Join(", ", Wiring.Leaves)}"));

    /// <summary>Draws a convolutional cell.</summary>
    /// <param name="name">What stands above it.</param>
    /// <param name="cell">The cell.</param>
    public static WiringDrawing Of(string name, NodeCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return new(name, cell.Wiring, ["identity", .. cell.Operators.Select(one => one == NodeOperator.Separable3x3 ? "sep 3×3" : "conv 1×1")]);
    }

    /// <summary>Draws a recurrent cell.</summary>
    /// <param name="name">What stands above it.</param>
    /// <param name="cell">The cell.</param>
    public static WiringDrawing Of(string name, RecurrentCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return new(name, cell.Wiring, ["x, h", .. cell.Operators.Select(one => one == RecurrentActivation.ReLU ? "ReLU" : $"{one}".ToLowerInvariant())]);
    }
}
