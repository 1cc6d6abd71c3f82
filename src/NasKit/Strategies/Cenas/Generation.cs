using NasKit.Pareto;
using NasKit.Spaces;

namespace NasKit.Strategies.Cenas;

/// <summary>A generation of CENAS as it is bred.</summary>
/// <param name="Points">What was evaluated so far, objectives scaled, in the order of the evaluations.</param>
/// <param name="Scale">How objectives are scaled.</param>
/// <param name="Labels">The references and labels.</param>
/// <param name="Children">The children with the probability that no reference dominates them, in the order of choice.</param>
public sealed record Generation(PointSet Points, ObjectiveScale Scale, Labels Labels, IReadOnlyList<(Architecture Architecture, double Probability)> Children)
{
    /// <summary>Whether a point is truly positive: no reference dominates it.</summary>
    /// <param name="objectives">Its objectives, to be minimised, in their own units.</param>
    public bool IsPositive(double[] objectives)
    {
        var scaled = Scale.Apply(objectives);
        return !Labels.References.Any(reference => Labels.AlphaDominates(Points.Point(reference), scaled, Labels.Alpha));
    }
}
