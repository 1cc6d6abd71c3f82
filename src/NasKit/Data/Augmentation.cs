namespace NasKit.Data;

/// <summary>How training images are varied, anew in each epoch; the values that are off change nothing.</summary>
public sealed record Augmentation
{
    /// <summary>Black pixels put around an image before a window of its own size is cut out at a random place; 0 for none.</summary>
    public int CropPadding { get; init; }

    /// <summary>Whether half of the images, chosen at random, are mirrored left to right.</summary>
    public bool HorizontalFlip { get; init; }

    /// <summary>Side, in pixels, of a square around a random pixel that is set to the mean, parts outside the image left out; 0 for none.</summary>
    /// <remarks>Source: DeVries and Taylor, 2017, arXiv 1708.04552; the square is cut after normalisation, where the mean is 0.</remarks>
    public int Cutout { get; init; }

    /// <summary>Crops with 4 pixels of padding and flips: the usual for small images.</summary>
    public static Augmentation CropAndFlip { get; } = new() { CropPadding = 4, HorizontalFlip = true };

    /// <summary>Reports all that is wrong at once.</summary>
    /// <exception cref="ArgumentException">A length is negative.</exception>
    public void Validate()
    {
        string[] problems =
        [
            .. CropPadding < 0 ? [$"CropPadding = {CropPadding} must be 0 or more."] : Array.Empty<string>(),
            .. Cutout < 0 ? [$"Cutout = {Cutout} must be 0 or more."] : Array.Empty<string>(),
        ];
        if (problems.Length > 0)
        {
            throw new ArgumentException($"Augmentation: {problems.Length} problem{(problems.Length == 1 ? "" : "s")}. {string.Join(" ", problems)}");
        }
    }
}
