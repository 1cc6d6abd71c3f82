using NasKit.Spaces;

namespace NasKit.Strategies;

/// <summary>Architectures as the networks of searchers read them.</summary>
internal static class Features
{
    /// <summary>How many features a space has: one for each choice of each decision.</summary>
    public static int Count(SearchSpace space) => space.Decisions.Sum(decision => decision.Count);

    /// <summary>The features of an architecture that are 1: its choice in every decision that matters.</summary>
    public static int[] Of(Architecture architecture)
    {
        var (space, features, first) = (architecture.Space, new List<int>(), 0);
        for (var i = 0; i < space.Decisions.Length; i++)
        {
            if (space.IsActive(architecture.Choices.AsSpan(), i))
            {
                features.Add(first + architecture.Choices[i]);
            }

            first += space.Decisions[i].Count;
        }

        return [.. features];
    }
}
