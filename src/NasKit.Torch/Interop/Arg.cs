using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>One argument of an <see cref="Operator"/>: made by implicit conversion, without an allocation.</summary>
internal readonly struct Arg
{
    internal readonly object? Reference;
    internal readonly long Bits;
    internal readonly NativeKind Kind;

    private Arg(NativeKind kind, long bits, object? reference)
    {
        Kind = kind;
        Bits = bits;
        Reference = reference;
    }

    /// <summary>No value, for an optional argument.</summary>
    internal static Arg None => default;

    /// <summary>The default that the operator's schema gives; what follows the last argument has it anyway.</summary>
    internal static Arg Default => new(NativeKind.Default, 0, null);

    public static implicit operator Arg(Tensor? value) => value is null ? default : new(NativeKind.Tensor, 0, value);
    public static implicit operator Arg(int value) => new(NativeKind.Int, value, null);
    public static implicit operator Arg(long value) => new(NativeKind.Int, value, null);
    public static implicit operator Arg(float value) => (double)value;
    public static implicit operator Arg(double value) => new(NativeKind.Double, BitConverter.DoubleToInt64Bits(value), null);
    public static implicit operator Arg(bool value) => new(NativeKind.Bool, value ? 1 : 0, null);
    public static implicit operator Arg(long? value) => value is { } given ? (Arg)given : default;
    public static implicit operator Arg(double? value) => value is { } given ? (Arg)given : default;
    public static implicit operator Arg(bool? value) => value is { } given ? (Arg)given : default;
    public static implicit operator Arg(Scalar? value) => value is null ? default : new(value.Kind, value.Bits, null);
    public static implicit operator Arg(long[]? value) => value is null ? default : new(NativeKind.IntList, 0, value);
    public static implicit operator Arg(double[]? value) => value is null ? default : new(NativeKind.DoubleList, 0, value);
    public static implicit operator Arg(Tensor?[]? value) => value is null ? default : new(NativeKind.TensorList, 0, value);
    public static implicit operator Arg(List<Tensor>? value) => value is null ? default : new(NativeKind.TensorList, 0, value.ToArray());
    public static implicit operator Arg(ScalarType value) => new(NativeKind.ScalarType, (long)value, null);
    public static implicit operator Arg(ScalarType? value) => value is { } given ? (Arg)given : default;
    public static implicit operator Arg(Device? value) => value is null ? default : new(NativeKind.Device, value.Packed, null);
    public static implicit operator Arg(MemoryFormat value) => new(NativeKind.MemoryFormat, (long)value, null);
    public static implicit operator Arg(string? value) => value is null ? default : new(NativeKind.String, 0, System.Text.Encoding.UTF8.GetBytes(value));
    public static implicit operator Arg(Generator? value) => value is null ? default : new(NativeKind.Generator, 0, value);

    /// <summary>A list of tensors, whatever holds it.</summary>
    internal static Arg List(IEnumerable<Tensor?>? value) => value switch { null => default, Tensor?[] array => array, _ => value.ToArray() };

    /// <summary>The 8-byte words that a list or string of this argument needs beside it.</summary>
    internal int Words => Kind switch
    {
        NativeKind.IntList or NativeKind.DoubleList or NativeKind.TensorList => ((Array)Reference!).Length,
        NativeKind.String => (((byte[])Reference!).Length + 7) / 8,
        _ => 0,
    };

    /// <summary>Writes the argument for native code; lists go to <paramref name="buffer"/>, which moves past them.</summary>
    internal unsafe void Write(NativeValue* value, ref long* buffer, string operation, int position)
    {
        value->Kind = Kind;
        value->Count = 0;
        value->Bits = Bits;
        switch (Kind)
        {
            case NativeKind.Tensor:
                value->Bits = ((Tensor)Reference!).Acquire(operation, position);
                break;
            case NativeKind.Generator:
                value->Bits = ((Generator)Reference!).Acquire(operation);
                break;
            case NativeKind.TensorList:
                var tensors = (Tensor?[])Reference!;
                Point(value, buffer, tensors.Length);
                for (var i = 0; i < tensors.Length; i++)
                {
                    *buffer++ = 0;
                }
                for (var i = 0; i < tensors.Length; i++)
                {
                    ((long*)value->Bits)[i] = tensors[i] is { } tensor ? tensor.Acquire(operation, position) : 0;
                }
                break;
            case NativeKind.IntList:
                var integers = (long[])Reference!;
                Point(value, buffer, integers.Length);
                integers.CopyTo(new Span<long>(buffer, integers.Length));
                buffer += integers.Length;
                break;
            case NativeKind.DoubleList:
                var numbers = (double[])Reference!;
                Point(value, buffer, numbers.Length);
                numbers.CopyTo(new Span<double>(buffer, numbers.Length));
                buffer += numbers.Length;
                break;
            case NativeKind.String:
                var text = (byte[])Reference!;
                Point(value, buffer, text.Length);
                text.CopyTo(new Span<byte>(buffer, text.Length));
                buffer += Words;
                break;
        }
    }

    /// <summary>Gives back what <see cref="Write"/> acquired for the native value.</summary>
    internal unsafe void Release(NativeValue* value)
    {
        if (Kind == NativeKind.Tensor)
        {
            Release((Tensor)Reference!, value->Bits);
        }
        else if (Kind == NativeKind.Generator && value->Bits != 0)
        {
            ((Generator)Reference!).Release();
        }
        else if (Kind == NativeKind.TensorList)
        {
            var tensors = (Tensor?[])Reference!;
            for (var i = 0; i < value->Count; i++)
            {
                Release(tensors[i], ((long*)value->Bits)[i]);
            }
        }
    }

    private static void Release(Tensor? tensor, long acquired)
    {
        if (acquired != 0)
        {
            tensor!.Release();
        }
    }

    private static unsafe void Point(NativeValue* value, long* buffer, int count)
    {
        value->Count = count;
        value->Bits = (long)buffer;
    }

    /// <summary>The argument as an error message shows it: shape and dtype of tensors, else the value.</summary>
    public override string ToString() => Kind switch
    {
        NativeKind.None => "none",
        NativeKind.Default => "default",
        NativeKind.Tensor => ((Tensor)Reference!).Describe(),
        NativeKind.TensorList => "[" + string.Join(", ", ((Tensor?[])Reference!).Take(4).Select(t => t?.Describe() ?? "none")) + (((Array)Reference!).Length > 4 ? ", …]" : "]"),
        NativeKind.IntList => "[" + string.Join(", ", (long[])Reference!) + "]",
        NativeKind.DoubleList => "[" + string.Join(", ", (double[])Reference!) + "]",
        NativeKind.Double => BitConverter.Int64BitsToDouble(Bits).ToString(System.Globalization.CultureInfo.InvariantCulture),
        NativeKind.Bool => Bits != 0 ? "true" : "false",
        NativeKind.ScalarType => ((ScalarType)Bits).ToString(),
        NativeKind.Device => Device.Unpack(Bits).ToString(),
        NativeKind.String => '"' + System.Text.Encoding.UTF8.GetString((byte[])Reference!) + '"',
        NativeKind.Generator => "generator",
        NativeKind.MemoryFormat => ((MemoryFormat)Bits).ToString(),
        _ => Bits.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}

/// <summary>The order in which a four-dimensional tensor lies in memory.</summary>
internal enum MemoryFormat
{
    Contiguous, Preserve, ChannelsLast, ChannelsLast3d,
}
