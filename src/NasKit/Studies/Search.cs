using System.Diagnostics;
using System.Globalization;
using NasKit.Spaces;
using NasKit.Strategies;

namespace NasKit.Studies;

/// <summary>One search of a study: ask, evaluate, store, tell.</summary>
internal sealed class Search(Study study, StrategyConfig strategy, long seed, Journal? journal, StudyProgress progress)
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(10);
    private readonly SearchProblem problem = study.Problem;
    private readonly Seeds seeds = new(seed);
    private readonly List<Trial> trials = [];
    private readonly List<int> incumbents = [];
    private readonly Dictionary<Architecture, int> first = []; // the first trial of each architecture at the largest budget
    private readonly Stopwatch watch = new();
    private int best = -1;
    private double simulated;

    public SearchResult Run(CancellationToken cancellation)
    {
        watch.Start();
        var searcher = strategy.Start(problem, seeds);
        searcher = Continue(searcher);
        var saved = watch.Elapsed;
        while (!IsSpent())
        {
            cancellation.ThrowIfCancellationRequested();
            var left = study.Budget.Evaluations is { } all ? all - trials.Count : int.MaxValue;
            var proposals = searcher.Ask(Math.Min(study.Batch, left));
            if (proposals.Count == 0 || !Evaluate(searcher, proposals))
            {
                break;
            }

            if (journal is not null && watch.Elapsed - saved > SaveEvery)
            {
                journal.Save(searcher.Save(), incumbents);
                saved = watch.Elapsed;
            }
        }

        journal?.Forget();
        progress.Finished(trials.Count);
        return new()
        {
            Seed = seed, Objectives = problem.Objectives, Trials = [.. trials], Incumbents = [.. incumbents], Seconds = watch.Elapsed.TotalSeconds,
        };
    }

    private bool IsSpent() =>
        trials.Count >= study.Budget.Evaluations || simulated >= study.Budget.SimulatedSeconds || watch.Elapsed.TotalSeconds >= study.Budget.WallSeconds;

    // Tells the stored evaluations again: all of them, or those after the saved state. A stored batch may be cut short by a kill; then the rest of it is evaluated.
    private ISearcher Continue(ISearcher searcher)
    {
        if (journal is null || journal.Stored.Count == 0)
        {
            return searcher;
        }

        var limit = Math.Min(journal.Stored.Count, study.Budget.Evaluations ?? int.MaxValue);
        if (journal.TryLoad(out var snapshot, out var before) && before.Count <= limit)
        {
            try
            {
                searcher.Load(snapshot);
                for (var i = 0; i < before.Count; i++)
                {
                    var trial = journal.Trial(i, problem);
                    simulated += trial.Seconds ?? 0;
                    Note(trial, before[i], stored: true);
                }
            }
            catch (NasKitException)
            {
                searcher = strategy.Start(problem, seeds); // what was stored is enough
            }
        }

        while (trials.Count < limit)
        {
            var proposals = searcher.Ask(Math.Min(study.Batch, (study.Budget.Evaluations ?? int.MaxValue) - trials.Count));
            if (proposals.Count == 0 || !Evaluate(searcher, proposals))
            {
                break;
            }
        }

        return searcher;
    }

    // False when the simulated time is up; the evaluation that ran over it is neither stored nor told.
    private bool Evaluate(ISearcher searcher, IReadOnlyList<Proposal> proposals)
    {
        var evaluated = new List<(Trial Trial, bool Stored)>(proposals.Count);
        foreach (var proposal in proposals)
        {
            var number = trials.Count + evaluated.Count;
            var stored = journal is not null && number < journal.Stored.Count;
            var trial = stored ? journal!.Trial(number, proposal, problem) : Evaluate(proposal, number);
            if (study.Budget.SimulatedSeconds is { } seconds)
            {
                simulated += trial.Seconds ?? (trial.Failed ? 0 : throw new NasKitException(
                    $"The evaluation of {proposal.Architecture} tells no simulated seconds, but the budget is {seconds} of them.",
                    "Use an evaluator whose training times are known, or a budget of evaluations."));
                if (simulated > seconds)
                {
                    break;
                }
            }

            if (!stored)
            {
                journal?.Append(trial, number, problem);
            }

            evaluated.Add((trial, stored));
        }

        foreach (var (trial, stored) in evaluated)
        {
            searcher.Tell(trial);
            Note(trial, null, stored);
            if (searcher.Recommended is { } recommended && first.TryGetValue(recommended, out var chosen))
            {
                incumbents[^1] = chosen;
            }
        }

        return evaluated.Count == proposals.Count;
    }

    private Trial Evaluate(Proposal proposal, int number)
    {
        try
        {
            var evaluation = study.Evaluator.Evaluate(proposal.Architecture, proposal.Budget, seeds.For(string.Create(CultureInfo.InvariantCulture, $"evaluation/{number}")));
            for (var m = 0; m < evaluation.Values.Length && evaluation.Error is null; m++)
            {
                if (!double.IsFinite(evaluation.Values[m]))
                {
                    evaluation = evaluation with { Error = $"{problem.Objectives[m].Name} is {evaluation.Values[m].ToString(CultureInfo.InvariantCulture)}" };
                }
            }

            return new(proposal, evaluation.Error is null ? evaluation.Values : [], evaluation.Seconds, evaluation.Error);
        }
        catch (Exception error) when (error is not (OperationCanceledException or OutOfMemoryException))
        {
            return new(proposal, [], null, error.Message.Length > 0 ? error.Message : error.GetType().Name);
        }
    }

    private void Note(Trial trial, int? incumbent, bool stored)
    {
        var number = trials.Count;
        trials.Add(trial);
        if (!trial.Failed)
        {
            best = best < 0 || IsBetter(trial, trials[best]) ? number : best;
            first[trial.Architecture] = first.TryGetValue(trial.Architecture, out var known) && Level(trials[known]) >= Level(trial) ? known : number;
        }

        incumbents.Add(incumbent ?? best);
        progress.Evaluated(stored);
    }

    private bool IsBetter(Trial trial, Trial than) =>
        Level(trial) != Level(than) ? Level(trial) > Level(than) : problem.Reward(trial) > problem.Reward(than);

    private static double Level(Trial trial) => trial.Budget ?? double.PositiveInfinity;
}
