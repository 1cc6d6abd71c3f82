using System.Collections.Immutable;
using NasKit.Spaces;

namespace NasKit.Evaluation;

/// <summary>What an evaluator found out about one architecture.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="Values">A value for every objective of the evaluator, in its order; NaN where the evaluation failed.</param>
public sealed record Evaluation(Architecture Architecture, ImmutableArray<double> Values)
{
    /// <summary>The budget it was evaluated at, one of <see cref="IEvaluator.Budgets"/>; null for the full one.</summary>
    public double? Budget { get; init; }

    /// <summary>Seconds of training that it stands for on the benchmark's own machine: what a simulated clock adds; null where that is not known.</summary>
    public double? Seconds { get; init; }

    /// <summary>Why it failed, in one sentence; null where it succeeded.</summary>
    public string? Error { get; init; }
}

/// <summary>Turns architectures into values of named objectives: one-shot, trained, tabular or remote, the searcher cannot tell which.</summary>
public interface IEvaluator
{
    /// <summary>The objectives, in the order of <see cref="Evaluation.Values"/>.</summary>
    ImmutableArray<Objective> Objectives { get; }

    /// <summary>The budgets (epochs) at which it can evaluate, rising, the last being the full one; empty where there is only the full one.</summary>
    ImmutableArray<double> Budgets => [];

    /// <summary>Evaluates architectures at the full budget; the result does not depend on their order or on how they are split over calls.</summary>
    /// <param name="architectures">Architectures of the evaluator's space.</param>
    /// <returns>One evaluation for each, in the same order.</returns>
    IReadOnlyList<Evaluation> Evaluate(IReadOnlyList<Architecture> architectures);

    /// <summary>Evaluates one architecture at one budget.</summary>
    /// <param name="architecture">An architecture of the evaluator's space.</param>
    /// <param name="budget">One of <see cref="Budgets"/>, or null for the full one.</param>
    /// <param name="seed">Which of several training runs is meant; an evaluator without chance ignores it. The same seed gives the same values.</param>
    /// <exception cref="ArgumentException">The budget is none of <see cref="Budgets"/>.</exception>
    Evaluation Evaluate(Architecture architecture, double? budget, long seed)
    {
        if (budget is { } wanted && !Budgets.Contains(wanted))
        {
            throw new ArgumentException(
                $"This evaluator cannot evaluate at budget {wanted}, expected {(Budgets.IsEmpty ? "none (it has only the full one)" : string.Join(", ", Budgets))}.", nameof(budget));
        }

        return Evaluate([architecture])[0];
    }
}
