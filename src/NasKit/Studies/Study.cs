using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.ExceptionServices;
using NasKit.Evaluation;
using NasKit.Runs;
using NasKit.Spaces;
using NasKit.Strategies;

namespace NasKit.Studies;

/// <summary>A search problem with an evaluator and a budget: strategies are run on it, each under many seeds.</summary>
/// <remarks>
/// A seed's trajectory depends on the strategy, the problem and the seed alone: not on how many seeds run at once, nor on whether the study was killed and continued
/// (a budget of real time aside). An evaluator that throws, or gives a number that is not finite, makes a failed trial; the search goes on.
/// </remarks>
public sealed class Study
{
    /// <param name="space">The space to search.</param>
    /// <param name="evaluator">Evaluates its architectures; with several seeds at once it is called from several threads.</param>
    /// <param name="budget">When a search ends.</param>
    public Study(SearchSpace space, IEvaluator evaluator, StudyBudget budget)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        ArgumentNullException.ThrowIfNull(budget);
        budget.Validate();
        Evaluator = evaluator;
        Budget = budget;
        Problem = new SearchProblem(space, evaluator.Objectives) { Budgets = evaluator.Budgets };
    }

    /// <summary>The evaluator.</summary>
    public IEvaluator Evaluator { get; }

    /// <summary>When a search ends.</summary>
    public StudyBudget Budget { get; }

    /// <summary>What strategies are started with.</summary>
    public SearchProblem Problem { get; private init; }

    /// <summary>Values of all objectives but the first that are known without an evaluation; null where they are not.</summary>
    public Func<Architecture, ImmutableArray<double>>? KnownCosts
    {
        get => Problem.KnownCosts;
        init => Problem = Problem with { KnownCosts = value };
    }

    /// <summary>How many seeds run at once, at least 1.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>How many evaluations a searcher is asked for at once, at least 1. Part of the trajectory.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Runs a strategy under several seeds.</summary>
    /// <param name="strategy">The strategy.</param>
    /// <param name="seeds">The seeds, each once.</param>
    /// <param name="run">Where evaluations are stored and continued from; null to keep them in memory alone.</param>
    /// <param name="progress">Told about evaluations done, with the time that is left; from the threads that compute.</param>
    /// <param name="cancellation">Stops the searches after the evaluations under way.</param>
    /// <exception cref="ArgumentException">A setting is out of range, the problem lacks what the strategy needs, or a seed is named twice.</exception>
    /// <exception cref="NasKitException">The store fails, or holds another trajectory.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; what was evaluated is stored.</exception>
    public StudyResult Run(
        StrategyConfig strategy, IEnumerable<long> seeds, Run? run = null, IProgress<Progress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        var all = seeds.ToArray();
        Require.That(nameof(Study),
            (Parallelism >= 1, $"Parallelism = {Parallelism} must be at least 1"),
            (Batch >= 1, $"Batch = {Batch} must be at least 1"),
            (all.Length > 0, "There are no seeds"),
            (all.Distinct().Count() == all.Length, "A seed is named twice"));
        var reporter = new StudyProgress(strategy.Name, all.Length, Budget, progress);
        // Journals are made in the order of the seeds, so that the run's record of them does not depend on which thread comes first.
        var searches = all.Select(seed => new Search(this, strategy, seed, run is null ? null : new Journal(run, JournalName(strategy, seed)), reporter)).ToArray();
        var results = new SearchResult[searches.Length];
        var failures = new ExceptionDispatchInfo?[searches.Length];
        var (next, failed) = (-1, false);
        void Work()
        {
            for (int i; !Volatile.Read(ref failed) && (i = Interlocked.Increment(ref next)) < searches.Length;)
            {
                try
                {
                    results[i] = searches[i].Run(cancellation);
                }
                catch (Exception error)
                {
                    failures[i] = ExceptionDispatchInfo.Capture(error);
                    Volatile.Write(ref failed, true);
                }
            }
        }

        // The caller works too: with one seed at a time everything stays on its thread.
        var others = Enumerable.Range(1, Math.Min(searches.Length, Parallelism) - 1).Select(_ => new Thread(Work) { IsBackground = true }).ToArray();
        Array.ForEach(others, thread => thread.Start());
        Work();
        Array.ForEach(others, thread => thread.Join());
        (failures.FirstOrDefault(failure => failure is { SourceException: not OperationCanceledException }) ?? failures.FirstOrDefault(failure => failure is not null))?.Throw();
        return new(strategy, [.. results]);
    }

    // What the trajectory depends on besides the seed: a study of another strategy or problem is another one.
    private string JournalName(StrategyConfig strategy, long seed)
    {
        var identity = CanonicalJson.Of(new
        {
            strategy = strategy.Options().ToDictionary(option => option.Name, option => option.Value(strategy)),
            space = Problem.Space.Name,
            objectives = Problem.Objectives,
            budgets = Problem.Budgets,
            costs = Problem.KnownCosts is not null,
            batch = Batch,
        });
        return string.Create(CultureInfo.InvariantCulture, $"{strategy.Name}-{CanonicalJson.Hash(identity)[..8]}/seed-{seed}");
    }
}
