namespace NasKit.Runs;

/// <content>Checkpoints of long steps.</content>
public sealed partial class Run
{
    /// <summary>Where a long step keeps how far it has come. Pass it to a training; a run that was killed then continues where it last saved.</summary>
    /// <param name="name">The step's name, one name a step, such as <c>supernet</c>.</param>
    /// <param name="inputs">What the step's result depends on besides what the key of <see cref="Step{T}"/> holds; the trainings of this library check their config themselves.</param>
    /// <returns>
    /// The checkpoint of this step under the same key as <see cref="Step{T}"/> makes (there is no source text in it). Its content counts as a result: steps
    /// after it are computed anew when it changes.
    /// </returns>
    /// <remarks>The file lies in <c>checkpoints</c> in the store's folder. One of an older build of the library is removed at the first save.</remarks>
    public Checkpoint Checkpoint(string name, object? inputs = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        lock (turn)
        {
            var slot = Slot($"checkpoint {name}");
            var key = Key("checkpoint", name, slot, CanonicalJson.Of(inputs), "", "");
            var readable = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
            var file = Path.Combine("checkpoints", Name, $"{(readable.Length > 60 ? readable[..60] : readable)}-{key[..16]}.safetensors");
            var full = Path.Combine(Store.Folder, file);
            return new Checkpoint(full, saving: () => Saving(file, name), content: content => Noted(slot, file, full, content));
        }
    }

    // Noted before the file is there, so that no file is ever unknown to the store.
    private void Saving(string file, string name)
    {
        foreach (var outdated in Store.KeepCheckpoint(file, id, name, LibraryBuild.Id))
        {
            var old = Path.Combine(Store.Folder, outdated);
            if (File.Exists(old))
            {
                File.Delete(old);
            }
        }
    }

    private void Noted(int slot, string file, string full, string? content)
    {
        lock (notes)
        {
            Note(slot, content ?? "");
            if (content is not null)
            {
                files.Add(full);
            }
            else
            {
                files.Remove(full);
                Store.ForgetCheckpoint(file);
            }
        }
    }
}
