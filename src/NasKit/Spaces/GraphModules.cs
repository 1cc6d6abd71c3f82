using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>The modules of a graph: one for each fixed operator, and for each slot one owner for each family of its candidates.</summary>
internal sealed class GraphModules : nn.Module
{
    private readonly NetworkGraph graph;
    private readonly ModuleList<OperatorModule> operators;
    private readonly OperatorModule?[] fixedModules;
    private readonly Dictionary<int, OperatorModule>[] slotModules;
    private readonly List<(OperatorSpec Owner, OperatorModule Module)>[] owners; // of each slot

    /// <param name="graph">The graph.</param>
    /// <param name="candidates">Candidates that a slot needs modules for.</param>
    /// <param name="init">Source of the initial weights.</param>
    public GraphModules(NetworkGraph graph, Func<int, IEnumerable<int>> candidates, Generator init) : base("Graph")
    {
        this.graph = graph;
        operators = new();
        fixedModules = new OperatorModule?[graph.Nodes.Length];
        slotModules = [.. graph.Slots.Select(_ => new Dictionary<int, OperatorModule>())];
        owners = [.. graph.Slots.Select(_ => new List<(OperatorSpec, OperatorModule)>())];
        for (var i = 0; i < graph.Nodes.Length; i++)
        {
            if (graph.Nodes[i] is FixedNode node)
            {
                fixedModules[i] = Own(node.Operator.Build(init));
            }
            else if (graph.Nodes[i] is SlotNode { Slot: var slot })
            {
                foreach (var (owner, members) in Families(graph.Slots[slot], candidates(slot)))
                {
                    var module = Own(owner.Build(init));
                    owners[slot].Add((owner, module));
                    members.ForEach(candidate => slotModules[slot][candidate] = module);
                }
            }
        }

        RegisterComponents();
    }

    /// <summary>The same modules behind another graph, whose candidates are parts of theirs.</summary>
    /// <param name="shared">The modules.</param>
    /// <param name="graph">A graph of the same nodes but for the candidates of its slots.</param>
    /// <exception cref="ArgumentException">It has other nodes, or a candidate that no module contains.</exception>
    public GraphModules(GraphModules shared, NetworkGraph graph) : base("Graph")
    {
        (this.graph, operators, fixedModules, owners) = (graph, shared.operators, shared.fixedModules, shared.owners);
        if (graph.Nodes.Length != shared.graph.Nodes.Length || !graph.Nodes.Zip(shared.graph.Nodes).All(pair => pair.First.GetType() == pair.Second.GetType() && pair.First.Shape == pair.Second.Shape
            && pair.First.Inputs.SequenceEqual(pair.Second.Inputs) && (pair.First as FixedNode)?.Operator == (pair.Second as FixedNode)?.Operator))
        {
            throw new ArgumentException("The graph has other fixed parts than that whose weights it shall use; take one of the same skeleton.", nameof(graph));
        }

        slotModules = [.. graph.Slots.Select((slot, i) => slot.Candidates.Select((candidate, c) => (Candidate: c, owners[i].FirstOrDefault(one => one.Owner.Contains(candidate)).Module ?? throw new ArgumentException(
            $"No weights of place {slot.Name} are those of {candidate.Key}.", nameof(graph)))).ToDictionary())];
        RegisterComponents();
    }

    /// <summary>Which operators are dropped while training; null for none.</summary>
    public PathDropping? Dropping { get; set; }

    /// <summary>Runs one path.</summary>
    /// <param name="x">Images, float32 [N, C, H, W].</param>
    /// <param name="selection">One candidate for each slot, or <see cref="NetworkGraph.Absent"/>.</param>
    /// <returns>Output of the last node; in the caller's scope, as are the outputs of all other nodes.</returns>
    public Tensor Walk(Tensor x, IReadOnlyList<int> selection) => Walk(x, selection, null).Output;

    /// <summary>The same, and gives the output of one node on the way.</summary>
    /// <param name="x">Images, float32 [N, C, H, W].</param>
    /// <param name="selection">As above.</param>
    /// <param name="tap">The node; null for none.</param>
    public (Tensor Output, Tensor? Tapped) Walk(Tensor x, IReadOnlyList<int> selection, int? tap) => Walk(
        x, (slot, input) => selection[slot] == NetworkGraph.Absent ? input : IsZero(slot, selection[slot]) ? null : Run(slot, selection[slot], input), tap);

    /// <summary>Runs the graph.</summary>
    /// <param name="x">Images, float32 [N, C, H, W].</param>
    /// <param name="place">Gives the output of a slot for its input; null for zeros, which sums leave out.</param>
    /// <returns>Output of the last node, as above.</returns>
    public Tensor Walk(Tensor x, Func<int, Tensor, Tensor?> place) => Walk(x, place, null).Output;

    private (Tensor Output, Tensor? Tapped) Walk(Tensor x, Func<int, Tensor, Tensor?> place, int? tap)
    {
        var (expected, came) = (graph.Nodes[0].Shape, x.shape);
        if (came.Length != 4 || came[1] != expected.Channels || came[2] != expected.Height || came[3] != expected.Width)
        {
            throw new ArgumentException(
                $"The images are [{string.Join(", ", came)}], expected [N, {expected.Channels}, {expected.Height}, {expected.Width}]: the network was built for {expected}. Build the space for the shape of the images.", nameof(x));
        }

        var values = new Tensor?[graph.Nodes.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = graph.Nodes[i] switch
            {
                InputNode => Backend.ChannelsLast(x),
                FixedNode node => Alone(Value(node.Input), input => fixedModules[i]!.call(input, node.Operator)),
                SlotNode node => Alone(Value(node.Input), input => place(node.Slot, input)),
                SumNode node => node.Inputs.Select(input => values[input]).Aggregate((sum, value) => sum is null ? value : value is null ? sum : sum + value),
                ConcatNode node => cat([.. node.Inputs.Select(Value)], 1),
                var node => throw new InvalidOperationException($"A node of kind {node.GetType().Name} cannot be computed."),
            };
        }

        return (Value(values.Length - 1), tap is { } tapped ? Value(tapped) : null);

        // What a node computes on its way goes at once, unless its gradient needs it.
        static Tensor? Alone(Tensor input, Func<Tensor, Tensor?> compute)
        {
            using var scope = NewDisposeScope();
            var output = compute(input);
            return output is null || ReferenceEquals(output, input) ? output : output.MoveToOuterDisposeScope();
        }

        Tensor Value(int node)
        {
            var shape = graph.Nodes[node].Shape;
            return values[node] ??= Backend.ChannelsLast(zeros([x.shape[0], shape.Channels, shape.Height, shape.Width], device: x.device));
        }
    }

    /// <summary>Whether a candidate of a slot is <see cref="ZeroSpec"/>, whose output need not be computed.</summary>
    public bool IsZero(int slot, int candidate) => graph.Slots[slot].Candidates[candidate] is ZeroSpec;

    /// <summary>Runs one candidate of a slot.</summary>
    public Tensor Run(int slot, int candidate, Tensor input)
    {
        var (module, spec) = (slotModules[slot][candidate], graph.Slots[slot].Candidates[candidate]);
        return Factors(slot, candidate, input) is { } factors ? module.Gated(input, spec, factors) : module.call(input, spec);
    }

    /// <summary>Runs one candidate of a slot with a gate on its branch.</summary>
    public Tensor RunGated(int slot, int candidate, Tensor input, Tensor gate) => slotModules[slot][candidate].Gated(
        input, graph.Slots[slot].Candidates[candidate], Factors(slot, candidate, input) is { } factors ? gate * factors : gate);

    /// <summary>All normalisations, to recalibrate them.</summary>
    public IEnumerable<ElasticBatchNorm> Norms() => modules().OfType<ElasticBatchNorm>();

    private Tensor? Factors(int slot, int candidate, Tensor input) => training ? Dropping?.Factors(slot, candidate, input) : null;

    private OperatorModule Own(OperatorModule module)
    {
        operators.Add(module);
        return module;
    }

    /// <summary>The operators that hold the weights of a slot: one for each family that shares them.</summary>
    public static IEnumerable<OperatorSpec> Owners(Slot slot) => Families(slot, Enumerable.Range(0, slot.Candidates.Length)).Select(family => family.Owner);

    private static List<(OperatorSpec Owner, List<int> Members)> Families(Slot slot, IEnumerable<int> candidates)
    {
        var families = new List<(OperatorSpec Owner, List<int> Members)>();
        foreach (var candidate in candidates)
        {
            var spec = slot.Candidates[candidate];
            var family = slot.SharesWeights ? families.FindIndex(known => known.Owner.Union(spec) is not null) : -1;
            if (family < 0)
            {
                families.Add((spec, [candidate]));
            }
            else
            {
                families[family].Members.Add(candidate);
                families[family] = (families[family].Owner.Union(spec)!, families[family].Members);
            }
        }

        return families;
    }
}
