namespace NasKit.Generators.Pnag;

/// <summary>How two architectures compare under a budget B: the better one first.</summary>
/// <remarks>Source: PNAG, equation 4 (<see cref="Pareto"/>) and remark 1 (<see cref="CostOnly"/>, its ablation).</remarks>
public enum DominanceRule
{
    /// <summary>Within the budget the more accurate wins; if at least one exceeds it, the cheaper wins.</summary>
    Pareto,

    /// <summary>The cheaper wins, always: the rule without its accuracy case.</summary>
    CostOnly,
}

/// <summary>The comparison itself.</summary>
public static class DominanceRules
{
    /// <summary>Compares two architectures under a budget.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="firstCost">Cost of the first.</param>
    /// <param name="firstAccuracy">Accuracy of the first.</param>
    /// <param name="secondCost">Cost of the second.</param>
    /// <param name="secondAccuracy">Accuracy of the second.</param>
    /// <param name="budget">The budget, in the unit of the costs; a cost equal to it is within it.</param>
    /// <returns>+1 where the first is better, −1 where the second is, 0 where the rule's own criterion ties.</returns>
    /// <remarks>Differs: equation 4 gives +1 both ways on a tie, which adds a constant to the loss and no gradient; here a tie is 0 and counts for nothing.</remarks>
    public static int Compare(
        this DominanceRule rule, double firstCost, double firstAccuracy, double secondCost, double secondAccuracy, double budget) =>
        rule == DominanceRule.Pareto && firstCost <= budget && secondCost <= budget
            ? firstAccuracy.CompareTo(secondAccuracy)
            : secondCost.CompareTo(firstCost);

    /// <summary>A number for each architecture whose order is the rule's order under a budget: larger is better.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="costs">Costs.</param>
    /// <param name="accuracies">Accuracies of the same architectures, in 0…1.</param>
    /// <param name="budget">The budget.</param>
    /// <remarks>The rule is a total preorder: those within the budget by accuracy, then the others by cost.</remarks>
    public static double[] Order(this DominanceRule rule, IReadOnlyList<double> costs, IReadOnlyList<double> accuracies, double budget)
    {
        ArgumentNullException.ThrowIfNull(costs);
        ArgumentNullException.ThrowIfNull(accuracies);
        return [.. costs.Zip(accuracies, (cost, accuracy) => rule == DominanceRule.Pareto && cost <= budget ? accuracy : -cost)];
    }
}
