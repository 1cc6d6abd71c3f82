using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Tensors from .NET numbers and arrays. The numbers are copied.</summary>
public static partial class torch
{
    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) => Made<float>([scalar], [], null, device, requires_grad);
    public static Tensor tensor(int scalar, Device? device = null, bool requires_grad = false) => Made<int>([scalar], [], null, device, requires_grad);
    public static Tensor tensor(short scalar, Device? device = null, bool requires_grad = false) => Made<short>([scalar], [], null, device, requires_grad);
    public static Tensor tensor(byte scalar, Device? device = null, bool requires_grad = false) => Made<byte>([scalar], [], null, device, requires_grad);
    public static Tensor tensor(sbyte scalar, Device? device = null, bool requires_grad = false) => Made<sbyte>([scalar], [], null, device, requires_grad);
    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Made<double>([scalar], [], dtype, device, requires_grad);
    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Made<long>([scalar], [], dtype, device, requires_grad);
    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Made<bool>([scalar], [], dtype, device, requires_grad);

    public static Tensor tensor<T>(T[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged => Made<T>(rawArray, [rawArray.Length], dtype, device, requires_grad);
    public static Tensor tensor<T>(IList<T> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged => Made<T>(Flat(rawArray), [rawArray.Count], dtype, device, requires_grad);
    public static Tensor tensor<T>(T[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged => Made<T>(rawArray, dimensions, dtype, device, requires_grad);
    public static Tensor tensor<T>(IList<T> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged => Made<T>(Flat(rawArray), dimensions, dtype, device, requires_grad);
    public static Tensor tensor<T>(IList<T> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged => Made<T>(Flat(rawArray), [rows, columns], dtype, device, requires_grad);
    public static Tensor tensor<T>(IList<T> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged => Made<T>(Flat(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad);

    public static Tensor tensor<T>(IList<T> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged =>
        Made<T>(Flat(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    public static Tensor tensor<T>(T[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged => from_array(rawArray, dtype, device, requires_grad);
    public static Tensor tensor<T>(T[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged => from_array(rawArray, dtype, device, requires_grad);
    public static Tensor tensor<T>(T[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged => from_array(rawArray, dtype, device, requires_grad);

    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device ?? CPU);

    /// <summary>A tensor with the dimensions and elements of an array of numbers.</summary>
    public static unsafe Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        var type = TypeOf(rawArray.GetType().GetElementType()!);
        var dimensions = Enumerable.Range(0, rawArray.Rank).Select(rawArray.GetLongLength).ToArray();
        fixed (byte* first = &MemoryMarshal.GetArrayDataReference(rawArray))
        {
            return Made(first, rawArray.LongLength, type, dimensions, dtype, device, requires_grad);
        }
    }

    public static Tensor as_tensor<T>(T[] data, ScalarType? dtype = null, Device? device = null) where T : unmanaged => tensor(data, dtype, device);
    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);
    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) => data.to(dtype ?? data.dtype, device ?? data.device);

    /// <summary>A tensor of these elements in these dimensions.</summary>
    internal static unsafe Tensor Made<T>(ReadOnlySpan<T> elements, ReadOnlySpan<long> dimensions, ScalarType? dtype, Device? device, bool requires_grad) where T : unmanaged
    {
        fixed (T* first = elements)
        {
            return Made(first, elements.Length, TypeOf<T>(), dimensions, dtype, device, requires_grad);
        }
    }

    private static unsafe Tensor Made(void* elements, long count, ScalarType type, ReadOnlySpan<long> dimensions, ScalarType? dtype, Device? device, bool requires_grad)
    {
        var expected = Elements(dimensions);
        if (expected != count)
        {
            throw new ArgumentException($"tensor: {count} elements do not fill the shape [{string.Join(", ", dimensions.ToArray())}], which has {expected}.", nameof(dimensions));
        }
        var place = Placed(device);
        var convert = dtype is { } wanted && wanted != type;
        nint handle;
        fixed (long* sizes = dimensions)
        {
            handle = NativeError.Check(NativeMethods.nk_tensor(elements, sizes, dimensions.Length, (int)type, convert ? CPU.Packed : place.Packed), "tensor");
        }
        var made = new Tensor(handle);
        if (convert)
        {
            using var raw = made;
            made = raw.to(dtype!.Value, place);
        }
        return Finished(made, requires_grad);
    }

    /// <summary>How many elements a shape has.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or there would be too many.</exception>
    internal static long Elements(ReadOnlySpan<long> dimensions)
    {
        var count = 1L;
        foreach (var size in dimensions)
        {
            count = size >= 0 && (UInt128)count * (ulong)size <= long.MaxValue / 16 ? count * size
                : throw new ArgumentOutOfRangeException(nameof(dimensions), size, $"tensor: [{string.Join(", ", dimensions.ToArray())}] is no shape.");
        }
        return count;
    }

    private static T[] Flat<T>(IList<T> list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return list as T[] ?? list.ToArray();
    }

    public partial class Tensor
    {
        // This conversion also makes Scalar the better choice where a number fits an overload for each.
        public static implicit operator Tensor(Scalar value) => full([], value, value.Type);
        public static implicit operator Tensor(float value) => tensor(value);
        public static implicit operator Tensor(double value) => tensor(value);
        public static implicit operator Tensor(int value) => tensor(value);
        public static implicit operator Tensor(long value) => tensor(value);
        public static implicit operator Tensor(short value) => tensor(value);
        public static implicit operator Tensor(byte value) => tensor(value);
        public static implicit operator Tensor(bool value) => tensor(value);
        public static implicit operator Tensor(float[] value) => tensor(value);
        public static implicit operator Tensor(double[] value) => tensor(value);
        public static implicit operator Tensor(int[] value) => tensor(value);
        public static implicit operator Tensor(long[] value) => tensor(value);
        public static implicit operator Tensor(bool[] value) => tensor(value);
    }
}
