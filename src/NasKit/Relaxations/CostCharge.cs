using NasKit.Cost;
using static TorchSharp.torch;

namespace NasKit.Relaxations;

/// <summary>A cost term at work on one distribution: adds its gradient to that of the loss.</summary>
internal sealed class CostCharge(CostTerm term, ArchitectureDistribution policy)
{
    private const double Decay = 0.95; // of the costs of earlier draws

    private readonly MovingAverage usual = new(Decay); // where the expected cost is not known

    /// <summary>Adds the gradient of the term where it does not stand in the loss.</summary>
    /// <param name="estimate">Gradient of the loss.</param>
    /// <returns>The sum; its tensors live in the caller's scope.</returns>
    public GradientEstimate Add(GradientEstimate estimate)
    {
        if (term.Weight == 0 || term.Gradient == CostGradient.Weights)
        {
            return estimate;
        }

        var (gradient, ofWeights) = (estimate.Gradient.data<double>().ToArray(), estimate.WeightGradient?.data<double>().ToArray());
        if (term.Gradient == CostGradient.Expected)
        {
            AddExpected(gradient, ofWeights, estimate.Loss);
        }
        else
        {
            var path = estimate.Path ?? [.. Enumerable.Range(0, policy.Frozen.Count).Select(d => ArgMax(estimate.Weights.data<double>().ToArray().AsSpan(d * policy.Options, policy.Options)))];
            AddDrawn(gradient, path);
        }

        return estimate with { Gradient = tensor(gradient, estimate.Gradient.shape, dtype: ScalarType.Float64), WeightGradient = ofWeights is null ? null : tensor(ofWeights, estimate.Gradient.shape, dtype: ScalarType.Float64) };
    }

    public void Exchange(StateExchange state) => usual.Exchange(state, "cost/usual");

    private void AddExpected(double[] gradient, double[]? ofWeights, double loss)
    {
        var (scale, slope) = (1.0, term.Weight / term.Reference);
        if (term.Form == CostForm.Product)
        {
            var expected = ((AdditiveCost)term.Cost).Expected(policy);
            if (!(expected > 1))
            {
                throw new NasKitException($"The expected {term.Cost.Name} is {expected:G4} {term.Cost.Unit}, and {nameof(CostForm.Product)} takes the logarithm of a cost above 1.", "Use a smaller unit, so that all costs are above 1.");
            }

            var ratio = Math.Log(expected) / Math.Log(term.Reference);
            scale = term.Weight * Math.Pow(ratio, term.Exponent);
            slope = term.Weight * loss * term.Exponent * Math.Pow(ratio, term.Exponent - 1) / (expected * Math.Log(term.Reference));
        }

        foreach (var (d, costs) in term.Parts.Entries.Index())
        {
            var row = policy.Probabilities(d);
            var mean = row.Zip(costs, (p, cost) => p * cost).Sum();
            for (var k = 0; k < row.Length; k++)
            {
                var i = d * policy.Options + k;
                gradient[i] = scale * gradient[i] + slope * row[k] * (costs[k] - mean);
                if (ofWeights is not null)
                {
                    ofWeights[i] = scale * ofWeights[i] + slope * costs[k];
                }
            }
        }
    }

    private void AddDrawn(double[] gradient, IReadOnlyList<int> path)
    {
        var whole = term.Cost.Cost(policy.Space.Create([.. path]));
        if (whole < term.Limit)
        {
            return;
        }

        var excess = term.Gradient == CostGradient.Sampled ? Excess(whole) : 0;
        for (var d = 0; d < path.Count; d++)
        {
            var row = policy.Probabilities(d);
            var charge = term.Weight / term.Reference * (term.Gradient == CostGradient.Sampled ? excess : row[path[d]] * term.Parts.Entries[d][path[d]]);
            for (var k = 0; k < row.Length; k++)
            {
                gradient[d * policy.Options + k] += charge * ((k == path[d] ? 1 : 0) - row[k]);
            }
        }
    }

    // Over what is usual: a number that does not depend on this draw, so that the mean of the gradient stays.
    private double Excess(double cost)
    {
        if (term.Cost is AdditiveCost additive)
        {
            return cost - additive.Expected(policy);
        }

        var excess = cost - (usual.Value ?? cost);
        usual.Add(cost);
        return excess;
    }

    private static int ArgMax(Span<double> row)
    {
        var best = 0;
        for (var k = 1; k < row.Length; k++)
        {
            best = row[k] > row[best] ? k : best;
        }

        return best;
    }
}
