using System.Collections.Immutable;
using NasKit.Spaces;

namespace NasKit.Charts;

public sealed partial record ArchitectureDrawing
{
    // In a larger cell dotted edges hide the others.
    private const int MostWithNothing = 8;

    /// <summary>A drawing for each kind of cell, in the order in which they stand in the network.</summary>
    private static ImmutableArray<ArchitectureDrawing> KindsOf(Architecture architecture)
    {
        var graph = architecture.Space.Graph;
        var known = new HashSet<int>();
        var first = graph.Slots.Select(slot => slot.Decisions.Count(known.Add) == slot.Decisions.Length).ToArray();
        var cells = Enumerable.Range(0, graph.Nodes.Length).Where(i => graph.Nodes[i] is SlotNode slot && first[slot.Slot])
            .GroupBy(i => Owner(graph.Slots[((SlotNode)graph.Nodes[i]).Slot].Name)).Select(cell => cell.ToArray()).ToArray();
        return cells.Length == 1 ? [Cell(architecture, cells[0], "")] : [.. cells.Select(cell => Cell(architecture, cell, KindOf(architecture, cell)))];
    }

    /// <summary>What the names of a cell's decisions have in common before their last point, else those of its slots.</summary>
    private static string KindOf(Architecture architecture, int[] cell)
    {
        var graph = architecture.Space.Graph;
        var slots = cell.Select(node => graph.Slots[((SlotNode)graph.Nodes[node]).Slot]).ToArray();
        var owners = slots.SelectMany(slot => slot.Decisions).Select(decision => Owner(architecture.Space.Decisions[decision].Name)).Distinct().ToArray();
        return owners is [{ Length: > 0 } one] ? one : Owner(slots[0].Name);
    }

    private static ArchitectureDrawing Of(CellSpec spec, string name, Architecture? architecture)
    {
        var cell = spec.Cell.Pruned();
        // A node that gates multiplies what comes last by all else.
        string Gate(CellPart part) => cell.Gates(part.To) && cell.Wiring.Predecessors(part.To)[^1] == part.From ? ", gated" : "";
        return new(architecture)
        {
            Kind = name,
            Nodes = cell.Nodes,
            Inputs = 1,
            Edges = [.. spec.Parts.Select(part => new DrawnEdge(part.From, part.To, new(part.Operator.ShortName + Gate(part), (int)cell[part.From, part.To], part.Operator)))],
        };
    }

    private static string Owner(string name) => name.LastIndexOf('.') is > 0 and var point ? name[..point] : "";

    private static ArchitectureDrawing Cell(Architecture architecture, int[] slots, string kind)
    {
        var (graph, selection) = (architecture.Space.Graph, architecture.Space.Select(architecture));
        var consumers = Enumerable.Range(0, graph.Nodes.Length).SelectMany(i => graph.Nodes[i].Inputs.Select(input => (Input: input, By: i))).ToLookup(use => use.Input, use => use.By);
        // An operator that only one sum or concatenation reads leads to that; any other leads to a node of its own.
        int Target(int node) => graph.Nodes[node] is SlotNode or FixedNode && consumers[node].ToArray() is [var only] && graph.Nodes[only] is SumNode or ConcatNode ? only : node;
        // What the cell computes lies behind one of its slots; what a slot reads and lies behind none is an input.
        var end = slots.Max(Target);
        var behind = new HashSet<int>(slots);
        for (var node = slots[0]; node <= end; node++) if (graph.Nodes[node].Inputs.Any(behind.Contains)) behind.Add(node);
        var reached = slots.Select(node => graph.Nodes[node].Inputs[0]).Where(node => !behind.Contains(node)).ToHashSet();
        var inputs = reached.Count;
        var drawn = new List<(int From, int To, DrawnOperator Operator)>();
        for (var node = reached.Min() + 1; node <= end; node++)
        {
            if (reached.Contains(node) || !graph.Nodes[node].Inputs.Any(reached.Contains)) continue;
            reached.Add(node);
            foreach (var input in graph.Nodes[node].Inputs.Where(reached.Contains))
            {
                if (graph.Nodes[node] is not (SumNode or ConcatNode)) drawn.Add((Target(input), Target(node), Drawn(graph, graph.Nodes[node], selection)));
                else if (Target(input) == input) drawn.Add((input, node, new("skip", null, new IdentitySpec(graph.Nodes[node].Shape))));
            }
        }
        // Several nodes that leave the cell only side by side have one output.
        var nodes = drawn.SelectMany(edge => new[] { edge.From, edge.To }).ToHashSet();
        var joins = consumers[end].Where(node => graph.Nodes[node] is ConcatNode && graph.Nodes[node].Inputs is { Length: > 1 } parts && parts.All(nodes.Contains)).ToArray();
        if (joins is [var join]) nodes.Add(join);
        var numbers = nodes.Order().Select((node, number) => (node, number)).ToDictionary(pair => pair.node, pair => pair.number);
        var edges = drawn.Select(edge => new DrawnEdge(numbers[edge.From], numbers[edge.To], edge.Operator)).OrderBy(edge => edge.To).ThenBy(edge => edge.From).ToArray();
        return new(architecture)
        {
            Kind = kind,
            Nodes = numbers.Count,
            Inputs = inputs,
            Edges = [.. edges.Where(edge => edges.Length <= MostWithNothing || !edge.Operator.IsNothing)],
            Joined = joins.Length == 1 ? [.. graph.Nodes[joins[0]].Inputs.Select(node => numbers[node])] : [],
        };
    }
}
