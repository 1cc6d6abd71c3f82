using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>The plain network of one architecture: images to class scores.</summary>
public sealed class Network : nn.Module<Tensor, Tensor>, IRecalibrated, IDropsPaths
{
    private readonly GraphModules graph;
    private readonly int[] selection;
    private readonly NetworkGraph description;
    private readonly AuxiliaryHead? auxiliary;

    /// <summary>Builds the network with fresh weights.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="init">Source of the initial weights.</param>
    /// <param name="withAuxiliary">Whether it has a second classifier for training, where <see cref="NetworkGraph.Auxiliary"/> says; the weights of all else are the same with it.</param>
    /// <exception cref="ArgumentException">It shall have one, but the graph names no place for it or the map there is too small.</exception>
    public Network(Architecture architecture, Generator init, bool withAuxiliary = false) : base("Network")
    {
        ArgumentNullException.ThrowIfNull(architecture);
        selection = architecture.Space.Select(architecture);
        description = architecture.Space.Graph;
        if (withAuxiliary && AuxiliaryHead.Problem(architecture.Space) is { } problem)
        {
            throw new ArgumentException($"The network cannot have an auxiliary head: {problem}.", nameof(withAuxiliary));
        }

        graph = new GraphModules(description, slot => selection[slot] == NetworkGraph.Absent ? [] : [selection[slot]], init);
        auxiliary = withAuxiliary ? new AuxiliaryHead(description.Nodes[description.Auxiliary!.Value].Shape, description.Output.Channels, init) : null;
        RegisterComponents();
    }

    /// <summary>Builds the network that a graph without slots describes, with fresh weights.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="init">Source of the initial weights.</param>
    /// <exception cref="ArgumentException">The graph has slots.</exception>
    public Network(NetworkGraph graph, Generator init) : base("Network")
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (!graph.Slots.IsEmpty)
        {
            throw new ArgumentException($"The graph has {graph.Slots.Length} slots and describes many networks; build that of an architecture of its space.", nameof(graph));
        }

        (selection, description) = ([], graph);
        this.graph = new GraphModules(graph, _ => [], init);
        RegisterComponents();
    }

    /// <summary>Whether it has a second classifier for training.</summary>
    public bool HasAuxiliary => auxiliary is not null;

    /// <summary>Computes class scores.</summary>
    /// <param name="x">Images, float32 [N, C, H, W].</param>
    /// <returns>Scores before the softmax, float32 [N, K], in the caller's scope.</returns>
    public override Tensor forward(Tensor x) => graph.Walk(x, selection).flatten(1);

    /// <summary>Computes class scores and those of the second classifier.</summary>
    /// <param name="x">Images, float32 [N, C, H, W].</param>
    /// <returns>Two scores before the softmax, float32 [N, K] each, in the caller's scope; the second is null where there is no second classifier.</returns>
    public (Tensor Scores, Tensor? Auxiliary) BothScores(Tensor x)
    {
        var (scores, tapped) = graph.Walk(x, selection, auxiliary is null ? null : description.Auxiliary);
        return (scores.flatten(1), tapped is null ? null : auxiliary!.call(tapped));
    }

    PathDropping? IDropsPaths.Dropping
    {
        get => graph.Dropping;
        set => graph.Dropping = value;
    }

    NetworkGraph IDropsPaths.Graph => description;

    IEnumerable<ElasticBatchNorm> IRecalibrated.Norms() => graph.Norms();
}
