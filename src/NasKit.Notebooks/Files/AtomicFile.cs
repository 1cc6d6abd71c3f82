using System.Text;

namespace NasKit.Notebooks.Files;

/// <summary>Files that are the old ones or the whole new ones, whatever happens in between.</summary>
public static class AtomicFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes text beside the target, brings it to the disk and renames it over the target.</summary>
    /// <param name="path">The target; a link is followed.</param>
    /// <param name="write">Writes the whole content, with \n as newline.</param>
    /// <exception cref="NotebookException">The folder is missing or not writable, or the target is a folder.</exception>
    public static void Write(string path, Action<TextWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        WriteStream(path, stream =>
        {
            using var text = new StreamWriter(stream, Utf8, bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
            write(text);
        });
    }

    /// <summary>Writes bytes beside the target, brings them to the disk and renames the file over the target.</summary>
    /// <param name="path">The target; a link is followed.</param>
    /// <param name="content">The whole content.</param>
    /// <exception cref="NotebookException">The folder is missing or not writable, or the target is a folder.</exception>
    public static void Write(string path, byte[] content)
    {
        ArgumentNullException.ThrowIfNull(content);
        WriteStream(path, stream => stream.Write(content));
    }

    private static void WriteStream(string path, Action<Stream> write)
    {
        var target = Target(path);
        var temporary = Beside(target);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            if (!OperatingSystem.IsWindows() && File.Exists(target))
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{path} cannot be written: {e.Message}", e);
        }
        finally
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
        }
    }

    /// <summary>Finds out whether <see cref="Write(string, Action{TextWriter})"/> would be able to write there, before long work is done for it; leaves nothing behind.</summary>
    /// <param name="path">The target.</param>
    /// <exception cref="NotebookException">The folder is missing or not writable, or the target is a folder or read-only.</exception>
    public static void EnsureWritable(string path)
    {
        var target = Target(path);
        if (Directory.Exists(target))
            throw new NotebookException($"{path} cannot be written: it is a folder; name a file in it.");
        var folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder))
            throw new NotebookException($"{path} cannot be written: there is no folder {folder}; make it with mkdir -p, or name another place.");
        try
        {
            if (File.Exists(target))
                using (new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) { }
            using (new FileStream(Beside(target), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose)) { }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{path} cannot be written: {e.Message}", e);
        }
    }

    private static string Target(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        try
        {
            return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{path} cannot be written: {e.Message}", e);
        }
    }

    private static string Beside(string target) =>
        Path.Combine(Path.GetDirectoryName(target) ?? "/", $".{Path.GetFileName(target)}.{Environment.ProcessId}.tmp");
}
