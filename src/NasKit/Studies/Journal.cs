using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using NasKit.Runs;
using NasKit.Strategies;

namespace NasKit.Studies;

/// <summary>The stored evaluations of one search, and its saved state.</summary>
internal sealed class Journal
{
    private const string IncumbentsKey = "study.incumbents";
    private readonly Run run;
    private readonly string name;
    private readonly Checkpoint checkpoint;
    private bool saved;

    /// <param name="run">Keeps them.</param>
    /// <param name="name">The search's name in the run.</param>
    public Journal(Run run, string name)
    {
        this.run = run;
        this.name = name;
        checkpoint = run.Checkpoint(name);
        saved = File.Exists(checkpoint.File);
        Stored = run.Evaluations(name);
    }

    /// <summary>What was stored when the search began.</summary>
    public IReadOnlyList<EvaluationRecord> Stored { get; }

    /// <summary>A stored evaluation as the trial that it was.</summary>
    public Trial Trial(int number, SearchProblem problem) =>
        Trial(number, new Proposal(number, problem.Space.Parse(Stored[number].Architecture), Stored[number].Budget), problem);

    /// <summary>A stored evaluation as the trial of a proposal.</summary>
    /// <exception cref="NasKitException">The store holds an evaluation of something else in its place.</exception>
    public Trial Trial(int number, Proposal proposal, SearchProblem problem)
    {
        var record = Stored[number];
        if (record.Architecture != proposal.Architecture.ToString() || record.Budget != proposal.Budget)
        {
            throw new NasKitException(
                $"Evaluation {number} of \"{name}\" is stored as {record.Architecture}, but the search now asks for {proposal.Architecture}.",
                "Another version of the strategy made it; give the run another name, or delete the old one with: naskit runs prune.");
        }

        return new(proposal, record.Error is null ? [.. problem.Objectives.Select(objective => record.Objectives[objective.Name]!.Value)] : [], record.Seconds, record.Error);
    }

    /// <summary>Stores an evaluation.</summary>
    public void Append(Trial trial, int number, SearchProblem problem) => run.Append(new EvaluationRecord(
        name, number, trial.Architecture.ToString(),
        problem.Objectives.Select((objective, m) => KeyValuePair.Create(objective.Name, trial.Failed ? (double?)null : trial.Values[m])).ToDictionary(),
        trial.Budget, Error: trial.Error, Seconds: trial.Seconds));

    /// <summary>The state that was saved, and the incumbents after each evaluation that it had been told.</summary>
    public bool TryLoad([NotNullWhen(true)] out Snapshot? snapshot, out IReadOnlyList<int> incumbents)
    {
        incumbents = [];
        if (!saved || !checkpoint.TryLoad(out snapshot))
        {
            snapshot = null;
            return false;
        }

        incumbents = JsonSerializer.Deserialize<int[]>(snapshot.State.GetValueOrDefault(IncumbentsKey, "[]"))!;
        return true;
    }

    /// <summary>Saves the searcher's state.</summary>
    public void Save(Snapshot snapshot, IReadOnlyList<int> incumbents)
    {
        snapshot.State[IncumbentsKey] = JsonSerializer.Serialize(incumbents);
        checkpoint.Save(snapshot);
        saved = true;
    }

    /// <summary>Forgets the state: the search has ended, and its evaluations say all.</summary>
    public void Forget()
    {
        if (saved)
        {
            checkpoint.Clear();
            saved = false;
        }
    }
}
