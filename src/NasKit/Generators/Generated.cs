using Microsoft.DotNet.Interactive.Formatting;
using NasKit.Spaces;

namespace NasKit.Generators;

/// <summary>An architecture made for a budget.</summary>
/// <param name="Budget">The budget, in the unit of the cost.</param>
/// <param name="Architecture">The architecture.</param>
/// <param name="Cost">Its cost.</param>
/// <param name="Score">What the reward says of it under this budget.</param>
[TypeFormatterSource(typeof(PlainText<Generated>), PreferredMimeTypes = ["text/plain"])]
public sealed record Generated(double Budget, Architecture Architecture, double Cost, double Score)
{
    /// <summary>Whether the cost is within the budget.</summary>
    public bool IsFeasible => Cost <= Budget;

    /// <summary>How often the cost falls although the budget rises, over neighbouring budgets.</summary>
    /// <param name="members">Architectures for several budgets, in any order.</param>
    public static int Inversions(IEnumerable<Generated> members)
    {
        var rising = members.OrderBy(member => member.Budget).ToArray();
        return rising.Zip(rising.Skip(1), (low, high) => high.Cost < low.Cost).Count(falls => falls);
    }
}
