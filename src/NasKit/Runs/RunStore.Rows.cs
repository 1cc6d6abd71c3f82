using System.Text.Json;

namespace NasKit.Runs;

/// <content>What a <see cref="Run"/> reads and writes.</content>
public sealed partial class RunStore
{
    internal (long Id, bool Continued) OpenRun(string name, long seed, string scale, string config, RunEnvironment environment, string build)
    {
        long? known = null;
        var id = 0L;
        Transact(() =>
        {
            var hash = KeepEnvironment(environment);
            known = Find();
            Write(
                """
                INSERT INTO runs (name, seed, scale, config, environment, build, started, status)
                VALUES ($name, $seed, $scale, $config, $environment, $build, $now, 'open')
                ON CONFLICT (name, seed, scale, config)
                DO UPDATE SET environment = excluded.environment, build = excluded.build, status = 'open', ended = NULL
                """,
                ("$name", name), ("$seed", seed), ("$scale", scale), ("$config", config), ("$environment", hash), ("$build", build), ("$now", Now()));
            id = Find()!.Value;
        });
        return (id, known is not null);

        long? Find() => Read(
            "SELECT id FROM runs WHERE name = $name AND seed = $seed AND scale = $scale AND config = $config",
            r => (long?)r.GetInt64(0), ("$name", name), ("$seed", seed), ("$scale", scale), ("$config", config)).FirstOrDefault();
    }

    internal void CloseRun(long run, string status) =>
        Write("UPDATE runs SET status = $status, ended = $now WHERE id = $run", ("$status", status), ("$now", Now()), ("$run", run));

    internal (string Started, string? Ended, string Status) RunTimes(long run) =>
        Read("SELECT started, ended, status FROM runs WHERE id = $run", r => (r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1), r.GetString(2)), ("$run", run))[0];

    internal (string Result, double Seconds)? FindStep(string key)
    {
        var rows = Read("SELECT result, seconds FROM steps WHERE key = $key", r => (r.GetString(0), r.GetDouble(1)), ("$key", key));
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Keeps a step's result in place of those that older builds made; of two processes the first one's result stays.</summary>
    /// <returns>The result that is kept.</returns>
    internal string KeepStep(string key, long run, string name, string result, double seconds, string build, RunEnvironment environment)
    {
        var kept = result;
        Transact(() =>
        {
            Write("DELETE FROM steps WHERE run = $run AND name = $name AND build <> $build", ("$run", run), ("$name", name), ("$build", build));
            Write(
                """
                INSERT OR IGNORE INTO steps (key, run, name, result, seconds, build, environment, made)
                VALUES ($key, $run, $name, $result, $seconds, $build, $environment, $now)
                """,
                ("$key", key), ("$run", run), ("$name", name), ("$result", result), ("$seconds", seconds), ("$build", build),
                ("$environment", KeepEnvironment(environment)), ("$now", Now()));
            kept = Read("SELECT result FROM steps WHERE key = $key", r => r.GetString(0), ("$key", key))[0];
        });
        return kept;
    }

    internal void ForgetStep(string key) => Write("DELETE FROM steps WHERE key = $key", ("$key", key));

    /// <summary>Notes a checkpoint's file and forgets those of older builds.</summary>
    /// <returns>The files of older builds, relative to <see cref="Folder"/>.</returns>
    internal IReadOnlyList<string> KeepCheckpoint(string file, long run, string name, string build)
    {
        IReadOnlyList<string> outdated = [];
        Transact(() =>
        {
            outdated = Read(
                "SELECT file FROM checkpoints WHERE run = $run AND name = $name AND build <> $build",
                r => r.GetString(0), ("$run", run), ("$name", name), ("$build", build));
            Write("DELETE FROM checkpoints WHERE run = $run AND name = $name AND build <> $build", ("$run", run), ("$name", name), ("$build", build));
            Write(
                "INSERT OR REPLACE INTO checkpoints (file, run, name, build, saved) VALUES ($file, $run, $name, $build, $now)",
                ("$file", file), ("$run", run), ("$name", name), ("$build", build), ("$now", Now()));
        });
        return outdated;
    }

    internal void ForgetCheckpoint(string file) => Write("DELETE FROM checkpoints WHERE file = $file", ("$file", file));

    internal void AppendEvaluations(long run, IReadOnlyList<EvaluationRecord> evaluations) => Transact(() =>
    {
        foreach (var e in evaluations)
        {
            var objectives = CanonicalJson.Of(e.Objectives);
            var added = Write(
                """
                INSERT OR IGNORE INTO evaluations (run, study, number, architecture, objectives, budget, worker, error, seconds)
                VALUES ($run, $study, $number, $architecture, $objectives, $budget, $worker, $error, $seconds)
                """,
                ("$run", run), ("$study", e.Study), ("$number", e.Number), ("$architecture", e.Architecture), ("$objectives", objectives),
                ("$budget", e.Budget), ("$worker", e.Worker), ("$error", e.Error), ("$seconds", e.Seconds));
            if (added == 0 && Evaluations(run, e.Study, e.Number) is [var there] && (there.Architecture, CanonicalJson.Of(there.Objectives)) != (e.Architecture, objectives))
            {
                throw new NasKitException(
                    $"Evaluation {e.Number} of study \"{e.Study}\" is already stored with another content: {there.Architecture}, not {e.Architecture}.",
                    "Two processes may be running the same study with different code; stop one of them, or give one another run name.");
            }
        }
    });

    internal IReadOnlyList<EvaluationRecord> Evaluations(long run, string study, int? number = null) => Read(
        $"""
        SELECT number, architecture, objectives, budget, worker, error, seconds FROM evaluations
        WHERE run = $run AND study = $study {(number is null ? "" : "AND number = $number")} ORDER BY number
        """,
        r => new EvaluationRecord(
            study,
            r.GetInt32(0),
            r.GetString(1),
            JsonSerializer.Deserialize<Dictionary<string, double?>>(r.GetString(2), CanonicalJson.Options)!,
            r.IsDBNull(3) ? null : r.GetDouble(3),
            r.IsDBNull(4) ? null : r.GetString(4),
            r.IsDBNull(5) ? null : r.GetString(5),
            r.IsDBNull(6) ? null : r.GetDouble(6)),
        number is null ? [("$run", run), ("$study", study)] : [("$run", run), ("$study", study), ("$number", number)]);

    internal IReadOnlyList<(string Study, int Count)> Studies(long run) =>
        Read("SELECT study, count(*) FROM evaluations WHERE run = $run GROUP BY study ORDER BY study", r => (r.GetString(0), r.GetInt32(1)), ("$run", run));

    internal string? ArtefactContent(string name) =>
        Read("SELECT content FROM artefacts WHERE name = $name", r => r.GetString(0), ("$name", name)) is [var content] ? content : null;

    /// <summary>Keeps an artefact; without <paramref name="replace"/> what is there already stays.</summary>
    /// <returns>The content that is kept.</returns>
    internal string KeepArtefact(string name, string content, RunEnvironment environment, bool replace)
    {
        var kept = content;
        Transact(() =>
        {
            Write(
                $"INSERT OR {(replace ? "REPLACE" : "IGNORE")} INTO artefacts (name, content, environment, made) VALUES ($name, $content, $environment, $now)",
                ("$name", name), ("$content", content), ("$environment", KeepEnvironment(environment)), ("$now", Now()));
            kept = Read("SELECT content FROM artefacts WHERE name = $name", r => r.GetString(0), ("$name", name))[0];
        });
        return kept;
    }

    private string KeepEnvironment(RunEnvironment environment)
    {
        var json = CanonicalJson.Of(environment);
        var hash = CanonicalJson.Hash(json);
        Write("INSERT OR IGNORE INTO environments (hash, json) VALUES ($hash, $json)", ("$hash", hash), ("$json", json));
        return hash;
    }
}
