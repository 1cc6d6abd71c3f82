namespace NasKit.Data;

/// <summary>The parts of an <see cref="ImageTask"/>: no image is in two of them.</summary>
/// <param name="Train">What weights learn from.</param>
/// <param name="Validation">What architectures are scored on; training never sees it.</param>
/// <param name="Test">What the final result is reported on; a search never sees it.</param>
public sealed record ImageSplit(ImageDataSet Train, ImageDataSet Validation, ImageDataSet Test);
