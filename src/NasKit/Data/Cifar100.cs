namespace NasKit.Data;

/// <summary>CIFAR-100: 50,000 training and 10,000 test photographs, 32×32 in colour, in 100 classes of equal size; read from its binary version.</summary>
/// <remarks>Source: Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009. The label is the fine one; the coarse one, of 20 groups, is left out.</remarks>
public static class Cifar100
{
    internal static CifarFile Layout { get; } = new(
        "CIFAR-100", 2,
        [
            "apple", "aquarium_fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle", "bottle", "bowl", "boy", "bridge", "bus", "butterfly", "camel", "can", "castle",
            "caterpillar", "cattle", "chair", "chimpanzee", "clock", "cloud", "cockroach", "couch", "crab", "crocodile", "cup", "dinosaur", "dolphin", "elephant", "flatfish", "forest",
            "fox", "girl", "hamster", "house", "kangaroo", "keyboard", "lamp", "lawn_mower", "leopard", "lion", "lizard", "lobster", "man", "maple_tree", "motorcycle", "mountain",
            "mouse", "mushroom", "oak_tree", "orange", "orchid", "otter", "palm_tree", "pear", "pickup_truck", "pine_tree", "plain", "plate", "poppy", "porcupine", "possum", "rabbit",
            "raccoon", "ray", "road", "rocket", "rose", "sea", "seal", "shark", "shrew", "skunk", "skyscraper", "snail", "snake", "spider", "squirrel", "streetcar", "sunflower",
            "sweet_pepper", "table", "tank", "telephone", "television", "tiger", "tractor", "train", "trout", "tulip", "turtle", "wardrobe", "whale", "willow_tree", "wolf", "woman", "worm",
        ],
        [0.5071f, 0.4865f, 0.4409f], [0.2673f, 0.2564f, 0.2762f], ["train.bin"], "test.bin", "cifar-100-binary.tar.gz", "cifar-100-binary");

    /// <summary>Reads <c>train.bin</c> and <c>test.bin</c>, plain or compressed (<c>.gz</c>).</summary>
    /// <param name="folder">
    /// The folder that holds them, or their folder <c>cifar-100-binary</c>. Null for the first of these that holds any: the folder named by the environment variable
    /// <c>NASKIT_DATA</c>, <c>cifar-100-binary</c> and <c>cifar-100</c> in it.
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
