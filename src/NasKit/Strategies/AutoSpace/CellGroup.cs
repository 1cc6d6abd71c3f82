using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Supernets;

namespace NasKit.Strategies.AutoSpace;

/// <summary>The weighted parallel layers of one iteration: in every layer some cells side by side, each with a score that starts at its fitness and follows its gradient.</summary>
internal sealed class CellGroup
{
    private readonly List<List<RatedCell>> cells; // the reference last, where there is one
    private readonly MixtureSupernet network;
    private readonly ArchitectureDescent descent;
    private List<double[]> weights = [];

    public CellGroup(List<List<RatedCell>> cells, CellSkeleton skeleton, MixtureSupernet bank, AutoSpaceConfig config)
    {
        this.cells = cells;
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

    /// <summary>The softmax of the scores at each step, layer by layer.</summary>
    public IReadOnlyList<double[]> Weights => weights;

    /// <summary>Takes one step of the scores.</summary>
    public void Step(GradientEstimate estimate)
    {
        weights.Add(estimate.Weights.data<double>().ToArray());
        descent.Step(estimate);
    }

    /// <summary>The score of a layer's cell, less the mean of those beside it: only such differences mean anything.</summary>
    public double Centred(int layer, int cell)
    {
        var row = Scores.Logits.Skip(layer * Scores.Options).Take(cells[layer].Count).ToArray();
        return row[cell] - row.Average();
    }

    public void Exchange(StateExchange state)
    {
        Scores.Exchange(state);
        descent.Exchange(state);
        state.Exchange("group/weights", ref weights);
    }
}
