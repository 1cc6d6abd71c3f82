using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace NasKit.Benchmarks;

/// <summary>Reads the text of a table's file, compressed or not.</summary>
internal static class TableFile
{
    private const int LargestLength = 1 << 30;

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file; compressed where it starts with gzip's two bytes, whatever its name.</param>
    /// <returns>The text as it is without compression.</returns>
    /// <exception cref="NasKitException">The file is not there, cannot be read, is damaged, or holds more than 1 GiB.</exception>
    public static byte[] Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            var bytes = new FileInfo(path).Length <= LargestLength ? File.ReadAllBytes(path) : throw TooLong(path);
            return bytes is [0x1F, 0x8B, ..] ? Unpack(bytes, path) : bytes;
        }
        catch (InvalidDataException error)
        {
            throw new NasKitException($"The table {path} is damaged: its gzip compression is broken.", "Get the file again.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NasKitException($"The table {path} cannot be read: {error.Message}", "Check that it is there and may be read.", error);
        }
    }

    /// <summary>The SHA-256 of a text, in lower-case hexadecimal digits.</summary>
    public static string Hash(byte[] text) => Convert.ToHexStringLower(SHA256.HashData(text));

    private static byte[] Unpack(byte[] packed, string path)
    {
        // The last four bytes say how long the text is, unless the file lies or has several parts.
        var hint = packed.Length >= 18 ? BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(packed.Length - 4)) : 0;
        const int mostPerByte = 1100;
        var text = new byte[hint <= Math.Min(LargestLength, mostPerByte * (long)packed.Length) ? hint + 1 : 1 << 16];
        using var stream = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        var length = 0;
        while (stream.Read(text, length, text.Length - length) is > 0 and var read)
        {
            length += read;
            if (length == text.Length)
            {
                Array.Resize(ref text, length < LargestLength ? Math.Min(2 * length, LargestLength) : throw TooLong(path));
            }
        }

        Array.Resize(ref text, length);
        return hint <= length ? text : throw new InvalidDataException("The text ends early.");
    }

    private static NasKitException TooLong(string path) => new($"The table {path} holds more than 1 GiB.", "Leave out columns or rows that are not needed.");
}
