using NasKit.Relaxations;
using NasKit.Spaces;
using static TorchSharp.torch;

namespace NasKit.Supernets;

/// <summary>All candidates of a space in one network that computes with a mixture: one path, or a weighted sum of several candidates at each place.</summary>
/// <remarks>Candidates that are not active are never run, so a path costs what its own network costs.</remarks>
public sealed class MixtureSupernet : nn.Module<Tensor, Mixture, Tensor>, ISupernet, IRecalibrated, IDropsPaths
{
    private readonly GraphModules graph;
    private readonly GatePlace gate;
    private readonly int[] decisions; // of each slot
    private readonly bool canEnd; // whether a path may lack what leads to the output

    /// <summary>Builds the supernet with fresh weights.</summary>
    /// <param name="space">A space in which each place is picked by one decision.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    /// <param name="gate">Where weights are multiplied while single paths run.</param>
    /// <param name="normEpsilon">What normalisations add to the variance, &gt; 0. DSNAS: 1e-2.</param>
    /// <exception cref="ArgumentException">A place of the space is picked by several decisions, one is there only under a condition, or the epsilon is not positive.</exception>
    public MixtureSupernet(SearchSpace space, long seed, GatePlace gate = GatePlace.Branch, double normEpsilon = 1e-5) : base("MixtureSupernet")
    {
        ArgumentNullException.ThrowIfNull(space);
        Check(space);
        Require.That(nameof(MixtureSupernet), (normEpsilon > 0, $"normEpsilon = {normEpsilon} must be positive"));
        Space = space;
        this.gate = gate;
        decisions = [.. space.Graph.Slots.Select(slot => slot.Decisions[0])];
        canEnd = CanEnd(space);
        using var init = new Generator((ulong)seed);
        graph = new GraphModules(space.Graph, slot => Enumerable.Range(0, space.Graph.Slots[slot].Candidates.Length), init);
        foreach (var norm in graph.Norms())
        {
            norm.Epsilon = normEpsilon;
        }

        RegisterComponents();
    }

    private MixtureSupernet(MixtureSupernet shared, SearchSpace space) : base("MixtureSupernet")
    {
        (Space, gate, decisions, canEnd) = (space, shared.gate, [.. space.Graph.Slots.Select(slot => slot.Decisions[0])], CanEnd(space));
        graph = new GraphModules(shared.graph, space.Graph);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public SearchSpace Space { get; }

    /// <summary>The same weights seen through another space: what one of them trains, the other has.</summary>
    /// <param name="space">A space of the same network but for the candidates of its places, each of which a candidate here contains; each place is picked by one decision.</param>
    /// <returns>The view. It owns nothing: dispose this supernet, not the view.</returns>
    /// <exception cref="ArgumentException">The space is of another network, or a candidate of it has no weights here.</exception>
    public MixtureSupernet On(SearchSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        Check(space);
        return new(this, space);
    }

    /// <summary>Says before anything is built whether a space can be mixed.</summary>
    /// <param name="space">The space.</param>
    /// <exception cref="ArgumentException">A place of the space is picked by several decisions, or one is there only under a condition.</exception>
    internal static void Check(SearchSpace space)
    {
        var tied = space.Graph.Slots.FirstOrDefault(slot => slot.Decisions.Length != 1);
        var conditional = space.Decisions.FirstOrDefault(decision => decision.ActiveWhen is not null);
        Require.That(nameof(MixtureSupernet),
            (tied is null, $"Place {tied?.Name} of space {space.Name} is picked by {tied?.Decisions.Length} decisions; a mixture needs one weight for each candidate, so one decision"),
            (conditional is null, $"Decision {conditional?.Name} of space {space.Name} is there only under a condition, which a mixture cannot meet in part"));
    }

    /// <summary>Runs a mixture.</summary>
    /// <param name="x">Images, float32 [N, C, H, W].</param>
    /// <param name="mixture">Weights [decisions, options] for the decisions of <see cref="Space"/> and the options that run.</param>
    /// <returns>Scores before the softmax, float32 [N, K], in the caller's scope.</returns>
    public override Tensor forward(Tensor x, Mixture mixture)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        if (mixture is { IsSinglePath: true, NeedsGradient: false })
        {
            return graph.Walk(x, [.. decisions.Select(decision => mixture.Path![decision])]).flatten(1);
        }

        // Cut once into scalars: their gradients come together in one tensor again in a single step.
        var weights = mixture.Weights.to(x.dtype).flatten().unbind(0);
        var options = (int)mixture.Weights.shape[1];
        var scores = graph.Walk(x, (slot, input) =>
        {
            var decision = decisions[slot];
            var active = mixture.Active[decision];
            var (parts, shares) = (new List<Tensor>(active.Count), new List<Tensor>(active.Count));
            foreach (var option in active)
            {
                if (graph.IsZero(slot, option))
                {
                    continue; // zeros times a weight: neither an output nor a gradient
                }

                var weight = weights[decision * options + option];
                if (active.Count == 1 && gate == GatePlace.Branch)
                {
                    return graph.RunGated(slot, option, input, weight);
                }

                parts.Add(graph.Run(slot, option, input));
                shares.Add(weight);
            }

            return parts.Count == 0 ? null : Backend.WeightedSum(parts, shares);
        }).flatten(1);
        // A path that ends in a cell without an edge gives the same scores with every weight: the gradient is there, and it is zero.
        return canEnd && mixture.NeedsGradient ? scores + 0 * mixture.Weights.sum().to(x.dtype) : scores;
    }

    /// <inheritdoc/>
    public Tensor Path(Tensor x, Architecture architecture) => graph.Walk(x, Space.Select(architecture)).flatten(1);

    /// <inheritdoc/>
    public void Recalibrate(Architecture architecture, IReadOnlyList<Tensor> batches) => Recalibration.Recalibrate(this, x => Path(x, architecture), batches);

    PathDropping? IDropsPaths.Dropping
    {
        get => graph.Dropping;
        set => graph.Dropping = value;
    }

    NetworkGraph IDropsPaths.Graph => Space.Graph;

    IEnumerable<ElasticBatchNorm> IRecalibrated.Norms() => graph.Norms();

    private static bool CanEnd(SearchSpace space) => space.Graph.Slots.Any(slot => slot.Candidates.Any(candidate => candidate is ZeroSpec));
}
