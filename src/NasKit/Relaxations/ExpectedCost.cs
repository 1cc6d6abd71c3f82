using NasKit.Cost;

namespace NasKit.Relaxations;

/// <summary>What the drawn options are expected to cost, as a term of the loss that acts on the logits alone.</summary>
/// <remarks>η Σ pₛ Fₛ over the decisions, charged where the drawn network costs at least the limit. F is scaled so that its mean over all options is 10.
/// Source: the released code of DSNAS, where η = 1e-6 and F counts millions of multiply-accumulates.</remarks>
internal sealed class ExpectedCost
{
    private const double Mean = 10;
    private readonly AdditiveCost cost;
    private readonly double weight;
    private readonly double limit;
    private readonly double[][] entries; // by decision and option, scaled

    public ExpectedCost(AdditiveCost cost, double weight, double limit)
    {
        (this.cost, this.weight, this.limit) = (cost, weight, limit);
        var slots = cost.Space.Graph.Slots;
        entries = [.. cost.Space.Decisions.Select((decision, d) => Enumerable.Range(0, decision.Count).Select(option =>
            Enumerable.Range(0, slots.Length).Where(slot => slots[slot].Decisions[0] == d).Sum(slot => cost.Entry(slot, option))).ToArray())];
        var scale = Mean / entries.SelectMany(row => row).Average();
        entries = [.. entries.Select(row => row.Select(entry => entry * scale).ToArray())];
    }

    /// <summary>Adds the gradient of the term.</summary>
    public void AddTo(double[] gradient, ArchitectureDistribution policy, IReadOnlyList<int> path)
    {
        if (weight == 0 || cost.Cost(policy.Space.Create([.. path])) < limit)
        {
            return;
        }

        for (var d = 0; d < path.Count; d++)
        {
            var row = policy.Probabilities(d);
            for (var k = 0; k < row.Length; k++)
            {
                gradient[d * policy.Options + k] += weight * row[path[d]] * entries[d][path[d]] * ((k == path[d] ? 1 : 0) - row[k]);
            }
        }
    }
}
