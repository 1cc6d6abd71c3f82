using NasKit.Studies;

namespace NasKit.Charts;

/// <summary>One upright axis of a chart of parallel coordinates.</summary>
/// <param name="Title">What stands on it; not empty.</param>
/// <param name="Labels">The choices of a decision, from below, whose indexes are the values; null for numbers.</param>
/// <param name="Unit">Unit of the numbers; null for none.</param>
public sealed record ParallelAxis(string Title, IReadOnlyList<string>? Labels = null, string? Unit = null)
{
    /// <summary>Title and unit.</summary>
    public string Label => string.IsNullOrEmpty(Unit) ? Title : $"{Title} ({Unit})";
}

/// <summary>One architecture: a value on each axis.</summary>
/// <param name="Values">As many as there are axes, finite; on an axis with labels the index of one.</param>
/// <param name="Label">What a reader sees when pointing at it; may be absent.</param>
public sealed record ParallelLine(IReadOnlyList<double> Values, string? Label = null);

/// <summary>Lines of one colour.</summary>
/// <param name="Name">Name in the legend; not empty, unique in the chart.</param>
/// <param name="Lines">The lines; an empty list shows as “no data”.</param>
/// <param name="Muted">Whether they are grey ground for the others.</param>
public sealed record ParallelSeries(string Name, IReadOnlyList<ParallelLine> Lines, bool Muted = false);

/// <summary>The data of a chart of parallel coordinates: every architecture is a line through its decisions and objectives.</summary>
public sealed record ParallelCoordinatesData
{
    /// <summary>Title above the chart; may be empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>The axes from left to right, at least two.</summary>
    public required IReadOnlyList<ParallelAxis> Axes { get; init; }

    /// <summary>The lines, grey ones first drawn.</summary>
    public IReadOnlyList<ParallelSeries> Series { get; init; } = [];

    /// <summary>The architectures that a search tried, each once: decisions, then objectives; those on its front in colour.</summary>
    /// <param name="search">The search, with at least one trial that did not fail.</param>
    /// <exception cref="ArgumentException">All its trials failed.</exception>
    public static ParallelCoordinatesData Of(SearchResult search)
    {
        ArgumentNullException.ThrowIfNull(search);
        var whole = search.Trials.Where(trial => !trial.Failed).DistinctBy(trial => trial.Architecture).ToArray();
        if (whole.Length == 0) throw new ArgumentException("All trials of the search failed; there is nothing to draw.", nameof(search));
        var front = search.Front().Select(trial => trial.Architecture).ToHashSet();
        ParallelLine Line(Strategies.Trial trial) => new([.. trial.Architecture.Choices.Select(choice => (double)choice), .. trial.Values], trial.Architecture.ToString());
        return new()
        {
            Axes =
            [
                .. whole[0].Architecture.Space.Decisions.Select(decision => new ParallelAxis(decision.Name, decision.Labels)),
                .. search.Objectives.Select(objective => new ParallelAxis(objective.Name, null, objective.Unit)),
            ],
            Series =
            [
                new("dominated", [.. whole.Where(trial => !front.Contains(trial.Architecture)).Select(Line)], Muted: true),
                new("front", [.. whole.Where(trial => front.Contains(trial.Architecture)).Select(Line)]),
            ],
        };
    }

    /// <summary>Checks names, lengths and numbers.</summary>
    /// <exception cref="ArgumentException">Something is wrong; the message lists all of it.</exception>
    public void Validate()
    {
        var problems = new ChartProblems("Parallel coordinates");
        if (problems.List(nameof(Axes), Axes))
        {
            problems.Names(nameof(Axes), Axes.Select(axis => axis.Title));
            problems.Require(Axes.Count >= 2, $"Axes must be at least two (there {(Axes.Count == 1 ? "is one" : "are none")}).");
            foreach (var axis in Axes) problems.Require(axis.Labels is not { Count: 0 }, $"axis '{axis.Title}' has no labels; give some, or null for numbers.");
            if (problems.List(nameof(Series), Series))
            {
                problems.Names(nameof(Series), Series.Select(series => series.Name));
                foreach (var series in Series) Lines(series);
            }
        }
        problems.Throw();

        void Lines(ParallelSeries series)
        {
            if (!problems.List($"series '{series.Name}'", series.Lines)) return;
            for (var i = 0; i < series.Lines.Count; i++)
            {
                var values = series.Lines[i].Values;
                problems.Require(values.Count == Axes.Count, $"series '{series.Name}': line {i} has {values.Count} values for {Axes.Count} axes.");
                for (var a = 0; a < Math.Min(values.Count, Axes.Count); a++)
                {
                    problems.Number($"series '{series.Name}': line {i} on '{Axes[a].Title}'", values[a]);
                    problems.Require(Axes[a].Labels is not { } labels || (values[a] >= 0 && values[a] < labels.Count && values[a] == Math.Floor(values[a])),
                        $"series '{series.Name}': line {i} has {values[a]} on '{Axes[a].Title}', which has labels 0…{Axes[a].Labels?.Count - 1}.");
                }
            }
        }
    }

    /// <summary>The numbers at the bottom and the top of an axis; labels stand in the middles of bands of equal height.</summary>
    /// <param name="axis">Its index.</param>
    public (double Low, double High) Range(int axis)
    {
        if (Axes[axis].Labels is { } labels) return (-0.5, labels.Count - 0.5);
        var values = Series.SelectMany(series => series.Lines).Select(line => line.Values[axis]).DefaultIfEmpty(0).ToArray();
        return values.Max() > values.Min() ? (values.Min(), values.Max()) : (values[0] - 0.5, values[0] + 0.5);
    }

    /// <summary>What the chart shows, in words, with the number of lines.</summary>
    public string Caption
    {
        get
        {
            var parts = Series.Select(series => $"{series.Name}: {(series.Lines.Count == 0 ? "no data" : $"n = {series.Lines.Count}")}").ToArray();
            return $"{ChartAxis.Opening(Title, $"parallel coordinates: every line is an architecture, through {string.Join(", ", Axes.Select(axis => axis.Label))}.")} {(parts.Length == 0 ? "No data" : string.Join("; ", parts))}. "
                + "Lines that share a choice are spread over its band by their value on the last axis.";
        }
    }
}
