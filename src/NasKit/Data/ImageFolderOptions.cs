namespace NasKit.Data;

/// <summary>How photographs in folders become images of one size.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>Height and width of the images, in pixels. ImageNet: 224.</summary>
    public int Size { get; init; } = 224;

    /// <summary>Length of a photograph's shorter side, in pixels, before the centre is cut out of it where nothing is varied; at least <see cref="Size"/>. ImageNet: 256.</summary>
    public int Resize { get; init; } = 256;

    /// <summary>Threads that decode; 0 for as many as the processor has. Changes nothing in the images.</summary>
    public int Workers { get; init; }

    /// <summary>Batches that are decoded ahead of the one in use, 1 or more.</summary>
    public int Ahead { get; init; } = 2;

    /// <summary>Reports all that is wrong at once.</summary>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public void Validate() => Require.That(nameof(ImageFolderOptions),
        (Size is >= 1 and <= 4096, $"Size = {Size} must be in 1…4096"),
        (Resize >= Size && Resize <= 8192, $"Resize = {Resize} must be in {Size}…8192, at least Size"),
        (Workers >= 0, $"Workers = {Workers} must be 0 or more"),
        (Ahead is >= 1 and <= 64, $"Ahead = {Ahead} must be in 1…64"));
}
