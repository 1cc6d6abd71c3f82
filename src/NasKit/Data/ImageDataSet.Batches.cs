using System.Globalization;
using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Data;

/// <content>Batches of normalised tensors.</content>
public abstract partial class ImageDataSet
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
            using var filling = new AheadOfTime<FilledBatch>(Workers == 0 ? 0 : Ahead, firstStep, steps, (step, stop, spare) =>
            {
                var start = step * batchSize;
                return Fill(order.AsSpan(start, Math.Min(batchSize, Count - start)), augment, seeds, step, spare, stop);
            });
            for (var step = firstStep; step < steps; step++)
            {
                var filled = filling.Take();
                var (x, y) = Tensors(filled, device);
                filling.GiveBack(filled);
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
        return Tensors(Fill(indices, null, default, 0, null, default), device);
    }

    /// <param name="indices">Which images.</param>
    /// <param name="augment">How they are varied; null for not at all.</param>
    /// <param name="seeds">Seeds of the epoch.</param>
    /// <param name="step">The step in it.</param>
    /// <param name="spare">A batch that is no longer needed, to work in its memory; null for none.</param>
    /// <param name="stop">Ends the work of several threads early.</param>
    private FilledBatch Fill(ReadOnlySpan<int> indices, Augmentation? augment, Seeds seeds, int step, FilledBatch? spare, CancellationToken stop)
    {
        var table = normalised ??= Normalised();
        var batch = spare?.Classes.Length == indices.Length ? spare : new FilledBatch(new float[indices.Length * ImageLength], new long[indices.Length], new int[indices.Length]);
        for (var i = 0; i < indices.Length; i++)
        {
            batch.Rows[i] = Row(indices[i]);
            batch.Classes[i] = labels[batch.Rows[i]];
        }

        if (Workers == 0)
        {
            // Each step has a generator of its own, so that a resumed epoch need not draw for the steps before it.
            var rng = augment is null ? null : seeds.Rng($"step/{step}");
            for (var i = 0; i < batch.Rows.Length; i++)
            {
                One(i, rng);
            }

            return batch;
        }

        // Each image has one, so that it does not matter which thread takes which.
        var own = augment is null ? default : seeds.Under($"step/{step}");
        try
        {
            Parallel.For(
                0, batch.Rows.Length, new() { MaxDegreeOfParallelism = Workers, CancellationToken = stop },
                i => One(i, augment is null ? null : own.Rng(string.Create(CultureInfo.InvariantCulture, $"image/{i}"))));
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
        }

        return batch;

        void One(int i, Rng? rng)
        {
            var image = View(batch.Rows[i], augment?.SmallestCrop, rng);
            var target = batch.Values.AsSpan(i * ImageLength, ImageLength);
            if (augment is null)
            {
                Normalise(image, target, table);
            }
            else
            {
                NormaliseVaried(image, target, table, augment, rng!);
            }
        }
    }

    private (Tensor x, Tensor y) Tensors(FilledBatch batch, Device? device)
    {
        var x = empty([batch.Classes.Length, Channels, Height, Width], float32); // [N, C, H, W]
        x.data<float>().CopyFrom(batch.Values);
        var y = tensor(batch.Classes); // [N]
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

    /// <summary>Crop, flip and cutout in one pass; draws only for what is on, in this order, after a resized part.</summary>
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

    /// <summary>A batch in plain memory.</summary>
    /// <param name="Values">Normalised values, [N, C, H, W].</param>
    /// <param name="Classes">Classes, [N].</param>
    /// <param name="Rows">Which images of the source.</param>
    private sealed record FilledBatch(float[] Values, long[] Classes, int[] Rows);
}
