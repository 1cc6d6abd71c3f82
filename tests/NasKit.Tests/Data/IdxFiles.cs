using System.Buffers.Binary;
using System.IO.Compression;

namespace NasKit.Tests.Data;

/// <summary>Small idx files, good ones and others.</summary>
internal static class IdxFiles
{
    public static byte[] Bytes(uint magic, uint[] shape, byte[] content)
    {
        var bytes = new byte[4 + 4 * shape.Length + content.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, magic);
        for (var i = 0; i < shape.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 + 4 * i), shape[i]);
        }

        content.CopyTo(bytes, 4 + 4 * shape.Length);
        return bytes;
    }

    public static byte[] Compressed(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return stream.ToArray();
    }

    public static byte[] Images(int count) => Bytes(0x803, [(uint)count, 28, 28], [.. Enumerable.Range(0, count * 784).Select(i => (byte)(i * 7))]);

    public static byte[] Labels(int count) => Bytes(0x801, [(uint)count], [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))]);

    /// <summary>Four files of 30 training and 20 test images, the latter compressed.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "train-images-idx3-ubyte"), Images(30));
        File.WriteAllBytes(Path.Combine(folder, "train-labels-idx1-ubyte"), Labels(30));
        File.WriteAllBytes(Path.Combine(folder, "t10k-images-idx3-ubyte.gz"), Compressed(Images(20)));
        File.WriteAllBytes(Path.Combine(folder, "t10k-labels-idx1-ubyte.gz"), Compressed(Labels(20)));
    }
}
