using System.Globalization;

namespace NasKit.Data;

/// <summary>Photographs on disk, a folder for each class, as ImageNet has them; decoded when a batch needs them, by several threads, ahead of time.</summary>
/// <remarks>
/// What varies an image is drawn by seed, epoch, step and its place in the batch, so that batches are the same whatever the number of threads. Files are read only from below the
/// folder: links are refused.
/// </remarks>
public sealed class ImageFolder : ImageDataSet
{
    private const long LargestFile = 1 << 26; // bytes
    private readonly string root;
    private readonly string[] files; // [all images], relative to the root
    private readonly ImageFolderOptions options;

    private ImageFolder(string name, string root, string[] files, int[] labels, IReadOnlyList<string> classes, ImageFolderOptions options)
        : base(name, labels, 3, options.Size, options.Size, classes, [0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]) =>
        (this.root, this.files, this.options) = (root, files, options);

    private ImageFolder(ImageFolder whole, string name, int[] rows) : base(whole, name, rows) => (root, files, options) = (whole.root, whole.files, whole.options);

    /// <summary>Finds the images of a task: <c>train/CLASS/*.jpg</c> and <c>val/CLASS/*.jpg</c> below a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Size and threads; null for ImageNet's.</param>
    /// <returns>The training images, and those of <c>val</c> as test images. Only names are read; files when a batch needs them.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="NasKitException">A folder is not there or has no images, a link is in it, or the two have other classes.</exception>
    public static ImageTask Load(string folder, ImageFolderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var (training, test) = (Read(Path.Combine(folder, "train"), $"{name} training", options), Read(Path.Combine(folder, "val"), $"{name} test", options));
        var other = training.ClassNames.Except(test.ClassNames).Concat(test.ClassNames.Except(training.ClassNames)).FirstOrDefault();
        return other is null ? new(name, training, test)
            : throw new NasKitException($"The folders train and val in {folder} have other classes: {other} is in one of them only.", "Give both a folder for each class.");
    }

    /// <summary>Finds the images in a folder with a folder for each class.</summary>
    /// <param name="folder">The folder; classes and images are in the order of their names.</param>
    /// <param name="name">What they are, for messages; null for the folder's name.</param>
    /// <param name="options">Size and threads; null for ImageNet's.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="NasKitException">The folder is not there or has no images, or a link is in it.</exception>
    public static ImageDataSet Read(string folder, string? name = null, ImageFolderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new();
        options.Validate();
        var root = Path.GetFullPath(folder);
        const string layout = "Name a folder that has a folder of JPEG files for each class.";
        try
        {
            if (!Directory.Exists(root))
            {
                throw new NasKitException($"There is no folder {root}.", layout);
            }

            var classes = new DirectoryInfo(root).EnumerateDirectories().Select(Own).Select(one => one.Name).Order(StringComparer.Ordinal).ToArray();
            var (files, labels) = (new List<string>(), new List<int>());
            for (var label = 0; label < classes.Length; label++)
            {
                var images = new DirectoryInfo(Path.Combine(root, classes[label])).EnumerateFiles().Where(IsJpeg).Select(Own).Select(file => file.Name).Order(StringComparer.Ordinal).ToArray();
                if (images.Length == 0)
                {
                    throw new NasKitException($"The class folder {Path.Combine(root, classes[label])} has no JPEG files (.jpg, .jpeg).", "Remove it, or put images in it.");
                }

                files.AddRange(images.Select(file => Path.Combine(classes[label], file)));
                labels.AddRange(Enumerable.Repeat(label, images.Length));
            }

            return classes.Length > 0 ? new ImageFolder(name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(root)), root, [.. files], [.. labels], classes, options)
                : throw new NasKitException($"The folder {root} has no folders in it.", layout);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            throw new NasKitException($"The folder {root} cannot be read: {e.Message}", "Check that it is there and may be read.", e);
        }
    }

    private protected override int Workers => options.Workers == 0 ? Environment.ProcessorCount : options.Workers;

    private protected override int Ahead => options.Ahead;

    private protected override ImageDataSet With(string name, int[] rows) => new ImageFolder(this, name, rows);

    private protected override ReadOnlySpan<byte> View(int row, double? smallestCrop, Rng? rng)
    {
        var path = Path.Combine(root, files[row]);
        var (image, part) = JpegDecoder.Decode(
            Content(path), path,
            (width, height) => smallestCrop is { } least ? ImageSampling.RandomPart(width, height, least, rng!) : ImageSampling.Centre(width, height, options.Size, options.Resize),
            options.Size, options.Size);
        var view = new byte[ImageLength];
        ImageSampling.Resize(image.Pixels, image.Width, image.Height, 3, interleaved: true, part, view, options.Size, options.Size);
        return view;
    }

    private static bool IsJpeg(FileInfo file) =>
        file.Extension.Equals(".jpg", StringComparison.OrdinalIgnoreCase) || file.Extension.Equals(".jpeg", StringComparison.OrdinalIgnoreCase);

    private static T Own<T>(T info)
        where T : FileSystemInfo => !info.Attributes.HasFlag(FileAttributes.ReparsePoint) ? info
        : throw new NasKitException($"{info.FullName} is a link; links are not followed, so that nothing outside the folder is read.", "Put the files themselves there, or hard links.");

    private static byte[] Content(string path)
    {
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists && info.LinkTarget is null)
            {
                throw new NasKitException($"The image {path} is gone since the folder was read.", "Read the folder again.");
            }

            Own(info.Directory!);
            Own(info);

            // What is no plain file has no length either, and is never opened.
            return info.Length is > 0 and <= LargestFile ? File.ReadAllBytes(path)
                : throw new NasKitException(
                    string.Create(CultureInfo.InvariantCulture, $"The image {path} has {info.Length} bytes; expected 1 to {LargestFile}."), "Put a whole JPEG file in its place, or remove it.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NasKitException($"The image {path} cannot be read: {e.Message}", "Check that it is there and may be read.", e);
        }
    }
}
