using System.Collections;
using System.Runtime.CompilerServices;

namespace NasKit.Pareto;

/// <summary>The corner up to which a front is measured: M finite numbers, worse than every point that shall count; immutable.</summary>
/// <remarks>
/// As everywhere in this namespace the objectives are minimised: the reference accuracy 40 % is written −40, or through <see cref="FromValues"/>.
/// Can be written as a collection expression: <c>ReferencePoint reference = [110, -40];</c>
/// </remarks>
[CollectionBuilder(typeof(ReferencePoint), nameof(Create))]
public sealed class ReferencePoint : IReadOnlyList<double>
{
    private readonly double[] _values;

    /// <summary>Copies the corner.</summary>
    /// <param name="values">One finite number an objective, at least one.</param>
    /// <exception cref="ArgumentException">There is none, or one is not finite.</exception>
    public ReferencePoint(params ReadOnlySpan<double> values)
    {
        if (values.Length == 0)
        {
            throw new ArgumentException("A reference point needs one number for each objective; there is none.", nameof(values));
        }

        _values = values.ToArray();
        for (var m = 0; m < _values.Length; m++)
        {
            if (!double.IsFinite(_values[m]))
            {
                throw new ArgumentException($"The reference point has {_values[m]} in objective {m}, but must be finite.", nameof(values));
            }
        }
    }

    /// <summary>M, the number of objectives.</summary>
    public int Count => _values.Length;

    /// <summary>The numbers, one an objective, all minimised.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The bound in one objective.</summary>
    /// <param name="index">Objective, 0…M−1.</param>
    public double this[int index] => _values[index];

    /// <summary>A corner in the objectives' own units and directions.</summary>
    /// <param name="values">For each objective the worst value that is still counted, and its direction.</param>
    /// <exception cref="ArgumentException">There is none, or one is not finite.</exception>
    public static ReferencePoint FromValues(params ReadOnlySpan<(double Value, Direction Direction)> values)
    {
        var minimised = new double[values.Length];
        for (var m = 0; m < minimised.Length; m++)
        {
            minimised[m] = values[m].Direction.ToMinimised(values[m].Value);
        }

        return new ReferencePoint(minimised);
    }

    /// <summary>A corner a little beyond the worst value of each objective, so that every point counts.</summary>
    /// <param name="points">The points, dominated ones included.</param>
    /// <param name="margin">How far beyond, as a share of the objective's range, at least 0. Where all values are equal, that many units.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="margin"/> is negative or not finite.</exception>
    /// <remarks>With margin 0 a point that is worst in some objective counts nothing. Indicators are comparable only under the same corner.</remarks>
    public static ReferencePoint Beyond(PointSet points, double margin = 0.1)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (!(margin >= 0 && double.IsFinite(margin)))
        {
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "The margin must be a finite number of at least 0.");
        }

        var corner = new double[points.Objectives];
        for (var m = 0; m < corner.Length; m++)
        {
            var column = points.Column(m);
            var (least, most) = (column.Min(), column.Max());
            corner[m] = most + (margin * (most > least ? most - least : 1.0));
        }

        return new ReferencePoint(corner);
    }

    /// <summary>Copies the numbers of a collection expression.</summary>
    /// <param name="values">One finite number an objective, at least one.</param>
    public static ReferencePoint Create(ReadOnlySpan<double> values) => new(values);

    /// <summary>Copies an array; the same as the constructor.</summary>
    /// <param name="values">One finite number an objective, at least one.</param>
    public static implicit operator ReferencePoint(double[] values) => new(values);

    /// <summary>The numbers, one after the other.</summary>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _values.GetEnumerator();

    /// <summary>The numbers in parentheses.</summary>
    public override string ToString() => $"({string.Join(", ", _values)})";
}
