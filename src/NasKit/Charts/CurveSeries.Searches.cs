using NasKit.Studies;

namespace NasKit.Charts;

public sealed partial record CurveSeries
{
    private const int MostPlaces = 200;

    /// <summary>A number that changes while a strategy searches, one row a seed.</summary>
    /// <param name="result">The searches; their label names the curve.</param>
    /// <param name="curve">The number after each trial of a search, null while there is none.</param>
    /// <param name="clock">What x counts.</param>
    /// <returns>
    /// A curve from where every seed has a number to the end of the longest search, at up to 200 places; a search that ended earlier keeps its last number.
    /// Seeds whose trials all failed are left out, which n shows.
    /// </returns>
    /// <exception cref="NasKitException">x counts simulated seconds, which a trial does not know.</exception>
    public static CurveSeries Of(StudyResult result, Func<SearchResult, IReadOnlyList<double?>> curve, SearchClock clock = SearchClock.Evaluations)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(curve);
        var runs = result.Searches.Select(search => (Times: Times(search, clock), Values: curve(search))).Where(run => run.Values.Any(value => value is not null)).ToArray();
        if (runs.Length == 0) return new(result.Label, [], (IReadOnlyList<IReadOnlyList<double>>)[]);
        var from = runs.Max(run => run.Times[run.Values.TakeWhile(value => value is null).Count()]);
        var to = runs.Max(run => run.Times[^1]);
        var places = clock == SearchClock.Evaluations ? Math.Min(MostPlaces, (int)(to - from) + 1) : MostPlaces;
        var x = Enumerable.Range(0, places).Select(i => places == 1 ? from : from + ((to - from) * i / (places - 1)))
            .Select(value => clock == SearchClock.Evaluations ? Math.Round(value) : value).Distinct().ToArray();
        return new(result.Label, x, (IReadOnlyList<IReadOnlyList<double>>)[.. runs.Select(run => Steps(run.Times, run.Values, x))]);
    }

    private static double[] Times(SearchResult search, SearchClock clock)
    {
        if (clock == SearchClock.Evaluations) return [.. Enumerable.Range(1, search.Trials.Length).Select(n => (double)n)];
        var time = 0.0;
        return [.. search.Trials.Select(trial => time += trial.Seconds ?? (trial.Failed ? 0 : throw new NasKitException(
            $"The trial of {trial.Architecture} tells no simulated seconds.", "Draw over evaluations, or use an evaluator whose training times are known.")))];
    }

    // The last number at or before each place.
    private static double[] Steps(double[] times, IReadOnlyList<double?> values, double[] x)
    {
        var steps = new double[x.Length];
        var at = 0;
        for (var i = 0; i < x.Length; i++)
        {
            while (at + 1 < times.Length && times[at + 1] <= x[i]) at++;
            steps[i] = values[at]!.Value;
        }
        return steps;
    }
}
