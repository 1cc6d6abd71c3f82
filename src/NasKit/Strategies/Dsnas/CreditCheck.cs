using NasKit.Relaxations;
using NasKit.Supernets;
using static TorchSharp.torch;

namespace NasKit.Strategies.Dsnas;

/// <summary>DSNAS's estimate beside the exact gradient of the expected loss, on a space that is small enough to run every architecture.</summary>
/// <param name="Exact">Gradient of the expected loss with regard to the logits, decision by decision.</param>
/// <param name="Estimate">Mean of the estimate over all paths.</param>
public sealed record CreditCheck(IReadOnlyList<double> Exact, IReadOnlyList<double> Estimate)
{
    private const int Limit = 100_000; // architectures that are worth running one by one

    /// <summary>Cosine of the angle between the two, −1…1.</summary>
    public double Cosine => Exact.Zip(Estimate, (a, b) => a * b).Sum() / Math.Sqrt(Exact.Sum(a => a * a) * Estimate.Sum(b => b * b));

    /// <summary>Runs every architecture once.</summary>
    /// <param name="supernet">The supernet; its weights stay, their gradients are dropped.</param>
    /// <param name="policy">The distribution over its architectures.</param>
    /// <param name="x">Images, float32 [N, C, H, W].</param>
    /// <param name="y">Labels, int64 [N].</param>
    /// <exception cref="ArgumentException">There are more than 100,000 architectures.</exception>
    public static CreditCheck Of(MixtureSupernet supernet, ArchitectureDistribution policy, Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(supernet);
        ArgumentNullException.ThrowIfNull(policy);
        Require.That(nameof(CreditCheck), (supernet.Space.Size <= Limit, $"Space {supernet.Space.Name} has {supernet.Space.Size} architectures; at most {Limit} can be run one by one"));
        var rows = Enumerable.Range(0, policy.Frozen.Count).Select(policy.Probabilities).ToArray();
        var (exact, estimate, options) = (new double[policy.Logits.Count], new double[policy.Logits.Count], policy.Options);
        foreach (var architecture in supernet.Space.All())
        {
            var (loss, credits) = Credits(supernet, architecture.Choices, x, y);
            var probability = rows.Select((row, d) => row[architecture.Choices[d]]).Aggregate(1.0, (product, p) => product * p);
            for (var d = 0; d < rows.Length; d++)
            {
                for (var k = 0; k < rows[d].Length; k++)
                {
                    var score = probability * ((k == architecture.Choices[d] ? 1 : 0) - rows[d][k]);
                    exact[d * options + k] += loss * score;
                    estimate[d * options + k] += credits[d] * score;
                }
            }
        }

        return new(exact, estimate);
    }

    /// <summary>Loss of a path, and the credit dL/dZ of each of its options.</summary>
    /// <param name="supernet">The supernet; gradients of its weights are dropped.</param>
    /// <param name="path">The option of each decision.</param>
    /// <param name="x">Images, float32 or float64 [N, C, H, W], as the supernet's weights.</param>
    /// <param name="y">Labels, int64 [N].</param>
    public static (double Loss, IReadOnlyList<double> Credits) Credits(MixtureSupernet supernet, IReadOnlyList<int> path, Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(supernet);
        ArgumentNullException.ThrowIfNull(path);
        using var scope = NewDisposeScope();
        var options = supernet.Space.Decisions.Max(decision => decision.Count);
        // Logits that leave no other path.
        var only = new double[path.Count * options];
        Array.Fill(only, double.NegativeInfinity);
        for (var d = 0; d < path.Count; d++)
        {
            only[d * options + path[d]] = 0;
        }

        var logits = tensor(only, [path.Count, options], dtype: ScalarType.Float64);
        var estimate = new DsnasRelaxation().Estimate(logits, mixture => nn.functional.cross_entropy(supernet.call(x, mixture), y), new Rng(0));
        Backend.DropGradients(supernet);
        var credits = estimate.WeightGradient!.data<double>().ToArray();
        return (estimate.Loss, [.. path.Select((option, d) => credits[d * options + option])]);
    }
}
