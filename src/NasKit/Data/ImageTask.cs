using NasKit.Spaces;

namespace NasKit.Data;

/// <summary>A classification task: images to train on, and test images that are for the very end.</summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Training">What training and search may use.</param>
/// <param name="Test">What the final result is reported on; a search that looks at it is wrong.</param>
public sealed record ImageTask(string Name, ImageDataSet Training, ImageDataSet Test)
{
    private const string Variable = "NASKIT_IMAGES";
    private const string Names = "fashion-mnist, cifar-10, cifar-100";

    /// <summary>What a space's networks are built for to classify these images.</summary>
    public TaskShape Shape => new(new(Training.Channels, Training.Height, Training.Width), Training.Classes);

    /// <summary>Reads a task by the name of its data set or from a place.</summary>
    /// <param name="images">
    /// <c>fashion-mnist</c>, <c>cifar-10</c> or <c>cifar-100</c>, looked for where <see cref="FashionMnist.Load(string?)"/>, <see cref="Cifar10.Load"/> and <see cref="Cifar100.Load"/>
    /// say; or a folder with the files of one of them, or with <c>train</c> and <c>val</c> as <see cref="ImageFolder.Load"/> reads them; or a file of CIFAR-10 records, of which
    /// a sixth becomes the test images. Null for what the environment variable <c>NASKIT_IMAGES</c> says, else <c>fashion-mnist</c>.
    /// </param>
    /// <param name="options">Size and threads of photographs in folders; null for ImageNet's.</param>
    /// <exception cref="NasKitException">There is nothing of that name, or a file is not there or damaged; the message says which and what to do.</exception>
    public static ImageTask Load(string? images = null, ImageFolderOptions? options = null)
    {
        images ??= Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrWhiteSpace(images))
        {
            images = "fashion-mnist";
        }

        switch (images)
        {
            case "fashion-mnist":
                return FashionMnist.Load();
            case "cifar-10":
                return Cifar10.Load();
            case "cifar-100":
                return Cifar100.Load();
        }

        if (File.Exists(images))
        {
            return Of(Cifar10.Read(images), train: 5.0 / 6, seed: 0);
        }

        if (!Directory.Exists(images))
        {
            throw new NasKitException($"'{images}' is no file or folder, and no data set of {Names}.", $"Name one of them or a place, as an argument or in {Variable}.");
        }

        bool Holds(params IEnumerable<string> names) => names.Any(name => DataFile.Find(images, name) is not null);
        return Directory.Exists(Path.Combine(images, "train")) ? ImageFolder.Load(images, options)
            : Holds([.. Cifar10.Layout.Training, Cifar10.Layout.Test]) ? Cifar10.Load(images)
            : Holds([.. Cifar100.Layout.Training, Cifar100.Layout.Test]) ? Cifar100.Load(images)
            : Holds(FashionMnist.Files) ? FashionMnist.Load(images)
            : throw new NasKitException(
                $"The folder {images} has none of train/, {Cifar10.Layout.Training[0]}, {Cifar100.Layout.Training[0]} and {FashionMnist.Files[0]}.",
                "Name a folder with train/ and val/ that have a folder of JPEG files for each class, or one with the files of a data set.");
    }

    /// <summary>Makes a task of one set of images: some to train on, the others to test on.</summary>
    /// <param name="images">The images.</param>
    /// <param name="train">Share of the images to train on, between 0 and 1; each part gets at least one image.</param>
    /// <param name="seed">Which images go where.</param>
    /// <returns>Disjoint parts with the class shares of the whole (to one image a class).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share leaves a part empty.</exception>
    public static ImageTask Of(ImageDataSet images, double train, long seed)
    {
        ArgumentNullException.ThrowIfNull(images);
        var (first, second) = Parted(images, train, seed);
        return new ImageTask(images.Name, first.Named($"{images.Name} training"), second.Named($"{images.Name} test"));
    }

    /// <summary>Parts the training images in two: one part for the weights, the other to score architectures on.</summary>
    /// <param name="train">Share of the training images for the weights, between 0 and 1; each part gets at least one image.</param>
    /// <param name="seed">Which images go where.</param>
    /// <returns>Disjoint parts with the class shares of the whole (to one image a class), and the untouched test images.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share leaves a part empty.</exception>
    public ImageSplit Split(double train, long seed)
    {
        var (first, second) = Parted(Training, train, seed);
        return new ImageSplit(
            first.Named($"{Name} train"),
            second.Named($"{Name} validation"),
            Test);
    }

    private static (ImageDataSet First, ImageDataSet Second) Parted(ImageDataSet images, double train, long seed)
    {
        var count = double.IsFinite(train) ? (int)Math.Round(Math.Clamp(train, -1, 2) * images.Count, MidpointRounding.AwayFromZero) : -1;
        if (count < 1 || count >= images.Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(train), train, $"The share for training must leave at least one of the {images.Count} images on either side, for example 0.9.");
        }

        return images.Part(count, seed);
    }
}
