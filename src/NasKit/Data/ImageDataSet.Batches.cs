using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Data;

/// <content>Batches of normalised tensors.</content>
public sealed partial class ImageDataSet
{
    private float[]? normalised; // [C, 256]: what each byte becomes

    /// <summary>One epoch of training batches. Which image comes when, and how it is varied, is a function of seed, epoch and step alone.</summary>
    /// <param name="batchSize">Images in a batch, at least 1; the last batch may have fewer.</param>
    /// <param name="seed">Source of order and variation: one for a whole training, from <see cref="Seeds.For"/>.</param>
    /// <param name="epoch">The epoch's number, from 0.</param>
    /// <param name="shuffle">Whether the images come in a random order; otherwise in theirs.</param>
    /// <param name="dropLast">Whether a last batch of fewer images is left out.</param>
    /// <param name="augment">How the images are varied; null for not at all.</param>
    /// <param name="firstStep">The step to start at, from 0: a training that was stopped before this step continues with the same batches.</param>
    /// <param name="device">Where the tensors are; null for the processor.</param>
    /// <returns>
    /// x, float32 [N, C, H, W], normalised; y, int64 [N]. A batch is disposed when the next one is taken and when the loop ends:
    /// what shall live longer is copied with <c>clone</c>.
    /// </returns>
    /// <exception cref="ArgumentException">A number is out of range, or the augmentation is not valid.</exception>
    public IEnumerable<(Tensor x, Tensor y)> Batches(
        int batchSize, long seed, int epoch, bool shuffle = true, bool dropLast = false, Augmentation? augment = null, int firstStep = 0, Device? device = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstStep);
        augment?.Validate();
        var seeds = new Seeds(seed).Under($"epoch/{epoch}");
        return Run();

        IEnumerable<(Tensor x, Tensor y)> Run()
        {
            var order = shuffle ? seeds.Rng("order").Permutation(Count) : [.. Enumerable.Range(0, Count)];
            var steps = Steps(batchSize, dropLast);
            float[] buffer = [];
            for (var step = firstStep; step < steps; step++)
            {
                var start = step * batchSize;
                var chosen = order.AsSpan(start, Math.Min(batchSize, Count - start));
                // Each step has a generator of its own, so that a resumed epoch need not draw for the steps before it.
                var (x, y) = Batch(chosen, augment, augment is null ? null : seeds.Rng($"step/{step}"), device, ref buffer);
                try
                {
                    yield return (x, y);
                }
                finally
                {
                    x.Dispose();
                    y.Dispose();
                }
            }
        }
    }

    /// <summary>All images in their order, in batches, for evaluation.</summary>
    /// <param name="batchSize">Images in a batch, at least 1; the last batch may have fewer.</param>
    /// <param name="device">Where the tensors are; null for the processor.</param>
    /// <returns>As from the other overload.</returns>
    public IEnumerable<(Tensor x, Tensor y)> Batches(int batchSize, Device? device = null) => Batches(batchSize, 0, 0, shuffle: false, device: device);

    /// <summary>Number of batches in an epoch.</summary>
    /// <param name="batchSize">Images in a batch, at least 1.</param>
    /// <param name="dropLast">Whether a last batch of fewer images is left out.</param>
    public int Steps(int batchSize, bool dropLast = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return Count / batchSize + (dropLast || Count % batchSize == 0 ? 0 : 1);
    }

    /// <summary>The named images as one batch.</summary>
    /// <param name="indices">Which images, each 0…<see cref="Count"/> − 1.</param>
    /// <param name="device">Where the tensors are; null for the processor.</param>
    /// <returns>x, float32 [N, C, H, W], normalised; y, int64 [N]; both in the caller's dispose scope.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An index has no image.</exception>
    public (Tensor x, Tensor y) Batch(ReadOnlySpan<int> indices, Device? device = null)
    {
        float[] buffer = [];
        return Batch(indices, null, null, device, ref buffer);
    }

    /// <param name="indices">Which images.</param>
    /// <param name="augment">How they are varied.</param>
    /// <param name="rng">Source of the variation; null where there is none.</param>
    /// <param name="device">Where the tensors are.</param>
    /// <param name="buffer">Memory to work in; made anew where its length does not fit.</param>
    private (Tensor x, Tensor y) Batch(ReadOnlySpan<int> indices, Augmentation? augment, Rng? rng, Device? device, ref float[] buffer)
    {
        var table = normalised ??= Normalised();
        if (buffer.Length != indices.Length * ImageLength)
        {
            buffer = new float[indices.Length * ImageLength];
        }

        var classes = new long[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            var row = Row(indices[i]);
            classes[i] = labels[row];
            var image = pixels.AsSpan(row * ImageLength, ImageLength);
            var target = buffer.AsSpan(i * ImageLength, ImageLength);
            if (augment is null)
            {
                Normalise(image, target, table);
            }
            else
            {
                NormaliseVaried(image, target, table, augment, rng!);
            }
        }

        var x = empty([indices.Length, Channels, Height, Width], float32); // [N, C, H, W]
        x.data<float>().CopyFrom(buffer);
        var y = tensor(classes); // [N]
        return device is null || device.type == DeviceType.CPU ? (x, y) : (Moved(x, device), Moved(y, device));
    }

    private static Tensor Moved(Tensor tensor, Device device)
    {
        using (tensor)
        {
            return tensor.to(device);
        }
    }

    private float[] Normalised()
    {
        var table = new float[Channels * 256];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = ((i % 256) / 255f - mean[i / 256]) / deviation[i / 256];
        }

        return table;
    }

    private void Normalise(ReadOnlySpan<byte> image, Span<float> target, float[] table)
    {
        var plane = Height * Width;
        for (var c = 0; c < Channels; c++)
        {
            var lookup = table.AsSpan(c * 256, 256);
            var source = image.Slice(c * plane, plane);
            var row = target.Slice(c * plane, plane);
            for (var p = 0; p < source.Length; p++)
            {
                row[p] = lookup[source[p]];
            }
        }
    }

    /// <summary>Crop, flip and cutout in one pass; draws only for what is on, in this order, so that each image takes a fixed number of draws.</summary>
    private void NormaliseVaried(ReadOnlySpan<byte> image, Span<float> target, float[] table, Augmentation augment, Rng rng)
    {
        var (top, left) = (0, 0);
        if (augment.CropPadding > 0)
        {
            top = rng.NextInt(2 * augment.CropPadding + 1) - augment.CropPadding;
            left = rng.NextInt(2 * augment.CropPadding + 1) - augment.CropPadding;
        }

        var flip = augment.HorizontalFlip && rng.NextBool();
        var hole = (Top: 0, Bottom: 0, Left: 0, Right: 0);
        if (augment.Cutout > 0)
        {
            var (y, x) = (rng.NextInt(Height) - augment.Cutout / 2, rng.NextInt(Width) - augment.Cutout / 2);
            hole = (y, y + augment.Cutout, x, x + augment.Cutout);
        }

        for (var c = 0; c < Channels; c++)
        {
            var lookup = table.AsSpan(c * 256, 256);
            for (var h = 0; h < Height; h++)
            {
                var from = h + top;
                for (var w = 0; w < Width; w++)
                {
                    var column = (flip ? Width - 1 - w : w) + left;
                    var inside = (uint)from < (uint)Height && (uint)column < (uint)Width;
                    var cut = h >= hole.Top && h < hole.Bottom && w >= hole.Left && w < hole.Right;
                    target[(c * Height + h) * Width + w] = cut ? 0 : lookup[inside ? image[(c * Height + from) * Width + column] : 0];
                }
            }
        }
    }
}
