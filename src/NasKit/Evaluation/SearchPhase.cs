using System.Globalization;
using NasKit.Spaces;
using NasKit.Statistics;

namespace NasKit.Evaluation;

/// <summary>What one seed found, beside an architecture drawn at random and trained the same way.</summary>
/// <param name="Searched">The architecture that the search gave.</param>
/// <param name="SearchedAccuracy">Its accuracy after the final training, in the unit of that training.</param>
/// <param name="Random">The architecture that was drawn.</param>
/// <param name="RandomAccuracy">Its accuracy after the same training.</param>
public sealed record SearchPhasePair(Architecture Searched, double SearchedAccuracy, Architecture Random, double RandomAccuracy);

/// <summary>Whether a search finds better architectures than chance: the protocol of "Evaluating the search phase".</summary>
/// <param name="Pairs">One for each seed.</param>
/// <param name="Searched">Accuracy of what was searched.</param>
/// <param name="Random">Accuracy of what was drawn.</param>
/// <param name="ProbabilityToBeatRandom">Share of random architectures that are worse than a searched one, the mean over the seeds; in 0…1.</param>
/// <param name="IsExact">Whether that share is of the whole space; otherwise it is of the architectures that were drawn.</param>
/// <remarks>Source: Yu, Sciuto, Jaggi, Musat and Salzmann, ICLR 2020, sections 3 and 4. There: at least ten seeds.</remarks>
public sealed record SearchPhase(IReadOnlyList<SearchPhasePair> Pairs, MeanEstimate Searched, MeanEstimate Random, double ProbabilityToBeatRandom, bool IsExact)
{
    /// <summary>Searches once for each seed, draws one architecture for each, uniformly, and trains both.</summary>
    /// <param name="space">The space, to draw from.</param>
    /// <param name="search">The whole search with the seeds of one repetition.</param>
    /// <param name="train">The final training: an architecture and the seeds of one repetition, the same for both of its architectures, to an accuracy; more is better.</param>
    /// <param name="repetitions">Seeds, at least 2.</param>
    /// <param name="seeds">Where the seeds of the repetitions come from; the drawn architectures take theirs from <c>random</c> below each.</param>
    /// <param name="all">The final accuracy of every architecture of the space where a table has it, in any order; null where the drawn ones stand in for it.</param>
    /// <param name="draw">How an architecture is drawn, where not every one of the space counts; <see cref="SearchSpace.Sample(Rng)"/> by default.</param>
    /// <param name="progress">Told after every repetition.</param>
    /// <exception cref="ArgumentException">There are fewer than 2 repetitions, or the table is empty.</exception>
    /// <exception cref="NasKitException">A training gave no finite accuracy.</exception>
    public static SearchPhase Run(
        SearchSpace space, Func<Seeds, Architecture> search, Func<Architecture, Seeds, double> train, int repetitions, Seeds seeds, IReadOnlyList<double>? all = null,
        Func<Rng, Architecture>? draw = null, IProgress<Progress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(search);
        ArgumentNullException.ThrowIfNull(train);
        Require.That(nameof(SearchPhase),
            (repetitions >= 2, $"repetitions = {repetitions} must be at least 2, for a deviation"),
            (all is null || all.Count > 0, "The table is empty"));
        var pairs = new List<SearchPhasePair>();
        for (var i = 0; i < repetitions; i++)
        {
            var own = seeds.Under(string.Create(CultureInfo.InvariantCulture, $"repetition/{i + 1}"));
            var (found, drawn) = (search(own), (draw ?? space.Sample)(own.Rng("random")));
            pairs.Add(new(found, Trained(found, own), drawn, Trained(drawn, own)));
            progress?.Report(new(i + 1, repetitions, string.Create(
                CultureInfo.InvariantCulture, $"searched {pairs[^1].SearchedAccuracy:0.###}, random {pairs[^1].RandomAccuracy:0.###}")));
        }

        return Of(pairs, all);

        double Trained(Architecture architecture, Seeds own)
        {
            var accuracy = train(architecture, own);
            return double.IsFinite(accuracy) ? accuracy : throw new NasKitException($"The training of {architecture} gave the accuracy {accuracy}.", "Leave out architectures that cannot be trained, or lower the learning rate.");
        }
    }

    /// <summary>Summarises pairs that are known already.</summary>
    /// <param name="pairs">One for each seed, at least 1.</param>
    /// <param name="all">As in <see cref="Run"/>.</param>
    /// <exception cref="ArgumentException">There are no pairs, or the table is empty.</exception>
    public static SearchPhase Of(IReadOnlyList<SearchPhasePair> pairs, IReadOnlyList<double>? all = null)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        Require.That(nameof(SearchPhase),
            (pairs.Count >= 1, "There are no pairs"),
            (all is null || all.Count > 0, "The table is empty"));
        var sorted = (all ?? [.. pairs.Select(pair => pair.RandomAccuracy)]).Order().ToArray();
        return new(
            pairs, MeanEstimate.Of([.. pairs.Select(pair => pair.SearchedAccuracy)]), MeanEstimate.Of([.. pairs.Select(pair => pair.RandomAccuracy)]),
            pairs.Average(pair => ShareBelow(sorted, pair.SearchedAccuracy)), all is not null);
    }

    /// <summary>Both means ± standard deviations, three decimals, and the probability to beat random.</summary>
    public override string ToString()
    {
        static string Text(MeanEstimate of) => string.Create(CultureInfo.InvariantCulture, $"{of.Mean:0.000} ± {(of.StandardDeviation is { } deviation ? deviation.ToString("0.000", CultureInfo.InvariantCulture) : "NA")}");
        return string.Create(CultureInfo.InvariantCulture,
            $"searched {Text(Searched)}, random {Text(Random)}, better than {100 * ProbabilityToBeatRandom:0.0} % of {(IsExact ? "the space" : $"{Pairs.Count} drawn")} (n = {Pairs.Count})");
    }

    // Strictly worse: an architecture does not beat its equal.
    private static double ShareBelow(double[] sorted, double value)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return (double)low / sorted.Length;
    }
}
