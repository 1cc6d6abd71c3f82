using NasKit.Spaces;

namespace NasKit.Strategies.Bohb;

/// <summary>A product kernel density over architectures, a categorical kernel for each decision.</summary>
/// <remarks>Source: Aitchison and Aitken, Biometrika 63 (3), 1976: 1 − h at the point's own choice, h/(K − 1) at each other one.</remarks>
internal sealed class ChoiceDensity
{
    private readonly SearchSpace space;
    private readonly Architecture[] points;
    private readonly double[] bandwidths;

    public ChoiceDensity(SearchSpace space, IEnumerable<Architecture> points, double scale, double smallest)
    {
        this.space = space;
        this.points = [.. points];
        var width = scale * Math.Pow(this.points.Length, -1.0 / (4 + space.Decisions.Length));
        bandwidths = [.. space.Decisions.Select(decision => Math.Min((decision.Count - 1.0) / decision.Count, Math.Max(width, smallest)))];
    }

    /// <summary>The bandwidth of each decision.</summary>
    public IReadOnlyList<double> Bandwidths => bandwidths;

    public double At(Architecture architecture)
    {
        var sum = 0.0;
        var choices = architecture.Choices.AsSpan();
        foreach (var point in points)
        {
            var product = 1.0;
            var others = point.Choices.AsSpan();
            for (var i = 0; i < bandwidths.Length; i++)
            {
                product *= choices[i] == others[i] ? 1 - bandwidths[i] : bandwidths[i] / (space.Decisions[i].Count - 1);
            }

            sum += product;
        }

        return sum / points.Length;
    }

    /// <summary>A point of its own, each choice of which stays with probability 1 − h and is drawn uniformly otherwise.</summary>
    public Architecture Draw(Rng rng)
    {
        var choices = rng.Pick(points).Choices.ToArray();
        for (var i = 0; i < choices.Length; i++)
        {
            if (!rng.NextBool(1 - bandwidths[i]))
            {
                choices[i] = rng.NextInt(space.Decisions[i].Count);
            }
        }

        return space.Create(choices);
    }
}
