namespace NasKit.Runs;

/// <content>What is stored, and how it is removed.</content>
public sealed partial class RunStore
{
    /// <summary>All runs, in the order in which they were first opened.</summary>
    public IReadOnlyList<RunSummary> Runs() =>
    [
        .. Read(
            "SELECT id, name, seed, scale, config, status, started, ended FROM runs ORDER BY id",
            r => new RunSummary(
                r.GetInt64(0), r.GetString(1), r.GetInt64(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.IsDBNull(7) ? null : r.GetString(7), []))
            .Select(run => run with { Studies = [.. Studies(run.Id).Select(study => new StudySummary(study.Study, study.Count))] }),
    ];

    /// <summary>One run.</summary>
    /// <param name="id">Its number, as in <see cref="RunSummary.Id"/>.</param>
    /// <exception cref="NasKitException">There is no such run.</exception>
    public RunSummary Find(long id) => Runs().FirstOrDefault(run => run.Id == id)
        ?? throw new NasKitException($"{DatabaseFile} has no run {id}.", "naskit runs list shows those that there are.");

    /// <summary>The stored evaluations of one search.</summary>
    /// <param name="run">The run's number.</param>
    /// <param name="study">The search's name.</param>
    public IReadOnlyList<EvaluationRecord> EvaluationsOf(long run, string study) => Evaluations(run, study);

    /// <summary>Removes a run with its steps, evaluations and checkpoints, for good.</summary>
    /// <param name="id">Its number.</param>
    /// <exception cref="NasKitException">There is no such run.</exception>
    public void Delete(long id)
    {
        Find(id);
        var files = Read("SELECT file FROM checkpoints WHERE run = $run", r => r.GetString(0), ("$run", id));
        Write("DELETE FROM runs WHERE id = $run", ("$run", id));
        foreach (var file in files.Select(file => Path.Combine(Folder, file)).Where(File.Exists))
        {
            File.Delete(file);
        }
    }
}
