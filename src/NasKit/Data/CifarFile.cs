using System.Globalization;

namespace NasKit.Data;

/// <summary>Files in the binary layout of the CIFAR sets: records of label bytes and 32×32 pixels, red, green and blue planes.</summary>
/// <remarks>Source: Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009, and the description beside the files.</remarks>
/// <param name="Name">The set's name.</param>
/// <param name="Labels">Label bytes of a record; the last of them is the class.</param>
/// <param name="ClassNames">The classes, in the order of their labels.</param>
/// <param name="Mean">Mean of each channel of the training images.</param>
/// <param name="Deviation">Standard deviation of each channel.</param>
/// <param name="Training">Names of the training files.</param>
/// <param name="Test">Name of the test file.</param>
/// <param name="Archive">The archive that holds them.</param>
/// <param name="Folder">What the archive calls their folder.</param>
internal sealed record CifarFile(
    string Name, int Labels, IReadOnlyList<string> ClassNames, float[] Mean, float[] Deviation, IReadOnlyList<string> Training, string Test, string Archive, string Folder)
{
    private const int Side = 32;
    private const int Pixels = 3 * Side * Side;
    private const int Largest = 1 << 29;

    private string Hint => $"Unpack {Archive} from https://www.cs.toronto.edu/~kriz/cifar.html and name the folder, or set NASKIT_DATA to the folder that {Folder} is in.";

    /// <summary>Where the files may be: a folder that the user named, or those of <c>NASKIT_DATA</c>.</summary>
    public IReadOnlyList<string> Places(string? folder, string? data) =>
        folder is not null ? [folder, Path.Combine(folder, Folder)]
        : string.IsNullOrWhiteSpace(data) ? [] : [data, Path.Combine(data, Folder), Path.Combine(data, Folder.Replace("-batches-bin", "", StringComparison.Ordinal).Replace("-binary", "", StringComparison.Ordinal))];

    /// <summary>The whole set from the first place that has any of its files.</summary>
    public ImageTask Load(IReadOnlyList<string> places)
    {
        string[] names = [.. Training, Test];
        foreach (var place in places.Select(Path.GetFullPath))
        {
            var files = names.Select(name => DataFile.Find(place, name)).ToArray();
            if (files.All(file => file is null))
            {
                continue;
            }

            return Array.IndexOf(files, null) is >= 0 and var missing
                ? throw new NasKitException($"{Name} in {place} is not complete: neither {names[missing]} nor {names[missing]}.gz is there.", Hint)
                : new ImageTask(Name, Read($"{Name} training", files[..^1]!), Read($"{Name} test", [files[^1]!]));
        }

        var where = places.Count == 0 ? "no folder was named and NASKIT_DATA is not set"
            : string.Create(CultureInfo.InvariantCulture, $"looked in {places.Count} place{(places.Count == 1 ? "" : "s")}: {string.Join(", ", places)}");
        throw new NasKitException($"{Name} is not on this machine ({where}).", Hint);
    }

    /// <summary>All records of some files, in order.</summary>
    public ImageDataSet Read(string name, IReadOnlyList<string> files)
    {
        var record = Labels + Pixels;
        var contents = files.Select(file => (File: file, Bytes: DataFile.Bytes(file, Largest))).ToArray();
        foreach (var (file, bytes) in contents)
        {
            if (bytes.Length == 0 || bytes.Length % record != 0)
            {
                throw DataFile.Damaged(file, string.Create(
                    CultureInfo.InvariantCulture, $"expected a whole number of {Name} records of {record} bytes, at least one, found {bytes.Length} bytes, {(double)bytes.Length / record:0.##} records"));
            }
        }

        var count = contents.Sum(content => content.Bytes.Length / record);
        if ((long)count * Pixels > Array.MaxLength)
        {
            throw new NasKitException($"{name}: {count} images are more than fit in memory.", "Read fewer files.");
        }

        var (pixels, labels) = (new byte[count * Pixels], new int[count]);
        var next = 0;
        foreach (var (file, bytes) in contents)
        {
            for (var start = 0; start < bytes.Length; start += record, next++)
            {
                labels[next] = bytes[start + Labels - 1];
                if (labels[next] >= ClassNames.Count)
                {
                    throw DataFile.Damaged(file, string.Create(
                        CultureInfo.InvariantCulture, $"the label of record {start / record} is {labels[next]}, but labels of {Name} are 0…{ClassNames.Count - 1}"));
                }

                bytes.AsSpan(start + Labels, Pixels).CopyTo(pixels.AsSpan(next * Pixels));
            }
        }

        return new StoredImages(name, pixels, labels, 3, Side, Side, ClassNames, Mean, Deviation);
    }
}
