using NasKit.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Tests.Data;

public sealed class BatchTests
{
    private static readonly ImageDataSet Numbered = new StoredImages(
        "numbered", [.. Enumerable.Range(0, 50).Select(i => (byte)i)], [.. Enumerable.Range(0, 50).Select(i => i % 4)], 1, 1, 1, ["a", "b", "c", "d"], [0], [1 / 255f]);

    [Fact]
    public void Values_are_normalised_by_channel_and_come_in_the_order_of_the_dimensions()
    {
        // 2 images, 2 channels, 2×3 pixels
        byte[] pixels = [.. Enumerable.Range(0, 24).Select(i => (byte)(i * 10))];
        var set = new StoredImages("x", pixels, [1, 0], 2, 2, 3, ["a", "b"], [0.5f, 0.25f], [0.5f, 0.2f]);
        var (x, y) = set.Batch([1, 0]);
        using (x)
        using (y)
        {
            Assert.Equal([2, 2, 2, 3], x.shape);
            Assert.Equal((ScalarType.Float32, ScalarType.Int64), (x.dtype, y.dtype));
            Assert.Equal([0L, 1L], y.data<long>().ToArray());
            Assert.Equal((pixels[12 + 6 + 4] / 255f - 0.25f) / 0.2f, x[0, 1, 1, 1].ToSingle(), 1e-5f); // rounding of float32
            Assert.Equal((pixels[2] / 255f - 0.5f) / 0.5f, x[1, 0, 0, 2].ToSingle(), 1e-5f);
        }
    }

    [Fact]
    public void An_epoch_shows_each_image_once_with_its_label_in_another_order_each_time()
    {
        var first = Epoch(seed: 1, epoch: 0);
        Assert.Equal(Enumerable.Range(0, 50), first.SelectMany(b => b.Images).Order());
        Assert.All(first, b => Assert.Equal(b.Images.Select(i => (long)(i % 4)), b.Labels));
        Assert.Equal([16, 16, 16, 2], first.Select(b => b.Images.Length));
        Assert.Equal(Flat(first), Flat(Epoch(seed: 1, epoch: 0)));
        Assert.NotEqual(Flat(first), Flat(Epoch(seed: 1, epoch: 1)));
        Assert.NotEqual(Flat(first), Flat(Epoch(seed: 2, epoch: 0)));
        Assert.NotEqual(Enumerable.Range(0, 50), Flat(first));
        Assert.Equal(Enumerable.Range(0, 50), Flat(Epoch(1, 0, shuffle: false)));
    }

    [Fact]
    public void The_last_small_batch_can_be_left_out()
    {
        Assert.Equal([16, 16, 16], Epoch(1, 0, dropLast: true).Select(b => b.Images.Length));
        Assert.Equal((4, 3, 1, 0, 5), (Numbered.Steps(16), Numbered.Steps(16, dropLast: true), Numbered.Steps(60), Numbered.Steps(60, dropLast: true), Numbered.Steps(10)));
    }

    [Fact]
    public void An_epoch_continues_at_any_step_with_the_same_batches()
    {
        var augment = new Augmentation { CropPadding = 2, HorizontalFlip = true, Cutout = 3 };
        var images = Striped(20);
        var whole = Collect(images.Batches(3, 7, 2, augment: augment));
        for (var step = 0; step <= 7; step++)
        {
            Assert.Equal(whole.Skip(step), Collect(images.Batches(3, 7, 2, augment: augment, firstStep: step)));
        }

        static List<float[]> Collect(IEnumerable<(Tensor x, Tensor y)> batches) => [.. batches.Select(b => b.x.data<float>().ToArray())];
    }

    [Fact]
    public void A_crop_shows_a_window_of_the_padded_image_and_each_window_as_often()
    {
        // One image with a different value in each pixel, its mean 0 and deviation 1/255, so that values are bytes.
        var image = Single(Enumerable.Range(1, 16).ToArray());
        var windows = new Dictionary<(int, int), int>();
        for (var epoch = 0; epoch < 900; epoch++)
        {
            var x = One(image, epoch, new Augmentation { CropPadding = 1 });
            var (top, left) = Window(x);
            windows[(top, left)] = windows.GetValueOrDefault((top, left)) + 1;
        }

        Assert.Equal(9, windows.Count);
        Assert.All(windows.Values, n => Assert.InRange(n, 100 - 48, 100 + 48)); // five deviations of 9.4

        static (int, int) Window(float[] x)
        {
            foreach (var top in new[] { -1, 0, 1 })
            {
                foreach (var left in new[] { -1, 0, 1 })
                {
                    var expected = Enumerable.Range(0, 16).Select(p => (h: p / 4 + top, w: p % 4 + left))
                        .Select(p => p.h is >= 0 and < 4 && p.w is >= 0 and < 4 ? p.h * 4 + p.w + 1 : 0);
                    if (x.Select(v => (int)MathF.Round(v)).SequenceEqual(expected))
                    {
                        return (top, left);
                    }
                }
            }

            throw new InvalidOperationException("no window: " + string.Join(" ", x));
        }
    }

    [Fact]
    public void A_flip_mirrors_half_of_the_images()
    {
        var image = Single(1, 2, 3, 4);
        var shown = Enumerable.Range(0, 400).Select(epoch => string.Join(" ", One(image, epoch, new Augmentation { HorizontalFlip = true }))).CountBy(text => text).ToDictionary();
        Assert.Equal(["1 2 3 4", "2 1 4 3"], shown.Keys.Order());
        Assert.InRange(shown["2 1 4 3"], 200 - 50, 200 + 50); // five deviations of 10
    }

    [Fact]
    public void Cutout_sets_a_square_to_the_mean_and_leaves_the_rest()
    {
        var image = Single([.. Enumerable.Repeat(9, 49)]);
        var sizes = new HashSet<int>();
        for (var epoch = 0; epoch < 200; epoch++)
        {
            var x = One(image, epoch, new Augmentation { Cutout = 3 });
            var cut = Enumerable.Range(0, 49).Where(p => x[p] == 0).ToList();
            Assert.All(x, v => Assert.True(v is 0 or 9));
            var (height, width) = (cut.Max(p => p / 7) - cut.Min(p => p / 7) + 1, cut.Max(p => p % 7) - cut.Min(p => p % 7) + 1);
            Assert.Equal(height * width, cut.Count);
            Assert.InRange(height, 2, 3);
            Assert.InRange(width, 2, 3);
            sizes.Add(cut.Count);
        }

        Assert.Equal([4, 6, 9], sizes.Order());
    }

    [Fact]
    public void Augmentation_that_is_off_changes_nothing()
    {
        var images = Striped(5);
        Assert.Equal(
            images.Batches(5, 1, 0).Select(b => b.x.data<float>().ToArray()).Single(),
            images.Batches(5, 1, 0, augment: new Augmentation()).Select(b => b.x.data<float>().ToArray()).Single());
    }

    [Fact]
    public void Wrong_arguments_are_refused_before_the_first_batch()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbered.Batches(0, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbered.Batches(1, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbered.Batches(1, 1, 0, firstStep: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbered.Batch([50]));
        var error = Assert.Throws<ArgumentException>(() => Numbered.Batches(1, 1, 0, augment: new Augmentation { CropPadding = -1, Cutout = -2 }));
        Assert.Equal("Augmentation: 2 problems. CropPadding = -1 must be 0 or more. Cutout = -2 must be 0 or more.", error.Message);
    }

    [Fact]
    public void A_batch_is_gone_when_the_next_one_comes_and_when_the_loop_is_left()
    {
        Tensor? last = null;
        foreach (var (x, _) in Numbered.Batches(10, 1, 0))
        {
            Assert.True(last is null || last.IsInvalid);
            last = x;
            if (x[0].ToSingle() > 40)
            {
                break;
            }
        }

        Assert.True(last!.IsInvalid);
    }

    private static ImageDataSet Striped(int count) => new StoredImages(
        "striped", [.. Enumerable.Range(0, count * 36).Select(i => (byte)(i * 31))], new int[count], 1, 6, 6, ["a"], [0.3f], [0.2f]);

    private static ImageDataSet Single(params int[] values)
    {
        var side = (int)Math.Sqrt(values.Length);
        return new StoredImages("single", [.. values.Select(v => (byte)v)], [0], 1, side, side, ["a"], [0], [1 / 255f]);
    }

    private static float[] One(ImageDataSet image, int epoch, Augmentation augment) =>
        image.Batches(1, 5, epoch, augment: augment).Select(b => b.x.data<float>().ToArray().Select(v => MathF.Round(v, 3)).ToArray()).Single();

    private static List<(int[] Images, long[] Labels)> Epoch(long seed, int epoch, bool shuffle = true, bool dropLast = false) =>
        [.. Numbered.Batches(16, seed, epoch, shuffle, dropLast)
            .Select(b => (b.x.data<float>().ToArray().Select(v => (int)MathF.Round(v)).ToArray(), b.y.data<long>().ToArray()))];

    private static IEnumerable<int> Flat(List<(int[] Images, long[] Labels)> epoch) => epoch.SelectMany(b => b.Images);
}
