using System.Collections.Immutable;
using NasKit.Spaces;

namespace NasKit.Evaluation;

/// <summary>What an evaluator found out about one architecture.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="Values">A value for every objective of the evaluator, in its order; NaN where the evaluation failed.</param>
public sealed record Evaluation(Architecture Architecture, ImmutableArray<double> Values);

/// <summary>Turns architectures into values of named objectives: one-shot, trained, tabular or remote, the searcher cannot tell which.</summary>
public interface IEvaluator
{
    /// <summary>The objectives, in the order of <see cref="Evaluation.Values"/>.</summary>
    ImmutableArray<Objective> Objectives { get; }

    /// <summary>Evaluates architectures; the result does not depend on their order or on how they are split over calls.</summary>
    /// <param name="architectures">Architectures of the evaluator's space.</param>
    /// <returns>One evaluation for each, in the same order.</returns>
    IReadOnlyList<Evaluation> Evaluate(IReadOnlyList<Architecture> architectures);
}
