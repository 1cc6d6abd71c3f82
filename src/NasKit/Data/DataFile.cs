using System.Globalization;
using System.IO.Compression;

namespace NasKit.Data;

/// <summary>A data file, plain or gzip-compressed.</summary>
internal static class DataFile
{
    /// <summary>Reads a file from its beginning.</summary>
    /// <param name="path">The file; compressed where it starts with gzip's two bytes, whatever its name.</param>
    /// <param name="read">Reads the plain bytes.</param>
    /// <exception cref="NasKitException">The file cannot be read, or its compression is broken.</exception>
    public static T Read<T>(string path, Func<Stream, T> read)
    {
        try
        {
            using var file = new BufferedStream(File.OpenRead(path), 1 << 16);
            var compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            if (!compressed)
            {
                return read(file);
            }

            using var plain = new GZipStream(file, CompressionMode.Decompress);
            return read(plain);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(path, "its gzip compression is broken", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NasKitException($"The data file {path} cannot be read: {e.Message}", "Check that it is there and may be read.", e);
        }
    }

    /// <summary>All bytes of a file.</summary>
    /// <param name="path">As above.</param>
    /// <param name="largest">The most bytes that such a file has.</param>
    /// <exception cref="NasKitException">As above, or the file is larger.</exception>
    public static byte[] Bytes(string path, int largest) => Read(path, stream =>
    {
        using var bytes = new MemoryStream();
        var part = new byte[1 << 16];
        for (int got; (got = stream.Read(part)) > 0;)
        {
            if (bytes.Length + got > largest)
            {
                throw Damaged(path, string.Create(CultureInfo.InvariantCulture, $"it has more than {largest} bytes, which no such file has"));
            }

            bytes.Write(part, 0, got);
        }

        return bytes.ToArray();
    });

    /// <summary>The first of a name with and without <c>.gz</c> that is in a folder, or null.</summary>
    public static string? Find(string folder, string name) =>
        new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".gz") }.FirstOrDefault(File.Exists);

    /// <summary>What to say of a file whose content is not what it should be.</summary>
    public static NasKitException Damaged(string path, string what, Exception? cause = null) => new(
        $"The data file {path} is damaged: {what}.", "Install or download the file again.", cause);
}
