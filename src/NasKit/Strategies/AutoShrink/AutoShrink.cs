using System.Globalization;
using System.Runtime.ExceptionServices;
using NasKit.Spaces;

namespace NasKit.Strategies.AutoShrink;

/// <summary>Searches the wiring of a cell by taking edges away: from the full one on, always that edge without which the best score is left.</summary>
/// <remarks>
/// Each step draws k edges, trains the network without each of them from fresh weights, keeps the one with the highest score and drops what the input no longer reaches. The best wiring on
/// the path is the result. The same loop serves convolutional and recurrent cells: what is trained and how it is scored comes in as a function.
/// Source: Zhang et al., AutoShrink, AAAI 2020, and the authors' code, from which the loop and the scores are taken, as the paper's body could not be read.
/// Differs: candidates of one step share one seed, so that they differ in nothing but the edge; an edge without which none is left is not tried; equal scores on the path go to the
/// wiring with fewer edges, where the code counts branches.
/// </remarks>
public static class AutoShrink
{
    /// <summary>Searches.</summary>
    /// <param name="start">The wiring to start from, as <see cref="Wiring.Full"/>.</param>
    /// <param name="train">Trains the network of a wiring from fresh weights with given seeds and scores it; called from several threads where <see cref="AutoShrinkConfig.Parallel"/> says so.</param>
    /// <param name="config">Settings.</param>
    /// <param name="seeds">Seeds of the edges that are tried and of the trainings.</param>
    /// <param name="checkpoint">Where to continue from; saved after each training.</param>
    /// <param name="progress">Told about every training.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the wiring has no edge that the input reaches and that can be spared.</exception>
    public static AutoShrinkResult Run(
        Wiring start, Func<Wiring, Seeds, ShrinkScore> train, AutoShrinkConfig config, Seeds seeds, ICheckpoint? checkpoint = null, IProgress<Progress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        start = start.Reachable();
        Require.That(nameof(AutoShrink), (start.Count >= 2, $"The wiring '{start}' has {start.Count} edges that the input reaches, so that none can be taken away; start from a larger one"));
        var trained = new Trained($"{config with { Parallel = 1 }} {start.Nodes} {start} {seeds}", checkpoint ?? NoCheckpoint.Instance);
        var most = config.MostTrainings(start);
        var path = new List<ShrinkStep>();
        for (var wiring = start; wiring.Count > config.Last(start.Count);)
        {
            // Everything of a step follows from its number, so that a search that goes on draws the same edges and only skips what is trained already.
            var (step, own) = (path.Count, seeds.Under(string.Create(CultureInfo.InvariantCulture, $"step/{path.Count}")));
            var candidates = Candidates(wiring, config.Candidates, own.Rng("edges"));
            if (candidates.Length == 0)
            {
                break;
            }

            var scores = SideBySide(candidates.Length, config.Parallel, i =>
            {
                var score = trained.Score(step, candidates[i].Left, () => train(candidates[i].Left, own.Under("training")));
                progress?.Report(new(trained.Count, most, string.Create(CultureInfo.InvariantCulture, $"{wiring.Count} edges, score {score.Score:0.000}")));
                return score;
            });
            path.Add(new([.. candidates.Zip(scores, (candidate, score) => new ShrinkCandidate(candidate.Removed, candidate.Left, score))]));
            wiring = path[^1].Best.Wiring;
        }

        return new(start, path);
    }

    private static ((int From, int To) Removed, Wiring Left)[] Candidates(Wiring wiring, int count, Rng rng)
    {
        var edges = wiring.Edges.ToArray();
        rng.Shuffle(edges.AsSpan());
        return [.. edges.Select(edge => (edge, Left: wiring.Without(edge.From, edge.To).Reachable())).Where(candidate => candidate.Left.Count > 0).Take(count)];
    }

    private static T[] SideBySide<T>(int count, int threads, Func<int, T> work)
    {
        var results = new T[count];
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => results[i] = work(i));
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }

        return results;
    }

    // What is trained already, which is all that a search that was killed needs to go on.
    private sealed class Trained
    {
        private readonly Lock turn = new();
        private readonly string config;
        private readonly ICheckpoint checkpoint;
        private List<(int Step, string Wiring, ShrinkScore Score)> scores = [];

        public Trained(string config, ICheckpoint checkpoint)
        {
            (this.config, this.checkpoint) = (config, checkpoint);
            if (checkpoint.TryLoad(out var snapshot) && snapshot.State.GetValueOrDefault("config") == config)
            {
                new StateExchange(snapshot, reading: true).Exchange("scores", ref scores);
            }
        }

        public int Count
        {
            get
            {
                lock (turn)
                {
                    return scores.Count;
                }
            }
        }

        public ShrinkScore Score(int step, Wiring wiring, Func<ShrinkScore> train)
        {
            var name = wiring.ToString();
            lock (turn)
            {
                if (scores.Find(entry => entry.Step == step && entry.Wiring == name).Score is { } known)
                {
                    return known;
                }
            }

            var score = train();
            lock (turn)
            {
                scores.Add((step, name, score));
                var snapshot = new Snapshot { State = { ["config"] = config } };
                new StateExchange(snapshot, reading: false).Exchange("scores", ref scores);
                checkpoint.Save(snapshot);
            }

            return score;
        }
    }
}
