using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace NasKit.Spaces;

/// <summary>A cell of a learned space.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Fitness">How good it was found, without unit; null for one that was given.</param>
public sealed record LearnedCell(DagCell Cell, double? Fitness);

/// <summary>A space that a search has made: for each layer of a skeleton a list of cells. What searches it is any method, for <see cref="Space"/> is a space like others.</summary>
/// <remarks>Source of the form: the released space of AutoSpace (Zhou et al., ICCV 2021), lists of nine cells, the last three given chains; the file here is this library's own.</remarks>
public sealed class LearnedSpace
{
    private const string Format = "naskit-learned-space-1";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes a space.</summary>
    /// <param name="skeleton">The skeleton.</param>
    /// <param name="layers">The cells of each layer, each with a path and once.</param>
    /// <exception cref="ArgumentException">There is not a list for each layer, one is empty or has a cell twice, or a cell has no path.</exception>
    public LearnedSpace(CellSkeleton skeleton, IEnumerable<IEnumerable<LearnedCell>> layers)
    {
        ArgumentNullException.ThrowIfNull(skeleton);
        ArgumentNullException.ThrowIfNull(layers);
        Skeleton = skeleton;
        Layers = [.. layers.Select(layer => layer.ToImmutableArray())];
        var cells = string.Join('\n', Layers.Select(layer => string.Join('|', layer.Select(one => one.Cell))));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cells)).AsSpan(0, 4));
        Space = skeleton.Of($"{skeleton.Name}-learned-{hash}", [.. Layers.Select(layer => layer.Select(one => one.Cell).ToArray())]);
    }

    /// <summary>The skeleton.</summary>
    public CellSkeleton Skeleton { get; }

    /// <summary>The cells of each layer, the best first.</summary>
    public ImmutableArray<ImmutableArray<LearnedCell>> Layers { get; }

    /// <summary>The space; its name holds a hash of the cells, so that architectures of different learned spaces are never equal.</summary>
    public SearchSpace Space { get; }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <param name="skeleton">The skeleton that it shall be for.</param>
    /// <exception cref="NasKitException">The text is no learned space, or one of another skeleton.</exception>
    public static LearnedSpace FromJson(string json, CellSkeleton skeleton)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(skeleton);
        try
        {
            var file = JsonSerializer.Deserialize<File>(json);
            if (file is not { Format: Format, Layers: not null })
            {
                throw new NasKitException($"The text is no learned space: its format is {file?.Format ?? "unknown"}, expected {Format}.", "Give a file that LearnedSpace.Save wrote.");
            }

            if (file.Layers.Any(layer => layer is null || layer.Any(one => one is null)))
            {
                throw new NasKitException("The text is no learned space: a layer or a cell in it is null.", "Give a file that LearnedSpace.Save wrote.");
            }

            return file.Skeleton == skeleton.ToString() ? new(skeleton, file.Layers)
                : throw new NasKitException($"The learned space is of the skeleton {file.Skeleton}; expected {skeleton}.", "Load it with its own skeleton, or learn a space for this one.");
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            throw new NasKitException($"The text is no learned space: {e.Message}", "Give a file that LearnedSpace.Save wrote.", e);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="skeleton">The skeleton that it shall be for.</param>
    /// <exception cref="NasKitException">There is no such file, it is no learned space, or one of another skeleton.</exception>
    public static LearnedSpace Load(string path, CellSkeleton skeleton)
    {
        ArgumentNullException.ThrowIfNull(path);
        string text;
        try
        {
            text = System.IO.File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NasKitException($"The learned space {path} cannot be read: {e.Message}", "Name a file that LearnedSpace.Save wrote.", e);
        }

        return FromJson(text, skeleton);
    }

    /// <summary>The space as text that other programs can read too: the skeleton in words, and the cells of each layer with their fitness.</summary>
    public string ToJson() => JsonSerializer.Serialize(new File(Format, Skeleton.ToString(), [.. Layers.Select(layer => layer.ToArray())]), Indented);

    /// <summary>Writes the file beside its place and then moves it there.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="NasKitException">It cannot be written; one that was there is kept.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var part = $"{path}.{Environment.ProcessId}.part";
        try
        {
            System.IO.File.WriteAllText(part, ToJson());
            System.IO.File.Move(part, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NasKitException($"The learned space {path} cannot be written: {e.Message}", "Check the folder and its permissions.", e);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Space}; cells per layer {string.Join(", ", Layers.Select(layer => layer.Length))}";

    private sealed record File(string Format, string Skeleton, LearnedCell[][] Layers);
}
