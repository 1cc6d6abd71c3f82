using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>The plain network of one architecture: images to class scores.</summary>
public sealed class Network : nn.Module<Tensor, Tensor>, IRecalibrated
{
    private readonly GraphModules graph;
    private readonly int[] selection;

    /// <summary>Builds the network with fresh weights.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="init">Source of the initial weights.</param>
    public Network(Architecture architecture, Generator init) : base("Network")
    {
        ArgumentNullException.ThrowIfNull(architecture);
        selection = architecture.Space.Select(architecture);
        graph = new GraphModules(
            architecture.Space.Graph, slot => selection[slot] == NetworkGraph.Absent ? [] : [selection[slot]], init);
        RegisterComponents();
    }

    /// <summary>Computes class scores.</summary>
    /// <param name="x">Images, float32 [N, C, H, W].</param>
    /// <returns>Scores before the softmax, float32 [N, K], in the caller's scope.</returns>
    public override Tensor forward(Tensor x) => graph.Walk(x, selection).flatten(1);

    IEnumerable<ElasticBatchNorm> IRecalibrated.Norms() => graph.Norms();
}
