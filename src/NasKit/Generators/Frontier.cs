using NasKit.Pareto;

namespace NasKit.Generators;

/// <summary>What a method made for each of several budgets, with the accuracies that an independent judge measured.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Members">One architecture for each budget.</param>
/// <param name="Accuracies">Accuracy of each member, 0…1.</param>
public sealed record Frontier(string Method, IReadOnlyList<Generated> Members, IReadOnlyList<double> Accuracies)
{
    /// <summary>Share of the members that are within their budgets, 0…1.</summary>
    public double Satisfied => Members.Count(member => member.IsFeasible) / (double)Members.Count;

    /// <summary>Mean cost of the members, in the unit of the cost.</summary>
    public double MeanCost => Members.Average(member => member.Cost);

    /// <summary>Volume between the members and a reference point, in cost times accuracy; members beyond their budget do not count.</summary>
    /// <param name="reference">A cost and an accuracy that count as nothing, as <c>ArchitectureTable.Reference</c> gives.</param>
    public double Hypervolume(ReferencePoint reference)
    {
        var feasible = Enumerable.Range(0, Members.Count).Where(i => Members[i].IsFeasible).ToArray();
        return feasible.Length == 0 ? 0 : Pareto.Hypervolume.Of(
            PointSet.FromColumns(
                ([.. feasible.Select(i => Members[i].Cost)], Direction.Minimise),
                ([.. feasible.Select(i => Accuracies[i])], Direction.Maximise)),
            reference);
    }
}
