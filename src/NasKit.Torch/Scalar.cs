using System.Globalization;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>One number given to an operator: an integer, a floating-point number or a truth value.</summary>
public sealed class Scalar : IDisposable
{
    internal Scalar(NativeKind kind, long bits)
    {
        if (kind is not (NativeKind.Int or NativeKind.Double or NativeKind.Bool))
        {
            throw new ArgumentException($"A scalar is an integer, a floating-point number or a truth value, not {kind}.", nameof(kind));
        }
        Kind = kind;
        Bits = bits;
    }

    internal NativeKind Kind { get; }

    internal long Bits { get; }

    /// <summary>The dtype a tensor of this number alone would have by default.</summary>
    public torch.ScalarType Type => Kind switch { NativeKind.Int => torch.ScalarType.Int64, NativeKind.Bool => torch.ScalarType.Bool, _ => torch.ScalarType.Float64 };

    public static implicit operator Scalar(byte value) => new(NativeKind.Int, value);
    public static implicit operator Scalar(sbyte value) => new(NativeKind.Int, value);
    public static implicit operator Scalar(short value) => new(NativeKind.Int, value);
    public static implicit operator Scalar(int value) => new(NativeKind.Int, value);
    public static implicit operator Scalar(long value) => new(NativeKind.Int, value);
    public static implicit operator Scalar(Half value) => (double)value;
    public static implicit operator Scalar(float value) => (double)value;
    public static implicit operator Scalar(double value) => new(NativeKind.Double, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Scalar(bool value) => new(NativeKind.Bool, value ? 1 : 0);

    public double ToDouble() => Kind == NativeKind.Double ? BitConverter.Int64BitsToDouble(Bits) : Bits;
    public float ToSingle() => (float)ToDouble();
    public long ToInt64() => Kind == NativeKind.Double ? (long)ToDouble() : Bits;
    public int ToInt32() => checked((int)ToInt64());
    public bool ToBoolean() => ToDouble() != 0;

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        NativeKind.Bool => Bits != 0 ? "True" : "False",
        NativeKind.Int => Bits.ToString(CultureInfo.InvariantCulture),
        _ => ToDouble().ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Does nothing: a number holds no native memory here. TorchSharp's does.</summary>
    public void Dispose()
    {
    }
}

/// <summary>Numbers as scalars, spelled as a method.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this bool value) => value;
}
