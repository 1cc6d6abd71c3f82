using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Supernets;

namespace NasKit.Strategies.AutoSpace;

/// <summary>The weighted parallel layers of one iteration: in every layer some cells side by side, each with a score that starts at its fitness and follows its gradient.</summary>
internal sealed class CellGroup
{
    private readonly List<List<RatedCell>> cells; // the reference last, where there is one
    private readonly CellSkeleton skeleton;
    private readonly AutoSpaceConfig config;
    private readonly MixtureSupernet network;
    private readonly ArchitectureDescent descent;
    private List<double[]> weights = []; // the softmax of the scores at each step, layer by layer

    public CellGroup(List<List<RatedCell>> cells, CellSkeleton skeleton, MixtureSupernet bank, AutoSpaceConfig config)
    {
        (this.cells, this.skeleton, this.config) = (cells, skeleton, config);
        network = bank.On(skeleton.Of($"{skeleton.Name}-group", [.. cells.Select(layer => layer.Select(one => one.Cell).ToArray())]));
        Scores = new(network.Space, 0, 0, new Rng(0)); // no deviation: nothing is drawn
        Scores.Update(scores => cells.SelectMany(layer => layer).Select(one => one.Fitness).ToArray().CopyTo(scores, 0));
        descent = new AdamArchitecture(config.ScoreLearningRate, WeightDecay: 0).Start(Scores); // new for every iteration: other cells had the same places before
    }

    public List<List<RatedCell>> Cells => cells;

    /// <summary>Computes with the weighted sum of the cells in each layer.</summary>
    public MixtureSupernet Network => network;

    /// <summary>The scores α of all layers.</summary>
    public ArchitectureDistribution Scores { get; }

    /// <summary>Takes one step of the scores.</summary>
    public void Step(GradientEstimate estimate)
    {
        weights.Add(estimate.Weights.data<double>().ToArray());
        descent.Step(estimate);
    }

    /// <summary>The cells of a layer with the fitness that is written back: (1 − ρ) f + ρ (α − mean α) − λ (c − mean c) / c_ref, kept within its limit. Scores and costs are taken less their means, as only
    /// differences between cells that stood side by side mean anything.</summary>
    public RatedCell[] Rated(int layer)
    {
        var scores = Scores.Logits.Skip(layer * Scores.Options).Take(cells[layer].Count).ToArray();
        var unit = (double)skeleton.At(layer, AutoSpaceConfig.Chain).Macs;
        var costs = cells[layer].Select(one => skeleton.At(layer, one.Cell).Macs / unit).ToArray();
        return [.. cells[layer].Select((one, k) => one with
        {
            Fitness = Math.Clamp(
                (1 - config.WriteBack) * one.Fitness + config.WriteBack * (scores[k] - scores.Average()) - config.CostWeight * (costs[k] - costs.Average()), -config.FitnessLimit, config.FitnessLimit),
        })];
    }

    /// <summary>The weights of a layer's cells at each step.</summary>
    public IReadOnlyList<double[]> WeightsOf(int layer) => [.. weights.Select(step => step.AsSpan(layer * Scores.Options, cells[layer].Count).ToArray())];

    public void Exchange(StateExchange state)
    {
        Scores.Exchange(state);
        descent.Exchange(state);
        state.Exchange("group/weights", ref weights);
    }
}
