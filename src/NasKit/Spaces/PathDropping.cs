using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>A network that can drop operators while it trains.</summary>
internal interface IDropsPaths
{
    /// <summary>What is dropped and how often; null for nothing.</summary>
    PathDropping? Dropping { get; set; }

    /// <summary>The graph of its operators.</summary>
    NetworkGraph Graph { get; }
}

/// <summary>Draws for every image which operators of a graph are dropped.</summary>
/// <param name="graph">The graph.</param>
/// <param name="rng">One draw for each image and operator that may be dropped.</param>
internal sealed class PathDropping(NetworkGraph graph, Rng rng)
{
    private readonly bool[] bypassed = [.. graph.Nodes.Select((node, index) => (node, index)).Where(entry => entry.node is SlotNode).Select(entry => graph.HasWayAround(entry.index))];

    /// <summary>Probability that an operator of a layer is dropped at this step; given a layer from 0 and the number of layers.</summary>
    public Func<int, int, double> Probability { get; set; } = (_, _) => 0;

    /// <summary>The factors of an operator's branch, float32 [N, 1, 1, 1], each 0 or 1 / (1 − p); null where nothing is dropped.</summary>
    /// <param name="slot">The operator's slot.</param>
    /// <param name="candidate">The operator.</param>
    /// <param name="input">What it reads.</param>
    public Tensor? Factors(int slot, int candidate, Tensor input)
    {
        var spec = graph.Slots[slot].Candidates[candidate];
        if (spec is IdentitySpec or ZeroSpec || (!bypassed[slot] && !spec.PassesInputBy))
        {
            return null;
        }

        var probability = Probability(graph.Slots[slot].Layer, graph.Layers);
        if (probability == 0)
        {
            return null;
        }

        var factors = new float[input.shape[0]];
        for (var i = 0; i < factors.Length; i++)
        {
            factors[i] = rng.NextBool(probability) ? 0 : (float)(1 / (1 - probability));
        }

        return tensor(factors, [factors.Length, 1, 1, 1], device: input.device);
    }
}
