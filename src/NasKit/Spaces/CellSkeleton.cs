using System.Collections.Immutable;

namespace NasKit.Spaces;

/// <summary>A layer of cells in a skeleton.</summary>
/// <param name="Channels">Channels of its output, at least 1.</param>
/// <param name="Stride">Its stride, at least 1.</param>
public sealed record CellLayer(int Channels, int Stride);

/// <summary>The fixed part of networks whose layers are cells: a 3×3 convolution, the layers, the mean over all positions, the classifier.</summary>
/// <param name="Name">Name, part of the names of its spaces.</param>
/// <param name="Task">What the networks are built for.</param>
/// <param name="StemChannels">Channels of the first convolution.</param>
/// <param name="StemStride">Its stride.</param>
/// <param name="Layers">The layers, in order.</param>
/// <param name="Expansion">Channels of a cell's wide nodes over those of its output.</param>
/// <remarks>Source: AutoSpace (Zhou et al., ICCV 2021) searches cells for the layers of a given skeleton, there the mobile backbone of ProxylessNAS.</remarks>
public sealed record CellSkeleton(string Name, TaskShape Task, int StemChannels, int StemStride, ImmutableArray<CellLayer> Layers, int Expansion = 2)
{
    /// <summary>FM-Cell-3: 28×28 grey images, 16 channels, three layers of strides 1, 2, 1 behind a stem of stride 2.</summary>
    public static CellSkeleton FashionMnist { get; } = new("fm-cell-3", TaskShape.FashionMnist, 16, 2, [new(16, 1), new(16, 2), new(16, 1)]);

    /// <summary>A cell at a layer.</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="cell">The cell.</param>
    /// <exception cref="ArgumentException">The cell has no path.</exception>
    public CellSpec At(int layer, DagCell cell) => new(Input(layer), cell, Layers[layer].Channels, Layers[layer].Stride, Expansion);

    /// <summary>The space of networks with one of given cells in each layer; the cells of a layer share their weights in a supernet.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cells">The cells to choose from, for each layer; each with a path.</param>
    /// <exception cref="ArgumentException">There is not a list for each layer, one is empty or has a cell twice, or a cell has no path.</exception>
    public SearchSpace Of(string name, IReadOnlyList<IReadOnlyList<DagCell>> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        Require.That(Name, [
            (cells.Count == Layers.Length, $"It has {Layers.Length} layers, got lists of cells for {cells.Count}"),
            .. cells.Select((list, layer) => (list.Count > 0 && list.Distinct().Count() == list.Count, $"Layer {layer + 1} has {list.Count} cells, {list.Distinct().Count()} of them different; expected at least one and each once"))]);
        return Chain(name, (layer, _) => [.. cells[layer].Select(cell => (cell.ToString(), (OperatorSpec)At(layer, cell)))]);
    }

    /// <summary>The raw space: a decision for each edge of each layer's cell.</summary>
    /// <param name="alphabet">The cells; without gates and wide nodes.</param>
    /// <returns>The space. Its strings are those of the cells, one for each layer. A cell without a path gives zeros, and its network the same scores for all images; <see cref="Cells"/> tells such a cell by <see cref="DagCell.IsValid"/>.</returns>
    /// <exception cref="ArgumentException">The alphabet has genes beyond its edges.</exception>
    public SearchSpace Raw(CellAlphabet alphabet)
    {
        ArgumentNullException.ThrowIfNull(alphabet);
        alphabet.Validate();
        Require.That("The raw space", (!alphabet.Gates && alphabet.Wide == 0, $"It has decisions for edges alone, and the alphabet is {alphabet}; take one without gates and wide nodes"));
        var decisions = new List<Decision>();
        ImmutableArray<string> labels = [.. alphabet.Operators.Select(one => one.Name())];
        var graph = Begin();
        for (var layer = 0; layer < Layers.Length; layer++)
        {
            graph.BeginCell();
            var (nodes, place) = (new int[alphabet.Nodes], At(layer, DagCell.Of(alphabet.Nodes, (0, alphabet.Nodes - 1, CellOperator.Identity))));
            nodes[0] = graph.Last;
            for (var to = 1; to < nodes.Length; to++)
            {
                var arriving = new int[to];
                for (var from = 0; from < to; from++)
                {
                    var (source, target, name) = (from, to, $"layer{layer + 1}.{from}>{to}");
                    decisions.Add(new(name, "operator", labels));
                    arriving[from] = graph.Slot(name, _ => alphabet.Operators.Select(one => place.Part(place.Cell, source, target, one).Operator), [decisions.Count - 1], nodes[from], sharesWeights: false);
                }

                nodes[to] = arriving is [var only] ? only : graph.Sum(arriving);
            }
        }

        return new SearchSpace($"{Name}-raw-{alphabet.Nodes}x{alphabet.Operators.Length}", Task, decisions, End(graph), new CellFormat(alphabet.Nodes));
    }

    /// <summary>The cells of a network, one for each layer.</summary>
    /// <param name="architecture">An architecture of a space of this skeleton.</param>
    /// <exception cref="ArgumentException">Its space is none of this skeleton.</exception>
    public IReadOnlyList<DagCell> Cells(Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return architecture.Space.Format is CellFormat or LabelFormat ? [.. architecture.ToString().Split(CellFormat.Separator).Select(DagCell.Parse)]
            : throw new ArgumentException($"Space {architecture.Space.Name} has no cells, expected one of skeleton {Name}.", nameof(architecture));
    }

    /// <summary>All weights that the cells of an alphabet share: a space of one architecture, whose supernet other spaces of this skeleton can use.</summary>
    internal SearchSpace Bank(CellAlphabet alphabet) => Chain(
        $"{Name}-bank", (layer, input) => [("all", CellBankSpec.Full(alphabet, input, Layers[layer].Channels, Layers[layer].Stride, Expansion))]);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name}: {Task.Input}, {Task.Classes} classes, stem of {StemChannels} channels and stride {StemStride}, layers {string.Join(", ", Layers.Select(layer => $"{layer.Channels}/{layer.Stride}"))}, wide nodes {Expansion} times as wide";

    private TensorShape Input(int layer) => Layers.Take(layer).Aggregate(Task.Input.Convolved(StemChannels, 3, StemStride), (shape, before) => shape.Convolved(before.Channels, 1, before.Stride));

    private SearchSpace Chain(string name, Func<int, TensorShape, IReadOnlyList<(string Label, OperatorSpec Operator)>> candidates)
    {
        var (decisions, graph) = (new List<Decision>(), Begin());
        for (var layer = 0; layer < Layers.Length; layer++)
        {
            var list = candidates(layer, graph.Shape(graph.Last));
            decisions.Add(new($"layer{layer + 1}", $"cell{layer + 1}", [.. list.Select(candidate => candidate.Label)]));
            graph.Slot($"layer{layer + 1}", _ => list.Select(candidate => candidate.Operator), [layer]);
        }

        return new SearchSpace(name, Task, decisions, End(graph), new LabelFormat());
    }

    private NetworkGraph.Builder Begin()
    {
        var graph = new NetworkGraph.Builder(Task.Input);
        graph.Fixed(shape => new ConvolutionSpec(shape, StemChannels, 3, StemStride, Activation.ReLU));
        return graph;
    }

    private NetworkGraph End(NetworkGraph.Builder graph)
    {
        graph.Fixed(shape => new GlobalPoolSpec(shape));
        graph.Fixed(shape => new ClassifierSpec(shape, Task.Classes));
        return graph.Build();
    }
}
