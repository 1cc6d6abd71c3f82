using System.Globalization;

namespace NasKit.Data;

/// <summary>Fashion-MNIST: 60,000 training and 10,000 test images of clothes, 28×28 grey, in 10 classes of equal size.</summary>
/// <remarks>Source: Xiao, Rasul and Vollgraf, 2017, arXiv 1708.07747.</remarks>
public static class FashionMnist
{
    private const string DebianFolder = "/usr/share/datasets/fashion-mnist";
    private const string TrainImages = "train-images-idx3-ubyte";
    private const string TrainLabels = "train-labels-idx1-ubyte";
    private const string TestImages = "t10k-images-idx3-ubyte";
    private const string TestLabels = "t10k-labels-idx1-ubyte";

    /// <summary>The ten classes, in the order of their labels.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>Mean of the training images' values, 0…1, by which batches are normalised.</summary>
    public const float Mean = 0.28604f;

    /// <summary>Standard deviation of the training images' values, 0…1, by which batches are normalised.</summary>
    public const float Deviation = 0.35302f;

    /// <summary>Reads the four idx files, plain or compressed (<c>.gz</c>).</summary>
    /// <param name="folder">
    /// The folder that holds them. Null for the first of these that holds any of them: the folder named by the environment variable
    /// <c>NASKIT_DATA</c>, <c>fashion-mnist</c> in it, and where Debian's package <c>dataset-fashion-mnist</c> puts them.
    /// </param>
    /// <exception cref="NasKitException">A file is not there, or is damaged; the message says which and what to do.</exception>
    public static ImageTask Load(string? folder = null) =>
        Load(folder is not null ? [folder] : Places(Environment.GetEnvironmentVariable("NASKIT_DATA")));

    internal static IReadOnlyList<string> Files { get; } = [TrainImages, TrainLabels, TestImages, TestLabels];

    internal static IReadOnlyList<string> Places(string? data) =>
        string.IsNullOrWhiteSpace(data) ? [DebianFolder] : [data, Path.Combine(data, "fashion-mnist"), DebianFolder];

    internal static ImageTask Load(IReadOnlyList<string> places)
    {
        foreach (var place in places.Select(Path.GetFullPath))
        {
            var files = Files.Select(name => DataFile.Find(place, name)).ToList();
            if (files.All(file => file is null))
            {
                continue;
            }

            if (files.IndexOf(null) is >= 0 and var missing)
            {
                throw new NasKitException(
                    $"Fashion-MNIST in {place} is not complete: neither {Files[missing]} nor {Files[missing]}.gz is there.",
                    "Install it with: apt-get install dataset-fashion-mnist, or set NASKIT_DATA to a folder with the four idx files.");
            }

            return new ImageTask(
                "Fashion-MNIST",
                Part("Fashion-MNIST training", files[0]!, files[1]!),
                Part("Fashion-MNIST test", files[2]!, files[3]!));
        }

        throw new NasKitException(
            string.Create(CultureInfo.InvariantCulture, $"Fashion-MNIST is not on this machine (looked in {places.Count} place{(places.Count == 1 ? "" : "s")}: {string.Join(", ", places)})."),
            "Install it with: apt-get install dataset-fashion-mnist, or set NASKIT_DATA to a folder with the four idx files.");
    }

    private static ImageDataSet Part(string name, string imageFile, string labelFile)
    {
        var (shape, pixels) = IdxFile.Read(imageFile, 3);
        if (shape[1] != 28 || shape[2] != 28)
        {
            throw DataFile.Damaged(imageFile, string.Create(CultureInfo.InvariantCulture, $"expected images of 28×28, found {shape[1]}×{shape[2]}"));
        }

        var (count, labels) = IdxFile.Read(labelFile, 1);
        if (count[0] != shape[0])
        {
            throw DataFile.Damaged(
                labelFile, string.Create(CultureInfo.InvariantCulture, $"expected {shape[0]} labels, one for each image in {Path.GetFileName(imageFile)}, found {count[0]}"));
        }

        var wrong = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)9);
        if (wrong >= 0)
        {
            throw DataFile.Damaged(labelFile, string.Create(CultureInfo.InvariantCulture, $"label {wrong} is {labels[wrong]}, but labels are 0…9"));
        }

        return new StoredImages(name, pixels, Array.ConvertAll(labels, label => (int)label), 1, 28, 28, ClassNames, [Mean], [Deviation]);
    }
}
