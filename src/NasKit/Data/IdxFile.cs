using System.Buffers.Binary;
using System.Globalization;

namespace NasKit.Data;

/// <summary>A file in the idx format of the MNIST family, plain or gzip-compressed: an array of bytes with its dimensions.</summary>
/// <remarks>
/// Format: two zero bytes, the element type (8 = unsigned byte), the number of dimensions, each dimension as a big-endian 32-bit number,
/// then the bytes, last dimension fastest (LeCun, Cortes and Burges, "The MNIST database of handwritten digits").
/// </remarks>
internal static class IdxFile
{
    private const long LargestLength = 1 << 30;

    /// <summary>Reads a whole file, which must hold exactly what its header says.</summary>
    /// <param name="path">The file; compressed where it starts with gzip's two bytes, whatever its name.</param>
    /// <param name="dimensions">How many dimensions it must have.</param>
    /// <exception cref="NasKitException">The file cannot be read, is damaged, or is another kind of file.</exception>
    public static (int[] Shape, byte[] Bytes) Read(string path, int dimensions) =>
        DataFile.Read(path, stream => Read(stream, path, dimensions));

    private static (int[] Shape, byte[] Bytes) Read(Stream stream, string path, int dimensions)
    {
        Span<byte> header = stackalloc byte[4 + 4 * dimensions];
        var got = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (got < header.Length)
        {
            throw DataFile.Damaged(path, string.Create(CultureInfo.InvariantCulture, $"expected a header of {header.Length} bytes, came to the end after {got}"));
        }

        var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        var expected = 0x0800u + (uint)dimensions;
        if (magic != expected)
        {
            throw DataFile.Damaged(path, $"expected the idx number 0x{expected:x8} (unsigned bytes in {dimensions} dimension{(dimensions == 1 ? "" : "s")}) at its start, found 0x{magic:x8}");
        }

        var shape = new int[dimensions];
        var length = 1L;
        for (var i = 0; i < dimensions; i++)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(header[(4 + 4 * i)..]);
            length = size > LargestLength ? LargestLength + 1 : Math.Min(length * size, LargestLength + 1);
            shape[i] = (int)Math.Min(size, int.MaxValue);
            if (size == 0)
            {
                throw DataFile.Damaged(path, string.Create(CultureInfo.InvariantCulture, $"its header gives dimension {i + 1} as 0"));
            }
        }

        var sizes = string.Join("×", shape);
        if (length > LargestLength)
        {
            throw DataFile.Damaged(path, $"its header promises {sizes} bytes, more than any such file has");
        }

        var bytes = new byte[length];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < length)
        {
            throw DataFile.Damaged(path, string.Create(CultureInfo.InvariantCulture, $"its header promises {sizes} = {length} bytes, but only {read} follow"));
        }

        if (stream.ReadByte() >= 0) // also lets gzip check its sum at the end
        {
            throw DataFile.Damaged(path, string.Create(CultureInfo.InvariantCulture, $"its header promises {sizes} = {length} bytes, but more follow"));
        }

        return (shape, bytes);
    }
}
