using System.Collections.Immutable;

namespace NasKit.Spaces;

/// <summary>A node of a <see cref="NetworkGraph"/>.</summary>
/// <param name="Inputs">Indexes of the nodes it reads, all earlier than itself.</param>
/// <param name="Shape">Shape of its output for one image.</param>
public abstract record GraphNode(ImmutableArray<int> Inputs, TensorShape Shape);

/// <summary>The image.</summary>
/// <param name="Shape">Shape of one image.</param>
public sealed record InputNode(TensorShape Shape) : GraphNode([], Shape);

/// <summary>An operator that every architecture has.</summary>
/// <param name="Input">Index of the node it reads.</param>
/// <param name="Operator">The operator.</param>
public sealed record FixedNode(int Input, OperatorSpec Operator) : GraphNode([Input], Operator.Output);

/// <summary>A place where an architecture has one of several candidate operators, or passes its input on where the slot is absent.</summary>
/// <param name="Input">Index of the node it reads.</param>
/// <param name="Slot">Index in <see cref="NetworkGraph.Slots"/>.</param>
/// <param name="Shape">Shape of its output for one image.</param>
public sealed record SlotNode(int Input, int Slot, TensorShape Shape) : GraphNode([Input], Shape);

/// <summary>The sum of several nodes of one shape.</summary>
/// <param name="Inputs">Indexes of the summands.</param>
/// <param name="Shape">Their shape.</param>
public sealed record SumNode(ImmutableArray<int> Inputs, TensorShape Shape) : GraphNode(Inputs, Shape);

/// <summary>Several nodes of one height and width, joined along the channels.</summary>
/// <param name="Inputs">Indexes of the parts, in order.</param>
/// <param name="Shape">Their shape with the channels added up.</param>
public sealed record ConcatNode(ImmutableArray<int> Inputs, TensorShape Shape) : GraphNode(Inputs, Shape);

/// <summary>The candidates of one slot and how an architecture picks among them.</summary>
/// <param name="Name">Name of the slot, unique in the graph.</param>
/// <param name="Candidates">The operators to choose from, all with one output shape.</param>
/// <param name="Decisions">Indexes of the decisions that pick the candidate; its index is their choices read as a mixed-radix number, the
/// first decision being the most significant.</param>
/// <param name="SharesWeights">Whether candidates of one family share the weights of its largest member in a supernet; otherwise each has its own.</param>
/// <param name="Layer">The layer it belongs to, from 0: all slots of a cell share one.</param>
public sealed record Slot(string Name, ImmutableArray<OperatorSpec> Candidates, ImmutableArray<int> Decisions, bool SharesWeights = true, int Layer = 0);

/// <summary>The one description of a search space that networks, supernets, costs, latency tables and drawings derive from.</summary>
/// <remarks>Nodes stand in topological order and the last one is the output. A selection gives one candidate index for each slot, or
/// <see cref="Absent"/>.</remarks>
public sealed class NetworkGraph
{
    /// <summary>Selection of a slot that an architecture leaves out: its input passes on unchanged.</summary>
    public const int Absent = -1;

    private NetworkGraph(ImmutableArray<GraphNode> nodes, ImmutableArray<Slot> slots, int? auxiliary)
    {
        Nodes = nodes;
        Slots = slots;
        Auxiliary = auxiliary;
    }

    /// <summary>The nodes, each after those it reads; the last is the output.</summary>
    public ImmutableArray<GraphNode> Nodes { get; }

    /// <summary>The slots, in the order of their nodes.</summary>
    public ImmutableArray<Slot> Slots { get; }

    /// <summary>Index of the node whose output a second classifier reads while a network trains; null where the space has no place for one.</summary>
    public int? Auxiliary { get; }

    /// <summary>Number of layers: cells, or slots where a space has no cells.</summary>
    public int Layers => Slots.IsEmpty ? 0 : Slots[^1].Layer + 1;

    /// <summary>Shape of the network's output for one image.</summary>
    public TensorShape Output => Nodes[^1].Shape;

    /// <summary>The operators of one architecture in the order of the graph.</summary>
    /// <param name="selection">One candidate index for each slot, or <see cref="Absent"/>.</param>
    public IEnumerable<OperatorSpec> Operators(IReadOnlyList<int> selection)
    {
        foreach (var node in Nodes)
        {
            if (node is FixedNode fixedNode)
            {
                yield return fixedNode.Operator;
            }
            else if (node is SlotNode { Slot: var slot } && selection[slot] != Absent)
            {
                yield return Slots[slot].Candidates[selection[slot]];
            }
        }
    }

    /// <summary>Every distinct operator that some architecture uses: the rows of a latency table.</summary>
    public IEnumerable<OperatorSpec> DistinctOperators() => Nodes
        .SelectMany<GraphNode, OperatorSpec>(node => node switch
        {
            FixedNode fixedNode => [fixedNode.Operator],
            SlotNode slot => Slots[slot.Slot].Candidates,
            _ => [],
        }).Distinct();

    /// <summary>Whether the image reaches the output without passing through a node.</summary>
    /// <param name="node">Index of the node.</param>
    internal bool HasWayAround(int node)
    {
        var reached = new bool[Nodes.Length];
        for (var i = 0; i < reached.Length; i++)
        {
            reached[i] = i != node && (Nodes[i] is InputNode || Nodes[i].Inputs.Any(input => reached[input]));
        }

        return reached[^1];
    }

    /// <summary>Adds nodes one by one and infers their shapes.</summary>
    public sealed class Builder
    {
        private readonly ImmutableArray<GraphNode>.Builder nodes = ImmutableArray.CreateBuilder<GraphNode>();
        private readonly ImmutableArray<Slot>.Builder slots = ImmutableArray.CreateBuilder<Slot>();
        private bool inCell;
        private int? auxiliary;

        /// <summary>Starts with the image.</summary>
        /// <param name="input">Shape of one image.</param>
        public Builder(TensorShape input) => nodes.Add(new InputNode(input));

        /// <summary>Index of the node added last; 0 is the image.</summary>
        public int Last => nodes.Count - 1;

        /// <summary>Shape of a node's output for one image.</summary>
        /// <param name="node">Index of the node.</param>
        public TensorShape Shape(int node) => nodes[node].Shape;

        /// <summary>Adds an operator that every architecture has.</summary>
        /// <param name="make">Makes the operator for the shape of its input.</param>
        /// <param name="input">Index of the node it reads; the last one by default.</param>
        /// <returns>Index of the new node.</returns>
        /// <exception cref="ArgumentException">The map is too small to be reduced.</exception>
        public int Fixed(Func<TensorShape, OperatorSpec> make, int? input = null)
        {
            ArgumentNullException.ThrowIfNull(make);
            var source = input ?? Last;
            var made = make(Shape(source));
            CheckSize(made);
            return Add(new FixedNode(source, made));
        }

        /// <summary>Begins a cell: the slots up to the next are of one layer. Without cells every slot is a layer of its own.</summary>
        public void BeginCell() => (inCell, Layer) = (true, slots.Count == 0 ? 0 : Layer + 1);

        /// <summary>Names the node added last as the place of a second classifier for training.</summary>
        public void PlaceAuxiliary() => auxiliary = Last;

        /// <summary>Adds a slot.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="candidates">Makes the candidates for the shape of the input, in mixed-radix order of the decisions.</param>
        /// <param name="decisions">Indexes of the decisions that pick the candidate.</param>
        /// <param name="input">Index of the node it reads; the last one by default.</param>
        /// <param name="sharesWeights">Whether candidates of one family share weights in a supernet.</param>
        /// <returns>Index of the new node.</returns>
        /// <exception cref="ArgumentException">The candidates differ in their output shape, there are none, or the map is too small to be reduced.</exception>
        public int Slot(string name, Func<TensorShape, IEnumerable<OperatorSpec>> candidates, IEnumerable<int> decisions, int? input = null, bool sharesWeights = true)
        {
            ArgumentNullException.ThrowIfNull(candidates);
            var source = input ?? Last;
            var list = candidates(Shape(source)).ToImmutableArray();
            var shapes = list.Select(candidate => candidate.Output).Distinct().ToArray();
            if (shapes.Length != 1)
            {
                throw new ArgumentException(
                    $"The candidates of slot {name} have {shapes.Length} output shapes ({string.Join(", ", shapes)}), expected one.", nameof(candidates));
            }

            foreach (var candidate in list)
            {
                CheckSize(candidate);
            }

            if (!inCell)
            {
                Layer = slots.Count;
            }

            slots.Add(new Slot(name, list, [.. decisions], sharesWeights, Layer));
            return Add(new SlotNode(source, slots.Count - 1, shapes[0]));
        }

        /// <summary>Adds the sum of nodes.</summary>
        /// <param name="inputs">Indexes of the summands.</param>
        /// <exception cref="ArgumentException">Their shapes differ.</exception>
        public int Sum(params int[] inputs)
        {
            var shapes = inputs.Select(Shape).Distinct().ToArray();
            return shapes.Length == 1 ? Add(new SumNode([.. inputs], shapes[0]))
                : throw new ArgumentException($"A sum needs inputs of one shape, got {string.Join(", ", shapes)}.", nameof(inputs));
        }

        /// <summary>Adds the concatenation of nodes along the channels.</summary>
        /// <param name="inputs">Indexes of the parts, in order.</param>
        /// <exception cref="ArgumentException">Their heights or widths differ.</exception>
        public int Concat(params int[] inputs)
        {
            var shapes = inputs.Select(Shape).ToArray();
            return shapes.Select(shape => (shape.Height, shape.Width)).Distinct().Count() == 1
                ? Add(new ConcatNode([.. inputs], shapes[0] with { Channels = shapes.Sum(shape => shape.Channels) }))
                : throw new ArgumentException($"A concatenation needs inputs of one height and width, got {string.Join(", ", shapes)}.", nameof(inputs));
        }

        /// <summary>The finished graph; the node added last is its output.</summary>
        public NetworkGraph Build() => new(nodes.ToImmutable(), slots.ToImmutable(), auxiliary);

        private int Layer { get; set; }

        // A stride on a map of one position reduces nothing: seen by giving the operator larger maps. One that leaves a single position of any map is a head.
        private void CheckSize(OperatorSpec spec)
        {
            (int Height, int Width) Of(int side)
            {
                var output = (spec with { Input = spec.Input with { Height = side, Width = side } }).Output;
                return (output.Height, output.Width);
            }

            var (height, width) = (spec.Output.Height, spec.Output.Width);
            var futile = (spec.Input.Height == 1 || spec.Input.Width == 1) && Of(2) == (1, 1) && Of(8) != (1, 1);
            if (height < 1 || width < 1 || futile)
            {
                throw new ArgumentException(
                    $"Operator {spec.ShortName} cannot reduce a map of {spec.Input} any further: images of {nodes[0].Shape} are too small for this network. Use larger images or fewer reductions.");
            }
        }

        private int Add(GraphNode node)
        {
            nodes.Add(node);
            return Last;
        }
    }
}
