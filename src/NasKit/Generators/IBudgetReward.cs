using NasKit.Spaces;

namespace NasKit.Generators;

/// <summary>How good architectures are under a budget; a generator is trained to raise it.</summary>
public interface IBudgetReward
{
    /// <summary>Name as it stands in tables and legends.</summary>
    string Name { get; }

    /// <summary>Rewards of architectures under one budget; larger is better, and only rewards of one budget are compared.</summary>
    /// <param name="architectures">Architectures of one space.</param>
    /// <param name="budget">The budget, in the unit of the cost.</param>
    /// <returns>One reward for each.</returns>
    double[] Score(IReadOnlyList<Architecture> architectures, double budget);
}
