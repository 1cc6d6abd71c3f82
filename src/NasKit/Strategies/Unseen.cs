using NasKit.Spaces;

namespace NasKit.Strategies;

/// <summary>Architectures that a search has not asked for yet.</summary>
internal static class Unseen
{
    private const int Tries = 100;
    private const long MostListed = 2_000_000;

    /// <summary>One drawn as the space draws, but never one that was seen; null when all were.</summary>
    /// <remarks>After many draws in vain those that are left are listed, which only small spaces come to.</remarks>
    public static Architecture? Sample(SearchSpace space, IReadOnlySet<Architecture> seen, Rng rng)
    {
        for (var i = 0; i < Tries; i++)
        {
            var architecture = space.Sample(rng);
            if (!seen.Contains(architecture))
            {
                return architecture;
            }
        }

        if (space.Size <= seen.Count || space.Size > MostListed)
        {
            return null;
        }

        var left = space.All().Where(architecture => !seen.Contains(architecture)).ToArray();
        return left.Length == 0 ? null : rng.Pick(left);
    }
}
