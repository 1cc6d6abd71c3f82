using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Runs;

/// <summary>Reads and writes tensors in the safetensors format, which other tools for PyTorch read too.</summary>
/// <remarks>Source: the format's description in the repository huggingface/safetensors: eight bytes of header length, a JSON header, the data.
/// Tensors lie one after the other without gaps, the ones with the widest elements first, so that each is aligned.</remarks>
public static class Safetensors
{
    private const long LargestTensor = int.MaxValue;

    /// <summary>Writes named tensors and a few words about them; the file appears whole or not at all.</summary>
    /// <param name="path">Where. It is written beside the target first, brought to the disk, and renamed.</param>
    /// <param name="tensors">Tensors of any device; complex ones have no place in the format.</param>
    /// <param name="metadata">Anything worth knowing, as strings.</param>
    /// <exception cref="ArgumentException">A name or dtype that the format has no place for.</exception>
    /// <exception cref="NasKitException">The file could not be written.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        SafetensorsHeader header = SafetensorsHeader.Of(tensors, metadata ?? new Dictionary<string, string>());
        string partial = path + ".partial";
        try
        {
            using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                file.Write(header.ToBytes());
                foreach (SafetensorsEntry entry in header.Entries)
                    WriteData(file, tensors[entry.Name], entry);
                file.Flush(flushToDisk: true);
            }
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Remove(partial);
            throw new NasKitException($"The weights could not be written to {path}: {error.Message}", "Is the folder there, writable and not full?", error);
        }
        catch
        {
            Remove(partial);
            throw;
        }
    }

    /// <summary>Reads all tensors of a file, on the processor; they belong to the caller's dispose scope.</summary>
    /// <exception cref="NasKitException">No such file, or one that is not whole and valid; no tensor is left behind.</exception>
    public static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var tensors = new Dictionary<string, Tensor>();
        try
        {
            using FileStream file = Open(path);
            SafetensorsHeader header = SafetensorsHeader.Read(file, path);
            foreach (SafetensorsEntry entry in header.Entries)
                tensors.Add(entry.Name, ReadData(file, entry, path));
            return (tensors, header.Metadata);
        }
        catch (Exception error)
        {
            foreach (Tensor tensor in tensors.Values)
                tensor.Dispose();
            if (error is EndOfStreamException or IOException or UnauthorizedAccessException)
                throw new NasKitException($"{path} could not be read: {error.Message}", "Is it still being written, or on a disk that failed?", error);
            throw;
        }
    }

    /// <summary>Reads only what <see cref="Save"/> was given as metadata; the layout of the file is checked, its data not read.</summary>
    /// <exception cref="NasKitException">No such file, or one that is not whole and valid.</exception>
    public static Dictionary<string, string> ReadMetadata(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using FileStream file = Open(path);
            return SafetensorsHeader.Read(file, path).Metadata;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NasKitException($"{path} could not be read: {error.Message}", "Is it still being written, or on a disk that failed?", error);
        }
    }

    private static FileStream Open(string path) => File.Exists(path)
        ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16)
        : throw new NasKitException($"There is no weights file {path}.", "It is written by Safetensors.Save; look at the run that should have made it.");

    private static void WriteData(FileStream file, Tensor tensor, SafetensorsEntry entry)
    {
        if (entry.Bytes > LargestTensor)
            throw new ArgumentException($"The tensor '{entry.Name}' has {entry.Bytes} bytes, but one tensor of a file may have {LargestTensor}.");
        if (entry.Bytes == 0)
            return;
        using (no_grad())
        using (NewDisposeScope())
            file.Write(tensor.detach().cpu().contiguous().bytes);
    }

    private static Tensor ReadData(FileStream file, SafetensorsEntry entry, string path)
    {
        if (entry.Bytes > LargestTensor)
            throw SafetensorsHeader.Invalid(path, $"the tensor '{entry.Name}' has {entry.Bytes} bytes, more than {LargestTensor}");
        Tensor tensor = empty(entry.Shape, dtype: entry.Type);
        try
        {
            if (entry.Bytes == 0)
                return tensor;
            Span<byte> bytes = tensor.bytes;
            file.ReadExactly(bytes);
            if (entry.Type == ScalarType.Bool && bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
                throw SafetensorsHeader.Invalid(path, $"the tensor '{entry.Name}' is of truth values but holds other bytes than 0 and 1");
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    private static void Remove(string partial)
    {
        try
        {
            File.Delete(partial);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report; a partial file is overwritten by the next attempt.
        }
    }
}
