namespace NasKit.Spaces;

/// <summary>Shape of one image or feature map without the batch dimension.</summary>
/// <param name="Channels">Channels C, at least 1.</param>
/// <param name="Height">Rows H in pixels, at least 1; 1 after global pooling.</param>
/// <param name="Width">Columns W in pixels, at least 1; 1 after global pooling.</param>
public readonly record struct TensorShape(int Channels, int Height, int Width)
{
    /// <summary>Number of elements C·H·W.</summary>
    public long Elements => (long)Channels * Height * Width;

    /// <summary>The shape after a convolution or pooling window slides over it with "same" padding (k − 1)/2.</summary>
    /// <param name="channels">Channels of the result.</param>
    /// <param name="kernel">Window size k; an even one is padded as the odd one below it (2×2: not at all).</param>
    /// <param name="stride">Step s, at least 1.</param>
    public TensorShape Convolved(int channels, int kernel, int stride) =>
        new(channels, Slide(Height, kernel, stride), Slide(Width, kernel, stride));

    /// <inheritdoc/>
    public override string ToString() => $"{Channels}x{Height}x{Width}";

    // A window that does not fit has no position, which division towards zero would miss.
    private static int Slide(int size, int kernel, int stride) => size + 2 * ((kernel - 1) / 2) is var padded && padded < kernel ? 0 : (padded - kernel) / stride + 1;
}

/// <summary>What a network is built for.</summary>
/// <param name="Input">Shape of one input image.</param>
/// <param name="Classes">Number of classes K of the classifier.</param>
public sealed record TaskShape(TensorShape Input, int Classes)
{
    /// <summary>28×28 grey images in 10 classes.</summary>
    public static TaskShape FashionMnist { get; } = new(new(1, 28, 28), 10);

    /// <summary>32×32 colour images in 10 classes.</summary>
    public static TaskShape Cifar10 { get; } = new(new(3, 32, 32), 10);

    /// <summary>32×32 colour images in 100 classes.</summary>
    public static TaskShape Cifar100 { get; } = new(new(3, 32, 32), 100);

    /// <summary>16×16 colour images in 120 classes.</summary>
    public static TaskShape ImageNet16 { get; } = new(new(3, 16, 16), 120);

    /// <summary>224×224 colour images in 1,000 classes.</summary>
    public static TaskShape ImageNet { get; } = new(new(3, 224, 224), 1000);
}
