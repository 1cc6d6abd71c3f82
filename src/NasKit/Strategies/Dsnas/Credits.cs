using NasKit.Relaxations;
using NasKit.Spaces;

namespace NasKit.Strategies.Dsnas;

/// <summary>Adds up the credits of an epoch.</summary>
internal sealed class Credits(SearchSpace space, int options)
{
    private readonly double[] sums = new double[space.Decisions.Length * options];
    private readonly double[] counts = new double[space.Decisions.Length * options];
    private double loss;
    private int steps;

    public void Add(GradientEstimate estimate)
    {
        var credits = estimate.WeightGradient!.data<double>();
        for (var d = 0; d < space.Decisions.Length; d++)
        {
            var i = d * options + estimate.Path![d];
            sums[i] += credits[i];
            counts[i]++;
        }

        loss += estimate.Loss;
        steps++;
    }

    /// <summary>What the epoch came to; starts the next one.</summary>
    public DsnasEpoch Close(int epoch, ArchitectureDistribution policy, (double Best, double Drawn)? accuracy)
    {
        IReadOnlyList<double> Mean(int d) => [.. Enumerable.Range(d * options, space.Decisions[d].Count).Select(i => sums[i] / counts[i])];
        var closed = new DsnasEpoch(
            epoch, [.. Enumerable.Range(0, space.Decisions.Length).Select(policy.Probabilities)], [.. policy.Frozen],
            [.. Enumerable.Range(0, space.Decisions.Length).Select(Mean)], loss / steps, policy.Best().ToString(), accuracy?.Best, accuracy?.Drawn);
        Array.Clear(sums);
        Array.Clear(counts);
        (loss, steps) = (0, 0);
        return closed;
    }

    public void Exchange(StateExchange state)
    {
        state.Exchange("credits/sums", sums);
        state.Exchange("credits/counts", counts);
        state.Exchange("credits/loss", ref loss);
        state.Exchange("credits/steps", ref steps);
    }
}
