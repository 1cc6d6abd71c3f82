using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace NasKit.Runs;

/// <summary>Where one long step of a run keeps how far it has come: one safetensors file with a checksum, replaced whole at each save.</summary>
/// <remarks>Made by <see cref="Run.Checkpoint"/>. Tensors are the file's tensors, state texts its metadata, so that other tools read it too.</remarks>
public sealed class Checkpoint : ICheckpoint
{
    private const string Reserved = "naskit.";
    private const string FormatKey = Reserved + "format";
    private const string SumKey = Reserved + "sha256";
    private const string Format = "1";
    private readonly Action saving;
    private readonly Action<string?> content;

    /// <param name="file">Full path.</param>
    /// <param name="saving">Called before each save.</param>
    /// <param name="content">Told the content's hash whenever it is known anew, saved or loaded; null when it was forgotten.</param>
    internal Checkpoint(string file, Action saving, Action<string?> content)
    {
        File = file;
        this.saving = saving;
        this.content = content;
    }

    /// <summary>The file, whether it exists yet or not.</summary>
    public string File { get; }

    /// <summary>Whether a state was saved, and what it is.</summary>
    /// <param name="snapshot">The state; its tensors are on the processor and belong to the caller, in the caller's dispose scope.</param>
    /// <exception cref="NasKitException">The file is damaged; the message names it.</exception>
    public bool TryLoad([NotNullWhen(true)] out Snapshot? snapshot)
    {
        snapshot = null;
        if (!System.IO.File.Exists(File))
        {
            return false;
        }

        Dictionary<string, Tensor> tensors;
        Dictionary<string, string> metadata;
        try
        {
            (tensors, metadata) = Safetensors.Load(File);
        }
        catch (NasKitException e)
        {
            throw Damaged(e.Message, e);
        }

        var format = metadata.GetValueOrDefault(FormatKey);
        var sum = metadata.GetValueOrDefault(SumKey);
        var state = metadata.Where(m => !m.Key.StartsWith(Reserved, StringComparison.Ordinal)).ToDictionary();
        var found = new Snapshot { Tensors = tensors, State = state };
        string? problem = format switch
        {
            Format => sum == Sum(found) ? null : "its content does not fit its checksum",
            null => "it is a safetensors file, but no checkpoint of NasKit",
            _ => $"its format is {format}, this NasKit knows {Format}",
        };
        if (problem is not null)
        {
            foreach (var tensor in tensors.Values)
            {
                tensor.Dispose();
            }

            throw Damaged(problem);
        }

        content(sum);
        snapshot = found;
        return true;
    }

    /// <summary>Saves a state in place of the one before; a reader, and a process that is killed here, sees the old or the new one.</summary>
    /// <param name="snapshot">Its tensors are read, from any device, and not disposed.</param>
    /// <exception cref="ArgumentException">A state's name starts with <c>naskit.</c>, which is kept for the file's own facts.</exception>
    /// <exception cref="NasKitException">The file cannot be written; the one before is kept.</exception>
    public void Save(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (snapshot.State.Keys.FirstOrDefault(key => key.StartsWith(Reserved, StringComparison.Ordinal)) is { } wrong)
        {
            throw new ArgumentException($"The state \"{wrong}\" cannot be saved: names that start with \"{Reserved}\" are the file's own.", nameof(snapshot));
        }

        var sum = Sum(snapshot);
        var metadata = new Dictionary<string, string>(snapshot.State) { [FormatKey] = Format, [SumKey] = sum };
        saving();
        var part = $"{File}.{Environment.ProcessId}.part"; // of its own, as two processes may save the same step
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(File)!);
            Safetensors.Save(part, snapshot.Tensors, metadata);
            System.IO.File.Move(part, File, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NasKitException($"The checkpoint {File} cannot be written: {e.Message}", "Check the space and the permissions there; the one before is kept.", e);
        }

        content(sum);
        RemoveParts();
    }

    /// <summary>Forgets what was saved, so that the step starts over.</summary>
    public void Clear()
    {
        if (System.IO.File.Exists(File))
        {
            System.IO.File.Delete(File);
        }

        content(null);
    }

    /// <summary>SHA-256 over names, types, shapes, elements and states, in the order of names.</summary>
    private static string Sum(Snapshot snapshot)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[8];
        foreach (var (name, tensor) in snapshot.Tensors.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            using var scope = NewDisposeScope();
            using var untracked = no_grad();
            Text(string.Create(CultureInfo.InvariantCulture, $"{name} {tensor.dtype} {string.Join(",", tensor.shape)}"), length);
            if (tensor.numel() > 0)
            {
                hash.AppendData(tensor.detach().cpu().contiguous().bytes);
            }
        }

        foreach (var (name, text) in snapshot.State.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            Text(name, length);
            Text(text, length);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Text(string text, Span<byte> length)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
    }

    /// <summary>Removes what killed processes left of this file; a part is theirs if its process is gone.</summary>
    private void RemoveParts()
    {
        var folder = Path.GetDirectoryName(File)!;
        var name = Path.GetFileName(File);
        foreach (var part in Directory.GetFiles(folder, name + ".*.part*"))
        {
            var id = Path.GetFileName(part)[(name.Length + 1)..].Split('.')[0];
            if (int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process) && !IsAlive(process))
            {
                System.IO.File.Delete(part);
            }
        }
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = System.Diagnostics.Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private NasKitException Damaged(string problem, Exception? cause = null) => new(
        $"The checkpoint {File} cannot be continued from: {problem.TrimEnd('.')}.", $"Delete it to start that step over (rm {File}).", cause);
}
