using System.Collections;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>The elements of a tensor in the processor's memory, in row-major order whatever their order in memory.</summary>
/// <typeparam name="T">The .NET type of the tensor's elements.</typeparam>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly Tensor tensor;
    private readonly bool contiguous;
    private readonly long[] shape;
    private readonly long[] strides;

    internal TensorAccessor(Tensor tensor)
    {
        var info = tensor.Info("data");
        if (!Matches((ScalarType)info.DType))
        {
            throw new ArgumentException($"data<{typeof(T).Name}>({tensor.Describe()}): the elements are {(ScalarType)info.DType}. Read that type, or convert with to(ScalarType) first.");
        }
        if (Device.Unpack(info.Device).type != DeviceType.CPU)
        {
            throw new InvalidOperationException($"data<{typeof(T).Name}>({tensor.Describe()}): the tensor lives on {Device.Unpack(info.Device)}; call cpu() first.");
        }
        this.tensor = tensor;
        Count = info.Elements;
        contiguous = info.IsContiguous != 0;
        shape = tensor.shape;
        strides = tensor.stride();
    }

    /// <summary>How many elements there are.</summary>
    public long Count { get; }

    /// <summary>True if there is exactly one element.</summary>
    public bool IsScalar => Count == 1;

    public T this[params long[] indices]
    {
        get
        {
            var offset = Offset(indices);
            var value = Begin()[offset];
            tensor.Release();
            return value;
        }

        set
        {
            var offset = Offset(indices);
            Begin()[offset] = value;
            tensor.Release();
        }
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array.AsSpan());
        return array;
    }

    /// <summary>An array of as many dimensions as the tensor has.</summary>
    public Array ToNDArray()
    {
        if (shape.Length == 0)
        {
            return ToArray();
        }
        var array = Array.CreateInstance(typeof(T), shape);
        var flat = ToArray();
        fixed (byte* to = &System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(array))
        {
            flat.CopyTo(new Span<T>(to, flat.Length));
        }
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(arrayIndex), tensorIndex);

    /// <summary>Fills the span, from the element of this number on.</summary>
    public void CopyTo(Span<T> span, long tensorIndex = 0)
    {
        var count = Part(span.Length, tensorIndex);
        var data = Begin();
        try
        {
            if (contiguous)
            {
                new Span<T>(data + tensorIndex, count).CopyTo(span);
                return;
            }
            for (var i = 0; i < count; i++)
            {
                span[i] = data[Offset(tensorIndex + i)];
            }
        }
        finally
        {
            tensor.Release();
        }
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom(array.AsSpan(arrayIndex), tensorIndex);

    /// <summary>Overwrites the elements from this number on.</summary>
    public void CopyFrom(ReadOnlySpan<T> span, long tensorIndex = 0)
    {
        var count = Part(span.Length, tensorIndex);
        var data = Begin();
        try
        {
            if (contiguous)
            {
                span[..count].CopyTo(new Span<T>(data + tensorIndex, count));
                return;
            }
            for (var i = 0; i < count; i++)
            {
                data[Offset(tensorIndex + i)] = span[i];
            }
        }
        finally
        {
            tensor.Release();
        }
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
        {
            yield return At(i);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Does nothing: the tensor is left as it is.</summary>
    public void Dispose()
    {
    }

    private static bool Matches(ScalarType type) => TypeOf<T>() == type || (type == ScalarType.Bool && typeof(T) == typeof(byte));

    private T At(long number)
    {
        var value = Begin()[Offset(number)];
        tensor.Release();
        return value;
    }

    /// <summary>The first element, to be used until the tensor is released. The tensor may have been resized since, so it is looked up anew.</summary>
    private T* Begin()
    {
        TensorInfo info;
        var handle = tensor.Acquire("data");
        if (NativeMethods.nk_info(handle, &info) < 0 || info.Elements != Count || (info.IsContiguous != 0) != contiguous)
        {
            tensor.Release();
            throw new InvalidOperationException("data: the tensor was given another shape since its elements were asked for.");
        }
        return (T*)info.Data;
    }

    private int Part(int length, long first) =>
        first < 0 || first > Count ? throw new ArgumentOutOfRangeException(nameof(first), first, $"data: there are {Count} elements.")
        : (int)Math.Min(Count - first, length);

    private long Offset(long[] indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        if (indices.Length == 1)
        {
            return indices[0] >= 0 && indices[0] < Count ? Offset(indices[0]) : throw new ArgumentOutOfRangeException(nameof(indices), indices[0], $"data: there are {Count} elements.");
        }
        if (indices.Length != shape.Length)
        {
            throw new ArgumentException($"data: {indices.Length} indices for {shape.Length} dimensions.", nameof(indices));
        }
        var offset = 0L;
        for (var d = 0; d < indices.Length; d++)
        {
            offset += indices[d] >= 0 && indices[d] < shape[d] ? indices[d] * strides[d] : throw new ArgumentOutOfRangeException(nameof(indices), indices[d], $"data: dimension {d} has size {shape[d]}.");
        }
        return offset;
    }

    private long Offset(long number)
    {
        if (contiguous)
        {
            return number;
        }
        var offset = 0L;
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            offset += number % shape[d] * strides[d];
            number /= shape[d];
        }
        return offset;
    }
}
