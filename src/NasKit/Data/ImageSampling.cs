namespace NasKit.Data;

/// <summary>A rectangle of an image in pixels; edges may lie between pixels.</summary>
internal readonly record struct Window(double Left, double Top, double Width, double Height)
{
    /// <summary>The window in an image that was reduced.</summary>
    public Window Scaled(double factor) => new(Left * factor, Top * factor, Width * factor, Height * factor);
}

/// <summary>Which part of an image is shown, and how it becomes as many pixels as a network reads.</summary>
internal static class ImageSampling
{
    private const int Tries = 10;
    private const double WidestRatio = 4.0 / 3;

    /// <summary>A random part: a share of the area between the least and all, width over height between 3/4 and 4/3, at a random place.</summary>
    /// <param name="width">Width of the image.</param>
    /// <param name="height">Its height.</param>
    /// <param name="least">Least share of the area.</param>
    /// <param name="rng">Source of the part.</param>
    /// <remarks>Source: Szegedy et al., CVPR 2015 (section 6), with the numbers and the ten tries of the usual code; after them the largest centred part of such a ratio.</remarks>
    public static Window RandomPart(int width, int height, double least, Rng rng)
    {
        for (var i = 0; i < Tries; i++)
        {
            var area = width * (double)height * (least + (1 - least) * rng.NextDouble());
            var ratio = Math.Exp(Math.Log(WidestRatio) * (2 * rng.NextDouble() - 1));
            var (w, h) = ((int)Math.Round(Math.Sqrt(area * ratio)), (int)Math.Round(Math.Sqrt(area / ratio)));
            if (w >= 1 && h >= 1 && w <= width && h <= height)
            {
                return new(rng.NextInt(width - w + 1), rng.NextInt(height - h + 1), w, h);
            }
        }

        var (most, tall) = (Math.Min(width, height * WidestRatio), Math.Min(height, width * WidestRatio));
        return new((width - most) / 2, (height - tall) / 2, most, tall);
    }

    /// <summary>The centred part of a target's shape that a crop shows after the image was resized to cover more than it.</summary>
    /// <param name="width">Width of the image.</param>
    /// <param name="height">Its height.</param>
    /// <param name="size">Side of the target.</param>
    /// <param name="resize">Length of the image's shorter side before the crop, at least <paramref name="size"/>.</param>
    public static Window Centre(int width, int height, int size, int resize)
    {
        var side = Math.Min(width, height) * (double)size / resize;
        return new((width - side) / 2, (height - side) / 2, side, side);
    }

    /// <summary>Resamples a part of an image with a triangle filter that widens where the image shrinks, so that nothing is skipped.</summary>
    /// <param name="image">The image's bytes.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="channels">Its channels.</param>
    /// <param name="interleaved">Whether its channels lie beside each other, [H, W, C]; otherwise [C, H, W].</param>
    /// <param name="part">The part.</param>
    /// <param name="target">What it becomes, [C, H, W].</param>
    /// <param name="targetHeight">Height of the target.</param>
    /// <param name="targetWidth">Width of the target.</param>
    public static void Resize(
        ReadOnlySpan<byte> image, int width, int height, int channels, bool interleaved, Window part, Span<byte> target, int targetHeight, int targetWidth)
    {
        var (columns, rows) = (Taps.Of(part.Left, part.Width, width, targetWidth), Taps.Of(part.Top, part.Height, height, targetHeight));
        var (firstRow, lastRow) = (rows.First[0], rows.First[^1] + rows.Count[^1]);
        var (pixel, line, plane) = interleaved ? (channels, width * channels, 1) : (1, width, width * height);
        var narrow = new float[lastRow - firstRow, targetWidth];
        for (var c = 0; c < channels; c++)
        {
            for (var y = firstRow; y < lastRow; y++)
            {
                var row = image[(y * line + c * plane)..];
                for (var x = 0; x < targetWidth; x++)
                {
                    var sum = 0f;
                    var from = columns.First[x];
                    var weights = columns.Weights(x);
                    for (var k = 0; k < weights.Length; k++)
                    {
                        sum += weights[k] * row[(from + k) * pixel];
                    }

                    narrow[y - firstRow, x] = sum;
                }
            }

            for (var y = 0; y < targetHeight; y++)
            {
                var from = rows.First[y] - firstRow;
                var weights = rows.Weights(y);
                var output = target.Slice((c * targetHeight + y) * targetWidth, targetWidth);
                for (var x = 0; x < output.Length; x++)
                {
                    var sum = 0f;
                    for (var k = 0; k < weights.Length; k++)
                    {
                        sum += weights[k] * narrow[from + k, x];
                    }

                    output[x] = (byte)Math.Clamp(MathF.Round(sum), 0, 255);
                }
            }
        }
    }

    /// <summary>Which input positions each output position reads, and with which weights.</summary>
    private readonly record struct Taps(int[] First, int[] Count, float[] All, int Most)
    {
        public ReadOnlySpan<float> Weights(int output) => All.AsSpan(output * Most, Count[output]);

        public static Taps Of(double start, double length, int inputs, int outputs)
        {
            var scale = length / outputs;
            var radius = Math.Max(1, scale);
            var most = (int)Math.Ceiling(2 * radius) + 1;
            var (first, count, all) = (new int[outputs], new int[outputs], new float[outputs * most]);
            for (var i = 0; i < outputs; i++)
            {
                var centre = start + (i + 0.5) * scale;
                var from = Math.Clamp((int)Math.Floor(centre - radius + 0.5), 0, inputs - 1);
                var to = Math.Clamp((int)Math.Floor(centre + radius + 0.5), from + 1, inputs);
                (first[i], count[i]) = (from, Math.Min(to - from, most));
                var total = 0.0;
                Span<float> weights = all.AsSpan(i * most, count[i]);
                for (var k = 0; k < weights.Length; k++)
                {
                    weights[k] = (float)Math.Max(0, 1 - Math.Abs(from + k + 0.5 - centre) / radius);
                    total += weights[k];
                }

                for (var k = 0; k < weights.Length; k++)
                {
                    weights[k] = total > 0 ? (float)(weights[k] / total) : 1f / weights.Length;
                }
            }

            return new(first, count, all, most);
        }
    }
}
