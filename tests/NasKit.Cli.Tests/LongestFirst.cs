using Xunit.Abstractions;

[assembly: TestCollectionOrderer("NasKit.Cli.Tests.LongestFirst", "NasKit.Cli.Tests")]

namespace NasKit.Cli.Tests;

/// <summary>What takes longest begins first, so that none of it is left to run alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest = ["reproduction", "WeightSharingNotebookTests", "StrategyNotebookTests", "comparison notebooks", "StrategyNotebookFallbackTests"];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => Array.FindIndex(Longest, name => collection.DisplayName.EndsWith(name, StringComparison.Ordinal)) is >= 0 and var place ? place : Longest.Length);
}
