using static TorchSharp.torch;

namespace TorchSharp.Serialization;

/// <summary>Tensors in TorchSharp's binary form: dtype, rank and lengths as LEB128 numbers, then the elements, little-endian.</summary>
internal static class TensorStream
{
    private const long LargestRank = 64;

    internal static void Write(BinaryWriter writer, Tensor tensor)
    {
        using IDisposable mode = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor plain = tensor.detach().cpu().contiguous();
        long[] shape = plain.shape;
        WriteNumber(writer, (long)plain.dtype);
        WriteNumber(writer, shape.Length);
        foreach (long length in shape)
            WriteNumber(writer, length);
        if (plain.numel() > 0)
            writer.Write(plain.bytes);
    }

    /// <summary>A tensor on the processor.</summary>
    /// <exception cref="InvalidDataException">The stream holds no such tensor.</exception>
    internal static Tensor Read(BinaryReader reader, string name)
    {
        var type = (ScalarType)ReadNumber(reader, sbyte.MaxValue, name);
        if (!Enum.IsDefined(type))
            throw new InvalidDataException($"The saved '{name}' has dtype {(int)type}, which this layer does not know.");
        long[] shape = new long[ReadNumber(reader, LargestRank, name)];
        Int128 bytes = ElementSize(type);
        Int128 extent = bytes; // of a shape with a length 0 too, whose other lengths libtorch multiplies all the same
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = ReadNumber(reader, long.MaxValue, name);
            bytes = Int128.Min(bytes * shape[i], long.MaxValue);
            extent = Int128.Min(extent * Math.Max(1, shape[i]), long.MaxValue);
        }
        Stream stream = reader.BaseStream;
        if (bytes > int.MaxValue || extent == long.MaxValue || (stream.CanSeek && bytes > stream.Length - stream.Position))
            throw new InvalidDataException($"The saved '{name}' of shape [{string.Join(", ", shape)}] should have {bytes} bytes, which the stream does not hold.");
        Tensor tensor = empty(shape, dtype: type);
        try
        {
            if (bytes > 0)
                stream.ReadExactly(tensor.bytes);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    internal static void WriteNumber(BinaryWriter writer, long value)
    {
        ulong rest = (ulong)value;
        while (rest >= 0x80)
        {
            writer.Write((byte)(rest | 0x80));
            rest >>= 7;
        }
        writer.Write((byte)rest);
    }

    internal static long ReadNumber(BinaryReader reader, long largest, string name)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = reader.ReadByte();
            if (shift == 63 && part > 1)
                throw new InvalidDataException($"The saved '{name}' has a number that is too large.");
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                break;
        }
        return value <= (ulong)largest ? (long)value : throw new InvalidDataException($"The saved '{name}' has the number {value} where at most {largest} can be.");
    }

    /// <summary>Writes named tensors: how many, then each name with its tensor.</summary>
    internal static void WriteAll(BinaryWriter writer, IReadOnlyCollection<KeyValuePair<string, Tensor>> tensors)
    {
        WriteNumber(writer, tensors.Count);
        foreach (var (name, tensor) in tensors)
        {
            writer.Write(name);
            Write(writer, tensor);
        }
    }

    /// <summary>Reads what <see cref="WriteAll"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The stream holds something else, or ends too early.</exception>
    internal static Dictionary<string, Tensor> ReadAll(BinaryReader reader)
    {
        var tensors = new Dictionary<string, Tensor>();
        string name = "count";
        try
        {
            for (long left = ReadNumber(reader, int.MaxValue, name); left > 0; left--)
            {
                name = reader.ReadString();
                Tensor tensor = Read(reader, name);
                if (tensors.TryAdd(name, tensor))
                    continue;
                tensor.Dispose();
                throw new InvalidDataException($"'{name}' was saved twice.");
            }
            return tensors;
        }
        catch (Exception error)
        {
            foreach (Tensor tensor in tensors.Values)
                tensor.Dispose();
            throw error is EndOfStreamException or FormatException ? new InvalidDataException($"The saved state ends or breaks off after '{name}'.", error) : error;
        }
    }
}
