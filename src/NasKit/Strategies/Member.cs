using NasKit.Pareto;
using NasKit.Spaces;

namespace NasKit.Strategies;

/// <summary>A member of a population with several objectives.</summary>
/// <param name="Architecture">What it is.</param>
/// <param name="Objectives">Its values, all to be minimised.</param>
internal sealed record Member(Architecture Architecture, double[] Objectives)
{
    /// <summary>The points of some members.</summary>
    public static PointSet Points(IReadOnlyList<Member> members) => PointSet.From([.. members.Select(member => member.Objectives)]);
}
