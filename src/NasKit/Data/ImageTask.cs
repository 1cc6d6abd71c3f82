namespace NasKit.Data;

/// <summary>A classification task: images to train on, and test images that are for the very end.</summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Training">What training and search may use.</param>
/// <param name="Test">What the final result is reported on; a search that looks at it is wrong.</param>
public sealed record ImageTask(string Name, ImageDataSet Training, ImageDataSet Test)
{
    /// <summary>Parts the training images in two: one part for the weights, the other to score architectures on.</summary>
    /// <param name="train">Share of the training images for the weights, between 0 and 1; each part gets at least one image.</param>
    /// <param name="seed">Which images go where.</param>
    /// <returns>Disjoint parts with the class shares of the whole (to one image a class), and the untouched test images.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share leaves a part empty.</exception>
    public ImageSplit Split(double train, long seed)
    {
        var count = double.IsFinite(train) ? (int)Math.Round(Math.Clamp(train, -1, 2) * Training.Count, MidpointRounding.AwayFromZero) : -1;
        if (count < 1 || count >= Training.Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(train), train, $"The share for training must leave at least one of the {Training.Count} images on either side, for example 0.9.");
        }

        var (first, second) = Training.Part(count, seed);
        return new ImageSplit(
            first.Named($"{Name} train"),
            second.Named($"{Name} validation"),
            Test);
    }
}
