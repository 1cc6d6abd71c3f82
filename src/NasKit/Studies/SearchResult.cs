using System.Collections.Immutable;
using NasKit.Evaluation;
using NasKit.Pareto;
using NasKit.Spaces;
using NasKit.Strategies;

namespace NasKit.Studies;

/// <summary>One search: all its trials, in the order in which the searcher was told.</summary>
public sealed record SearchResult
{
    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>The objectives, in the order of <see cref="Trial.Values"/>.</summary>
    public required ImmutableArray<Objective> Objectives { get; init; }

    /// <summary>The trials, failed ones included.</summary>
    public required ImmutableArray<Trial> Trials { get; init; }

    /// <summary>After each trial, the index of the trial that the search would answer with; −1 while all have failed.</summary>
    /// <remarks>The best first objective among the trials at the largest budget seen so far, the earlier of equals; where a strategy recommends otherwise, what it recommends.</remarks>
    public required ImmutableArray<int> Incumbents { get; init; }

    /// <summary>Seconds of real time, in this session.</summary>
    public required double Seconds { get; init; }

    /// <summary>What the search would answer with; null when all trials failed.</summary>
    public Trial? Incumbent => Trials.Length > 0 && Incumbents[^1] >= 0 ? Trials[Incumbents[^1]] : null;

    /// <summary>After each trial, a number of the incumbent; null while there is none.</summary>
    /// <param name="report">The number: its test accuracy, for example.</param>
    public IReadOnlyList<double?> Curve(Func<Architecture, double> report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var curve = new double?[Trials.Length];
        for (var i = 0; i < curve.Length; i++)
        {
            curve[i] = Incumbents[i] < 0 ? null : i > 0 && Incumbents[i] == Incumbents[i - 1] ? curve[i - 1] : report(Trials[Incumbents[i]].Architecture);
        }

        return curve;
    }

    /// <summary>After each trial, the first objective of the incumbent as it was observed, in its own unit; null while there is none.</summary>
    public IReadOnlyList<double?> Best() => [.. Incumbents.Select(i => i < 0 ? (double?)null : Trials[i].Values[0])];

    /// <summary>The trials that no other dominates, each point once, by ascending (or, where it is maximised, descending) first objective.</summary>
    public IReadOnlyList<Trial> Front()
    {
        var whole = Trials.Where(trial => !trial.Failed).ToArray();
        return whole.Length == 0 ? [] : [.. ParetoFront.Indexes(PointSet.From([.. whole.Select(Minimised)])).Select(i => whole[i])];
    }

    /// <summary>After each trial, the hypervolume of all trials so far.</summary>
    /// <param name="reference">The reference point, every objective to be minimised, as <see cref="ReferencePoint.FromValues"/> makes it.</param>
    public IReadOnlyList<double> HypervolumeCurve(ReferencePoint reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var curve = new double[Trials.Length];
        var front = new List<double[]>();
        for (var i = 0; i < curve.Length; i++)
        {
            var point = Trials[i].Failed ? null : Minimised(Trials[i]);
            curve[i] = i == 0 ? 0 : curve[i - 1];
            if (point is not null && !front.Any(other => Dominance.WeaklyDominates(other, point)))
            {
                front.RemoveAll(other => Dominance.WeaklyDominates(point, other));
                front.Add(point);
                curve[i] = Hypervolume.Of(PointSet.From(front), reference);
            }
        }

        return curve;
    }

    private double[] Minimised(Trial trial) => [.. trial.Values.Select((value, m) => Objectives[m].Direction.ToMinimised(value))];
}
