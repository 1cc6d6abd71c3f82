namespace NasKit.Data;

/// <summary>How training images are varied, anew in each epoch; the values that are off change nothing.</summary>
public sealed record Augmentation
{
    /// <summary>Least share, in 0…1, of the area of a random part of the image that is resized to all of it: between this share and all, width over height between 3/4 and 4/3;
    /// null for none. ImageNet: 0.08.</summary>
    /// <remarks>Source: Szegedy et al., CVPR 2015, section 6.</remarks>
    public double? SmallestCrop { get; init; }

    /// <summary>Black pixels put around an image before a window of its own size is cut out at a random place; 0 for none.</summary>
    public int CropPadding { get; init; }

    /// <summary>Whether half of the images, chosen at random, are mirrored left to right.</summary>
    public bool HorizontalFlip { get; init; }

    /// <summary>Side, in pixels, of a square around a random pixel that is set to the mean, parts outside the image left out; 0 for none.</summary>
    /// <remarks>Source: DeVries and Taylor, 2017, arXiv 1708.04552; the square is cut after normalisation, where the mean is 0.</remarks>
    public int Cutout { get; init; }

    /// <summary>Crops with 4 pixels of padding and flips: the usual for small images.</summary>
    public static Augmentation CropAndFlip { get; } = new() { CropPadding = 4, HorizontalFlip = true };

    /// <summary>Resized parts of at least 8 % and flips: the usual for photographs.</summary>
    public static Augmentation ResizedCropAndFlip { get; } = new() { SmallestCrop = 0.08, HorizontalFlip = true };

    /// <summary>Reports all that is wrong at once.</summary>
    /// <exception cref="ArgumentException">A length is negative, or a share is not one.</exception>
    public void Validate()
    {
        string[] problems =
        [
            .. SmallestCrop is null or (> 0 and <= 1) ? Array.Empty<string>() : [$"SmallestCrop = {SmallestCrop} must be above 0 and at most 1."],
            .. CropPadding < 0 ? [$"CropPadding = {CropPadding} must be 0 or more."] : Array.Empty<string>(),
            .. Cutout < 0 ? [$"Cutout = {Cutout} must be 0 or more."] : Array.Empty<string>(),
        ];
        if (problems.Length > 0)
        {
            throw new ArgumentException($"Augmentation: {problems.Length} problem{(problems.Length == 1 ? "" : "s")}. {string.Join(" ", problems)}");
        }
    }
}
