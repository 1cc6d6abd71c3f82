using System.Globalization;
using NasKit.Cost;
using NasKit.Spaces;

namespace NasKit.Supernets;

/// <summary>Which path of a supernet a training step updates.</summary>
public abstract record PathSampling
{
    /// <summary>Every choice of every decision equally likely.</summary>
    public static PathSampling Uniform { get; } = new UniformSampling();

    /// <summary>A range of costs first, each equally likely, then a path that costs so much.</summary>
    /// <param name="cost">What a path costs.</param>
    /// <param name="lowest">Where the first range begins, in the unit of <paramref name="cost"/>.</param>
    /// <param name="highest">Where the last range ends.</param>
    /// <param name="bins">Number of ranges, all of one width. Released code of SPOS: 7 from 290 to 360 million MACs.</param>
    /// <param name="tries">Uniform draws before the one nearest to the range is taken. Released code: 500.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public static PathSampling ByCost(ICostModel cost, double lowest, double highest, int bins, int tries = 500) => new CostBinnedSampling(cost, lowest, highest, bins, tries);

    /// <summary>Draws the path of one step.</summary>
    /// <param name="space">The supernet's space.</param>
    /// <param name="rng">All that is random comes from here, so that its state is all a checkpoint needs.</param>
    public abstract Architecture Next(SearchSpace space, Rng rng);

    /// <summary>Says before a training whether a space can be drawn from.</summary>
    /// <param name="space">The supernet's space.</param>
    /// <exception cref="ArgumentException">It cannot.</exception>
    internal virtual void Check(SearchSpace space)
    {
    }

    /// <summary>All that determines the draws, in one line.</summary>
    public abstract override string ToString();
}

/// <summary>Every choice of every decision equally likely.</summary>
/// <remarks>Source: Guo et al., SPOS, ECCV 2020, section 3.2.</remarks>
public sealed record UniformSampling : PathSampling
{
    /// <inheritdoc/>
    public override Architecture Next(SearchSpace space, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(space);
        return space.Sample(rng);
    }

    /// <inheritdoc/>
    public override string ToString() => "uniform";
}

/// <summary>A range of costs first, each equally likely, then a path that costs so much: cheap and dear paths, rare under uniform choices, are trained as often as the others.</summary>
/// <remarks>
/// Source: Guo et al., SPOS, ECCV 2020, section 3.2 (uniform constraint sampling): draw a range, then paths until one lies in it. Differs: after the last try the released code
/// takes any path; here it is the one of the tries that came nearest to the range.
/// </remarks>
public sealed record CostBinnedSampling : PathSampling
{
    /// <inheritdoc cref="PathSampling.ByCost"/>
    public CostBinnedSampling(ICostModel cost, double lowest, double highest, int bins, int tries = 500)
    {
        ArgumentNullException.ThrowIfNull(cost);
        Require.That(nameof(CostBinnedSampling),
            (double.IsFinite(lowest) && double.IsFinite(highest) && lowest < highest,
                string.Create(CultureInfo.InvariantCulture, $"lowest = {lowest} and highest = {highest} must be two rising numbers of {cost.Unit}")),
            (bins >= 1, $"bins = {bins} must be at least 1"),
            (tries >= 1, $"tries = {tries} must be at least 1"));
        (Cost, Lowest, Highest, Bins, Tries) = (cost, lowest, highest, bins, tries);
    }

    /// <summary>What a path costs.</summary>
    public ICostModel Cost { get; }

    /// <summary>Where the first range begins.</summary>
    public double Lowest { get; }

    /// <summary>Where the last range ends.</summary>
    public double Highest { get; }

    /// <summary>Number of ranges.</summary>
    public int Bins { get; }

    /// <summary>Uniform draws before the nearest is taken.</summary>
    public int Tries { get; }

    /// <summary>One of the ranges, ends included.</summary>
    /// <param name="bin">0…<see cref="Bins"/> − 1.</param>
    public (double From, double To) Range(int bin)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bin);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bin, Bins);
        var width = (Highest - Lowest) / Bins;
        return (Lowest + bin * width, bin + 1 == Bins ? Highest : Lowest + (bin + 1) * width);
    }

    /// <inheritdoc/>
    public override Architecture Next(SearchSpace space, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(rng);
        var (from, to) = Range(rng.NextInt(Bins));
        var (nearest, least) = (default(Architecture), double.PositiveInfinity);
        for (var i = 0; i < Tries; i++)
        {
            var path = space.Sample(rng);
            var cost = Cost.Cost(path);
            var distance = Math.Max(0, Math.Max(from - cost, cost - to));
            if (distance == 0)
            {
                return path;
            }

            if (nearest is null || distance < least)
            {
                (nearest, least) = (path, distance);
            }
        }

        return nearest!;
    }

    /// <inheritdoc/>
    internal override void Check(SearchSpace space)
    {
        if (Cost is not AdditiveCost cost)
        {
            return;
        }

        var (cheapest, dearest) = (Cost.Cost(cost.Cheapest), Cost.Cost(cost.Dearest));
        Require.That(nameof(CostBinnedSampling),
            (cost.Space.Name == space.Name, $"Cost {Cost.Name} is of space {cost.Space.Name}, expected {space.Name}"),
            (Lowest <= dearest && Highest >= cheapest, string.Create(
                CultureInfo.InvariantCulture, $"No path of {space.Name} costs {Lowest}…{Highest} {Cost.Unit}: its paths cost {cheapest}…{dearest}")));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Bins} ranges of {Cost.Name} on {Cost.Device} from {Lowest:R} to {Highest:R}, {Tries} tries");
}
