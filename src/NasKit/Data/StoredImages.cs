namespace NasKit.Data;

/// <summary>Images as bytes in memory.</summary>
public sealed class StoredImages : ImageDataSet
{
    private readonly byte[] pixels; // [all images, C, H, W]

    /// <summary>Images and labels that are in memory.</summary>
    /// <param name="name">What it is, for messages and tables.</param>
    /// <param name="pixels">N·C·H·W bytes, in this order of dimensions. Not copied: leave it unchanged.</param>
    /// <param name="labels">N classes, each from 0 to the number of class names − 1. Not copied.</param>
    /// <param name="channels">C, at least 1.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="classNames">One name a class.</param>
    /// <param name="mean">Mean of each channel, in 0…1, taken off in batches.</param>
    /// <param name="deviation">Standard deviation of each channel, above 0, by which batches are divided.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, a label has no class, or a deviation is not above 0.</exception>
    public StoredImages(
        string name, byte[] pixels, int[] labels, int channels, int height, int width, IReadOnlyList<string> classNames, float[] mean, float[] deviation)
        : base(name, labels, channels, height, width, classNames, mean, deviation)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.LongLength != (long)labels.Length * channels * height * width)
        {
            throw new ArgumentException(
                $"{name}: {labels.Length} images of {channels}×{height}×{width} are {(long)labels.Length * channels * height * width} bytes, but {pixels.LongLength} came.", nameof(pixels));
        }

        this.pixels = pixels;
    }

    private StoredImages(StoredImages whole, string name, int[] rows) : base(whole, name, rows) => pixels = whole.pixels;

    private protected override ImageDataSet With(string name, int[] rows) => new StoredImages(this, name, rows);

    private protected override ReadOnlySpan<byte> View(int row, double? smallestCrop, Rng? rng)
    {
        var image = pixels.AsSpan(row * ImageLength, ImageLength);
        if (smallestCrop is not { } least)
        {
            return image;
        }

        var view = new byte[ImageLength];
        ImageSampling.Resize(image, Width, Height, Channels, interleaved: false, ImageSampling.RandomPart(Width, Height, least, rng!), view, Height, Width);
        return view;
    }
}
