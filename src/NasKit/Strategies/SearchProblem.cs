using System.Collections.Immutable;
using NasKit.Evaluation;
using NasKit.Spaces;

namespace NasKit.Strategies;

/// <summary>What is searched for: a space and the objectives of its architectures.</summary>
public sealed record SearchProblem
{
    /// <param name="space">The space.</param>
    /// <param name="objectives">At least one objective, each name once. Strategies for one objective use it alone; for several, the first is the one that needs training.</param>
    /// <exception cref="ArgumentException">There is no objective, or one is named twice.</exception>
    public SearchProblem(SearchSpace space, params ImmutableArray<Objective> objectives)
    {
        ArgumentNullException.ThrowIfNull(space);
        if (objectives.IsDefaultOrEmpty || objectives.DistinctBy(objective => objective.Name).Count() < objectives.Length)
        {
            throw new ArgumentException("A search needs one objective or several, each once.", nameof(objectives));
        }

        Space = space;
        Objectives = objectives;
    }

    /// <summary>The space.</summary>
    public SearchSpace Space { get; }

    /// <summary>The objectives, in the order of <see cref="Trial.Values"/>.</summary>
    public ImmutableArray<Objective> Objectives { get; }

    /// <summary>The evaluator's budgets (epochs), rising, the last being the full one; empty where there is only the full one.</summary>
    public ImmutableArray<double> Budgets { get; init; } = [];

    /// <summary>What is known of an architecture without evaluating it: the values of all objectives but the first (latency, parameters); null where they are not known.</summary>
    public Func<Architecture, ImmutableArray<double>>? KnownCosts { get; init; }

    /// <summary>The first objective of a trial, turned so that more is better.</summary>
    /// <param name="trial">One that did not fail.</param>
    public double Reward(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return -Minimised(trial.Values, 0);
    }

    /// <summary>All objectives of a trial, turned so that less is better.</summary>
    /// <param name="trial">One that did not fail.</param>
    public double[] Minimised(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var values = new double[Objectives.Length];
        for (var m = 0; m < values.Length; m++)
        {
            values[m] = Minimised(trial.Values, m);
        }

        return values;
    }

    private double Minimised(ImmutableArray<double> values, int objective) => Objectives[objective].Direction == Pareto.Direction.Minimise ? values[objective] : 0.0 - values[objective];
}
