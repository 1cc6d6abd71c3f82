namespace NasKit.Data;

/// <summary>CIFAR-10: 50,000 training and 10,000 test photographs, 32×32 in colour, in 10 classes of equal size; read from its binary version.</summary>
/// <remarks>Source: Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009. Means and deviations: those of DARTS's released code.</remarks>
public static class Cifar10
{
    internal static CifarFile Layout { get; } = new(
        "CIFAR-10", 1, ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
        [0.49139968f, 0.48215827f, 0.44653124f], [0.24703233f, 0.24348505f, 0.26158768f],
        [.. Enumerable.Range(1, 5).Select(part => $"data_batch_{part}.bin")], "test_batch.bin", "cifar-10-binary.tar.gz", "cifar-10-batches-bin");

    /// <summary>Reads <c>data_batch_1.bin</c> to <c>data_batch_5.bin</c> and <c>test_batch.bin</c>, plain or compressed (<c>.gz</c>).</summary>
    /// <param name="folder">
    /// The folder that holds them, or their folder <c>cifar-10-batches-bin</c>. Null for the first of these that holds any: the folder named by the environment variable
    /// <c>NASKIT_DATA</c>, <c>cifar-10-batches-bin</c> and <c>cifar-10</c> in it.
    /// </param>
    /// <exception cref="NasKitException">A file is not there, or is damaged; the message says which and what to do.</exception>
    public static ImageTask Load(string? folder = null) => Layout.Load(Layout.Places(folder, Environment.GetEnvironmentVariable("NASKIT_DATA")));

    /// <summary>Reads files of that layout with any number of images, as part of the set.</summary>
    /// <param name="files">At least one file, plain or compressed.</param>
    /// <returns>The images of all files, in order.</returns>
    /// <exception cref="NasKitException">A file is not there, or is damaged.</exception>
    public static ImageDataSet Read(params IReadOnlyList<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentOutOfRangeException.ThrowIfZero(files.Count, nameof(files));
        return Layout.Read(Layout.Name, files);
    }
}
