using MathNet.Numerics.Distributions;
using NasKit.Spaces;

namespace NasKit.Strategies.BayesianOptimisation;

/// <summary>Some random architectures, then always the candidate of largest expected improvement. Nothing is evaluated twice; a failed trial is not modelled.</summary>
/// <remarks>
/// Targets are standardised by median and deviation and cut off at −2: a broken network tells no more than that it is bad. The noise is fitted at every
/// tenth observation. While evaluations are pending the same model gives its next candidates.
/// </remarks>
internal sealed class BayesianOptimisationSearcher(BayesianOptimisationConfig config, SearchProblem problem, Seeds seeds) : Searcher(problem, seeds)
{
    private const int FitNoiseEvery = 10;
    private static readonly double[] noises = [1e-4, 1e-3, 1e-2, 3e-2, 0.1, 0.3, 1];

    private readonly StringKernel kernel = new(problem.Space, config.Length, config.Decay, config.Positional);
    private readonly List<(int[] Tokens, double Root)> points = [];
    private HashSet<Architecture> asked = [];
    private List<Individual> observed = [];
    private double noise = 0.1;
    private GaussianProcess? process;
    private bool fitted;

    protected override Proposal? Propose()
    {
        if (asked.Count < config.Initial || observed.Count < 2)
        {
            return Unseen.Sample(Space, asked, Rng) is { } random && asked.Add(random) ? Asking(random) : null;
        }

        var model = Model();
        var highest = observed.Max(individual => individual.Reward);
        var (centre, scale) = Scale();
        var (best, largest, parent) = ((Architecture?)null, double.NegativeInfinity, (Architecture?)null);
        foreach (var (candidate, from) in Candidates())
        {
            var tokens = kernel.Tokens(candidate);
            var root = Math.Sqrt(kernel.Raw(tokens, tokens));
            var (mean, variance) = model.Predict(Row(tokens, root), 1);
            var improvement = ExpectedImprovement(mean, Math.Sqrt(variance), (highest - centre) / scale);
            if (improvement > largest)
            {
                (best, largest, parent) = (candidate, improvement, from);
            }
        }

        return best is not null && asked.Add(best) ? Asking(best, parent: parent) : null;
    }

    protected override void Learn(Trial trial) => observed.Add(new(trial.Architecture, Problem.Reward(trial)));

    protected override void Exchange(SearcherState state)
    {
        state.Exchange("asked", ref asked);
        state.Exchange("observed", ref observed);
        state.Exchange("noise", ref noise);
        var modelled = points.Count;
        state.Exchange("modelled", ref modelled);
        if (modelled != points.Count || process is null)
        {
            points.Clear();
            process = null;
            fitted = false;
            Extend(modelled); // the model follows from the observations and the noise
        }
    }

    /// <summary>E[max(0, f − best)] of a normal f.</summary>
    internal static double ExpectedImprovement(double mean, double deviation, double best)
    {
        if (deviation <= 0)
        {
            return Math.Max(0, mean - best);
        }

        var z = (mean - best) / deviation;
        return deviation * (z * Normal.CDF(0, 1, z) + Normal.PDF(0, 1, z));
    }

    private GaussianProcess Model()
    {
        var before = points.Count;
        if (before == observed.Count && fitted)
        {
            return process!;
        }

        Extend(observed.Count);
        var (centre, scale) = Scale();
        var targets = observed.ConvertAll(individual => Math.Max(-2, (individual.Reward - centre) / scale)).ToArray();
        if (before / FitNoiseEvery != observed.Count / FitNoiseEvery)
        {
            process!.FitNoise(targets, noises);
            noise = process.Noise;
        }
        else
        {
            process!.Fit(targets);
        }

        fitted = true;
        return process;
    }

    private void Extend(int count)
    {
        process ??= new(noise);
        while (points.Count < count)
        {
            var tokens = kernel.Tokens(observed[points.Count].Architecture);
            var root = Math.Sqrt(kernel.Raw(tokens, tokens));
            process.Add([.. Row(tokens, root), 1]);
            points.Add((tokens, root));
        }
    }

    private double[] Row(int[] tokens, double root)
    {
        var row = new double[points.Count];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = kernel.Raw(tokens, points[i].Tokens) / (root * points[i].Root);
        }

        return row;
    }

    private (double Centre, double Scale) Scale()
    {
        var sorted = observed.Select(individual => individual.Reward).Order().ToArray();
        var mean = sorted.Average();
        var deviation = Math.Sqrt(sorted.Average(reward => (reward - mean) * (reward - mean)));
        return (sorted[sorted.Length / 2], deviation > 0 ? deviation : 1);
    }

    private Dictionary<Architecture, Architecture?> Candidates()
    {
        var best = observed.OrderByDescending(individual => individual.Reward).Take(config.Parents).ToArray();
        var candidates = new Dictionary<Architecture, Architecture?>();
        for (var i = 0; i < config.Candidates; i++)
        {
            var parent = i % 2 == 0 ? best[i / 2 % best.Length].Architecture : null;
            var candidate = parent is null ? Space.Sample(Rng) : Space.Mutate(parent, Rng);
            if (!asked.Contains(candidate))
            {
                candidates.TryAdd(candidate, parent);
            }
        }

        if (candidates.Count == 0 && Unseen.Sample(Space, asked, Rng) is { } left)
        {
            candidates.Add(left, null);
        }

        return candidates;
    }
}
