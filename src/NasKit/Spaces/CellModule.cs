using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>Computes any cell whose parts it has, on one set of weights.</summary>
internal sealed class CellModule : OperatorModule
{
    private readonly ModuleList<OperatorModule> operators = new();
    private readonly Dictionary<CellPart, OperatorModule> owned = [];
    private readonly Dictionary<DagCell, Step[]> plans = []; // what was worked out once

    public CellModule(IEnumerable<CellPart> parts, Generator init) : base("Cell")
    {
        foreach (var part in parts)
        {
            operators.Add(owned[part] = part.Operator.Build(init));
        }

        RegisterComponents();
    }

    public override Tensor forward(Tensor x, OperatorSpec active)
    {
        var spec = (CellSpec)active;
        if (!plans.TryGetValue(spec.Cell, out var plan))
        {
            plan = plans[spec.Cell] = Plan(spec);
        }

        var nodes = new Tensor[spec.Cell.Nodes];
        nodes[0] = x;
        foreach (var step in plan)
        {
            nodes[step.Node] = step.Arriving is [var only] ? Run(only) : step.Gates ? Gated(step.Arriving) : step.Arriving.Select(Run).Aggregate((sum, value) => sum + value);
        }

        return nodes[^1];

        Tensor Run((int From, OperatorModule Module, OperatorSpec Operator) edge) => edge.Module.call(nodes[edge.From], edge.Operator);

        Tensor Gated((int From, OperatorModule Module, OperatorSpec Operator)[] arriving) =>
            Run(arriving[^1]) * arriving[..^1].Select(Run).Aggregate((sum, value) => sum + value).mean([2, 3], true).sigmoid(); // [N, C, H, W] * [N, C, 1, 1]
    }

    private Step[] Plan(CellSpec spec)
    {
        var cell = spec.Cell.Pruned();
        return [.. spec.Parts.GroupBy(part => part.To).Select(node => new Step(node.Key, cell.Gates(node.Key), [.. node.Select(part => (part.From, owned[part], part.Operator))]))];
    }

    private sealed record Step(int Node, bool Gates, (int From, OperatorModule Module, OperatorSpec Operator)[] Arriving);
}
