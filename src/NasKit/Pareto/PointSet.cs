using System.Collections;
using System.Runtime.CompilerServices;

namespace NasKit.Pareto;

/// <summary>Points in objective space, N × M finite numbers, every objective to be minimised; immutable.</summary>
/// <remarks>Can be written as a collection expression: <c>PointSet points = [[1, 3], [2, 2]];</c></remarks>
[CollectionBuilder(typeof(PointSet), nameof(Create))]
public sealed class PointSet : IReadOnlyList<double[]>
{
    private readonly double[] _values;

    /// <summary>Copies points that lie one after the other.</summary>
    /// <param name="objectives">M, the number of objectives of each point, at least 1.</param>
    /// <param name="values">N × M numbers, point by point.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="objectives"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">There are no points, the last one is incomplete, or a number is not finite.</exception>
    public PointSet(int objectives, ReadOnlySpan<double> values)
        : this(Checked(objectives, values).ToArray(), objectives)
    {
    }

    private PointSet(double[] values, int objectives)
    {
        _values = values;
        Objectives = objectives;
        Count = values.Length / objectives;
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException(
                    $"Point {i / objectives} has {values[i]} in objective {i % objectives}, but every objective must be a finite number. "
                    + "Leave out points that were not measured.",
                    nameof(values));
            }
        }
    }

    /// <summary>N, the number of points, at least 1.</summary>
    public int Count { get; }

    /// <summary>M, the number of objectives of each point, at least 1.</summary>
    public int Objectives { get; }

    /// <summary>All numbers, point by point: N × M.</summary>
    public ReadOnlySpan<double> Values => _values;

    double[] IReadOnlyList<double[]>.this[int index] => Point(index).ToArray();

    /// <summary>One number.</summary>
    /// <param name="index">Point, 0…N−1.</param>
    /// <param name="objective">Objective, 0…M−1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point or objective.</exception>
    public double this[int index, int objective]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(objective);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(objective, Objectives);
            return Point(index)[objective];
        }
    }

    /// <summary>Copies a list of points.</summary>
    /// <param name="points">N arrays of the same length M.</param>
    /// <exception cref="ArgumentException">There are no points, their lengths differ or are 0, or a number is not finite.</exception>
    public static PointSet From(IReadOnlyList<double[]> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count == 0)
        {
            throw NoPoints(nameof(points));
        }

        var objectives = points[0]?.Length ?? 0;
        if (objectives == 0)
        {
            throw new ArgumentException("Point 0 has no objectives; at least one is needed.", nameof(points));
        }

        var values = new double[points.Count * objectives];
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i]?.Length != objectives)
            {
                throw new ArgumentException(
                    $"Point {i} has {points[i]?.Length ?? 0} objectives, but point 0 has {objectives}. Every point needs the same objectives in the same order.",
                    nameof(points));
            }

            points[i].CopyTo(values, i * objectives);
        }

        return new PointSet(values, objectives);
    }

    /// <summary>Joins columns of measurements, one an objective, and turns those to be maximised around.</summary>
    /// <param name="columns">For each objective its N values in its own unit, and its direction.</param>
    /// <returns>Points in the order of the columns' rows; maximised columns are negated.</returns>
    /// <exception cref="ArgumentException">There are no columns or rows, the lengths differ, or a number is not finite.</exception>
    public static PointSet FromColumns(params ReadOnlySpan<(IReadOnlyList<double> Values, Direction Direction)> columns)
    {
        if (columns.Length == 0 || columns[0].Values.Count == 0)
        {
            throw NoPoints(nameof(columns));
        }

        var count = columns[0].Values.Count;
        var values = new double[count * columns.Length];
        for (var m = 0; m < columns.Length; m++)
        {
            var (column, direction) = columns[m];
            if (column.Count != count)
            {
                throw new ArgumentException(
                    $"Column {m} has {column.Count} values, but column 0 has {count}. Every row needs a value in each column.", nameof(columns));
            }

            for (var i = 0; i < count; i++)
            {
                values[(i * columns.Length) + m] = direction.ToMinimised(column[i]);
            }
        }

        return new PointSet(values, columns.Length);
    }

    /// <summary>Copies the points of a collection expression.</summary>
    /// <param name="points">N arrays of the same length M.</param>
    /// <exception cref="ArgumentException">As for <see cref="From"/>.</exception>
    public static PointSet Create(ReadOnlySpan<double[]> points) => From(points.ToArray());

    /// <summary>Copies an array of points; the same as <see cref="From"/>.</summary>
    /// <param name="points">N arrays of the same length M.</param>
    public static implicit operator PointSet(double[][] points) => From(points);

    /// <summary>The M objectives of one point.</summary>
    /// <param name="index">Point, 0…N−1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    public ReadOnlySpan<double> Point(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _values.AsSpan(index * Objectives, Objectives);
    }

    /// <summary>The chosen points, in the order they are named; an index may be named twice.</summary>
    /// <param name="indexes">At least one index, each 0…N−1.</param>
    /// <exception cref="ArgumentException">No index is given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    public PointSet Select(params ReadOnlySpan<int> indexes)
    {
        if (indexes.Length == 0)
        {
            throw NoPoints(nameof(indexes));
        }

        var values = new double[indexes.Length * Objectives];
        for (var i = 0; i < indexes.Length; i++)
        {
            Point(indexes[i]).CopyTo(values.AsSpan(i * Objectives));
        }

        return new PointSet(values, Objectives);
    }

    /// <summary>Copies of the points, one after the other.</summary>
    public IEnumerator<double[]> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return Point(i).ToArray();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The number of points and objectives.</summary>
    public override string ToString() => $"{Count} points, {Objectives} objectives";

    /// <summary>Copies one objective of every point.</summary>
    internal double[] Column(int objective)
    {
        var column = new double[Count];
        for (int i = 0, from = objective; i < column.Length; i++, from += Objectives)
        {
            column[i] = _values[from];
        }

        return column;
    }

    internal void RequireSameObjectives(PointSet other, string name)
    {
        ArgumentNullException.ThrowIfNull(other, name);
        if (other.Objectives != Objectives)
        {
            throw new ArgumentException(
                $"The points have {Objectives} objectives, but the reference points have {other.Objectives}. Both need the same objectives in the same order.",
                name);
        }
    }

    private static ReadOnlySpan<double> Checked(int objectives, ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(objectives, 1);
        if (values.Length == 0)
        {
            throw NoPoints(nameof(values));
        }

        if (values.Length % objectives != 0)
        {
            throw new ArgumentException(
                $"{values.Length} numbers do not make whole points of {objectives} objectives: {values.Length % objectives} are left over.", nameof(values));
        }

        return values;
    }

    private static ArgumentException NoPoints(string name) =>
        new("There are no points. A front, a rank or an indicator needs at least one; check what was filtered out before.", name);
}
