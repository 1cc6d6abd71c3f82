using System.Collections.Immutable;
using NasKit.Spaces;

namespace NasKit.Evaluation;

/// <summary>Evaluates architectures by a function of one's own.</summary>
/// <param name="objectives">The objectives, in the order of the function's values.</param>
/// <param name="function">Values of an architecture under a seed, one for each objective; the same for the same seed. With several searches at once it is called from several threads.</param>
public sealed class FunctionEvaluator(ImmutableArray<Objective> objectives, Func<Architecture, long, ImmutableArray<double>> function) : IEvaluator
{
    /// <summary>An evaluator of one objective that no chance plays a part in.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="function">Its value for an architecture.</param>
    public FunctionEvaluator(Objective objective, Func<Architecture, double> function) : this([objective], (architecture, _) => [function(architecture)])
    {
    }

    /// <inheritdoc/>
    public ImmutableArray<Objective> Objectives { get; } = objectives;

    /// <inheritdoc/>
    public IReadOnlyList<Evaluation> Evaluate(IReadOnlyList<Architecture> architectures)
    {
        ArgumentNullException.ThrowIfNull(architectures);
        return [.. architectures.Select(architecture => Evaluate(architecture, null, 0))];
    }

    /// <inheritdoc/>
    public Evaluation Evaluate(Architecture architecture, double? budget, long seed) => budget is null
        ? new(architecture, function(architecture, seed))
        : throw new ArgumentException($"A function has only the full budget, but {budget} was asked for.", nameof(budget));
}
