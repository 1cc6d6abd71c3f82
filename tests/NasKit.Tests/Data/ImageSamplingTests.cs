using NasKit.Data;
using static TorchSharp.torch;

namespace NasKit.Tests.Data;

public sealed class ImageSamplingTests
{
    [Fact]
    public void The_whole_image_at_its_own_size_is_the_image()
    {
        byte[] image = [.. Enumerable.Range(0, 2 * 5 * 7).Select(i => (byte)(i * 37))];
        var target = new byte[image.Length];
        ImageSampling.Resize(image, 7, 5, 2, interleaved: false, new(0, 0, 7, 5), target, 5, 7);
        Assert.Equal(image, target);
    }

    [Fact]
    public void A_whole_number_of_pixels_further_is_a_crop()
    {
        byte[] image = [.. Enumerable.Range(0, 36).Select(i => (byte)(i * 7))];
        var target = new byte[4];
        ImageSampling.Resize(image, 6, 6, 1, interleaved: false, new(3, 2, 2, 2), target, 2, 2);
        Assert.Equal([image[15], image[16], image[21], image[22]], target);
    }

    [Fact]
    public void Half_a_size_weighs_four_neighbours_along_each_axis()
    {
        // Triangle of radius 2 at the centre 2 of 0…4: weights 1, 3, 3, 1 eighths; at edges what is there counts alone.
        byte[] image = [0, 0, 80, 160, 240, 240];
        var target = new byte[3];
        ImageSampling.Resize(image, 6, 1, 1, interleaved: true, new(0, 0, 6, 1), target, 1, 3);
        // Output 1 is centred at 3: pixels 1…4 with 1, 3, 3, 1: (0 + 240 + 480 + 240) / 8.
        Assert.Equal(120, target[1]);
        // Output 0 is centred at 1: pixels 0, 1, 2 with 3, 3, 1 of 7.
        Assert.Equal((byte)Math.Round(80.0 / 7), target[0]);
    }

    [Fact]
    public void Enlarging_interpolates_between_centres()
    {
        var target = new byte[4];
        ImageSampling.Resize([0, 100], 2, 1, 1, interleaved: false, new(0, 0, 2, 1), target, 1, 4);
        Assert.Equal([0, 25, 75, 100], target.Select(value => (int)value));
    }

    [Fact]
    public void A_random_part_has_its_share_ratio_and_place()
    {
        var rng = new Rng(3);
        for (var i = 0; i < 2000; i++)
        {
            var part = ImageSampling.RandomPart(200, 120, 0.1, rng);
            Assert.InRange(part.Width * part.Height / (200 * 120), 0.095, 1);
            Assert.InRange(part.Width / part.Height, 0.72, 1.39); // sides are whole pixels
            Assert.True(part.Left >= 0 && part.Top >= 0 && part.Left + part.Width <= 200 && part.Top + part.Height <= 120);
        }
    }

    [Fact]
    public void An_image_that_no_part_fits_shows_its_middle()
    {
        var part = ImageSampling.RandomPart(1000, 10, 0.9, new Rng(1));
        Assert.Equal((13, 10), (Math.Round(part.Width), part.Height));
        Assert.Equal(500, part.Left + part.Width / 2, 6);
    }

    [Fact]
    public void Images_in_memory_show_resized_parts_too_and_continue_at_any_step()
    {
        var rng = new Rng(2);
        var images = new StoredImages("x", [.. Enumerable.Range(0, 10 * 3 * 64).Select(_ => (byte)rng.NextInt(256))], new int[10], 3, 8, 8, ["a"], [0, 0, 0], [1, 1, 1]);
        var augment = new Augmentation { SmallestCrop = 0.3, HorizontalFlip = true };
        List<float[]> Epoch(int first) => [.. images.Batches(3, 1, 0, augment: augment, firstStep: first).Select(batch => batch.x.data<float>().ToArray())];
        var whole = Epoch(0);
        Assert.Equal(whole.Skip(2), Epoch(2));
        Assert.NotEqual(whole, [.. images.Batches(3, 1, 0, augment: augment with { SmallestCrop = null }).Select(batch => batch.x.data<float>().ToArray())]);
        Assert.Contains("SmallestCrop = 2 must be above 0 and at most 1", Assert.Throws<ArgumentException>(() => images.Batches(3, 1, 0, augment: new() { SmallestCrop = 2 })).Message);
    }
}
