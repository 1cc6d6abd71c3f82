using NasKit.Data;
using NasKit.Evaluation;
using NasKit.Spaces;
using static TorchSharp.torch;

namespace NasKit.Tests.Data;

public sealed class ImageFolderTests : IDisposable
{
    private static readonly ImageFolderOptions Small = new() { Size = 16, Resize = 20, Workers = 2 };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [FactWithJpeg]
    public void Folders_are_classes_in_the_order_of_their_names_and_images_likewise()
    {
        Write("b/2.JPG", "b/1.jpeg", "a/x.jpg", "a/notes.txt");
        var images = ImageFolder.Read(folder.Path, "pictures", Small);
        Assert.Equal("pictures: 3 images 3×16×16, 2 classes", images.ToString());
        Assert.Equal(["a", "b"], images.ClassNames);
        Assert.Equal([0, 1, 1], Enumerable.Range(0, 3).Select(images.Label));
        Assert.Equal([0.485f, 0.456f, 0.406f], images.Mean);
    }

    [TheoryWithJpeg]
    [InlineData(40, 40)] // as it is
    [InlineData(64, 48)]
    [InlineData(500, 375)] // decoded at an eighth or a quarter
    [InlineData(375, 500)]
    [InlineData(12, 9)] // smaller than what is shown
    public void The_centre_of_an_image_is_shown_whatever_its_size(int width, int height)
    {
        Save("a/x.jpg", TestJpeg.Ramp(width, height, 77));
        var shown = ImageFolder.Read(folder.Path, options: Small).Image(0);
        var side = Math.Min(width, height) * 16.0 / 20;
        for (var i = 0; i < 16; i++)
        {
            // Red rises to the right over the whole image, green downwards; 6: quantisation of the file, and edges of images that are enlarged.
            var along = (i + 0.5) / 16 - 0.5;
            Assert.InRange(shown[8 * 16 + i], 255 * (0.5 + along * side / width) - 6, 255 * (0.5 + along * side / width) + 6);
            Assert.InRange(shown[256 + i * 16 + 8], 255 * (0.5 + along * side / height) - 6, 255 * (0.5 + along * side / height) + 6);
            Assert.InRange(shown[512 + 17 * i % 256], 77 - 6, 77 + 6);
        }
    }

    [FactWithJpeg]
    public void Grey_and_printed_photographs_become_colours()
    {
        Save("a/grey.jpg", TestJpeg.Encode([.. Enumerable.Repeat((byte)120, 32 * 32)], 32, 32, channels: 1));
        // Little ink is a high value in such files: half of the first ink over white paper.
        Save("a/inks.jpg", TestJpeg.Encode([.. Enumerable.Range(0, 32 * 32).SelectMany(_ => new byte[] { 128, 255, 255, 200 })], 32, 32, channels: 4));
        var images = ImageFolder.Read(folder.Path, options: Small);
        Assert.All(images.Image(0).ToArray(), value => Assert.InRange(value, 118, 122));
        Assert.All(images.Image(1)[..256].ToArray(), value => Assert.InRange(value, 98, 103)); // 128 · 200 / 255
        Assert.All(images.Image(1)[256..].ToArray(), value => Assert.InRange(value, 197, 203));
    }

    [FactWithJpeg]
    public void Batches_are_the_same_whatever_the_number_of_threads_and_from_any_step_on()
    {
        WriteMany(23);
        var augment = new Augmentation { SmallestCrop = 0.2, HorizontalFlip = true, CropPadding = 1, Cutout = 3 };
        List<float[]> Epoch(int workers, int ahead, int firstStep = 0, int epoch = 0, Augmentation? varied = null) =>
            [.. ImageFolder.Read(folder.Path, options: Small with { Workers = workers, Ahead = ahead })
                .Batches(4, 7, epoch, augment: varied ?? augment, firstStep: firstStep).Select(batch => batch.x.data<float>().Concat(batch.y.data<long>().Select(y => (float)y)).ToArray())];
        var one = Epoch(1, 1);
        Assert.Equal([4, 4, 4, 4, 4, 3], one.Select(batch => batch.Length / (3 * 256 + 1)));
        Assert.Equal(one, Epoch(2, 2));
        Assert.Equal(one, Epoch(7, 5));
        Assert.Equal(one.Skip(3), Epoch(3, 2, firstStep: 3));
        Assert.NotEqual(one, Epoch(2, 2, epoch: 1));
        Assert.NotEqual(one, Epoch(2, 2, varied: new()));
    }

    [FactWithJpeg]
    public void Leaving_an_epoch_early_ends_the_work_ahead()
    {
        WriteMany(23);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(2, ImageFolder.Read(folder.Path, options: Small with { Ahead = 4 }).Batches(2, 1, i).Take(2).Count());
        }

        Directory.Delete(folder["class1"], recursive: true); // nothing reads on
    }

    [FactWithJpeg]
    public void A_random_part_shows_some_of_the_area_and_flips_half_of_the_images()
    {
        Save("a/x.jpg", TestJpeg.Ramp(200, 100, 10));
        var images = ImageFolder.Read(folder.Path, options: Small);
        var (flipped, shares) = (0, new List<double>());
        for (var epoch = 0; epoch < 200; epoch++)
        {
            foreach (var (x, _) in images.Batches(1, 3, epoch, augment: new() { SmallestCrop = 0.25, HorizontalFlip = true }))
            {
                var values = x.data<float>().ToArray();
                double Red(int i) => values[8 * 16 + i] * 0.229 + 0.485;
                double Green(int i) => values[256 + i * 16 + 8] * 0.224 + 0.456;
                flipped += Red(15) < Red(0) ? 1 : 0;
                shares.Add(Math.Abs(Red(15) - Red(0)) * (Green(15) - Green(0)) * (16.0 / 15) * (16.0 / 15));
            }
        }

        Assert.InRange(flipped, 100 - 36, 100 + 36); // five deviations of 7.1
        Assert.All(shares, share => Assert.InRange(share, 0.22, 1.03));
        Assert.True(shares.Min() < 0.35 && shares.Max() > 0.5, $"{shares.Min()} {shares.Max()}"); // at a ratio of 4/3 two thirds of this image fit
    }

    [FactWithJpeg]
    public void Damaged_files_give_one_error_that_names_them()
    {
        var whole = TestJpeg.Ramp(64, 64, 9);
        void Fails(byte[] bytes, string said)
        {
            Save("a/x.jpg", bytes);
            var images = ImageFolder.Read(folder.Path, options: Small);
            foreach (var attempt in new Action[] { () => images.Image(0), () => images.Batches(1, 1, 0).Count(), () => images.Batch([0]) })
            {
                var error = Assert.Throws<NasKitException>(attempt);
                Assert.Contains(folder["a/x.jpg"], error.Message);
                Assert.Contains(said, error.Message);
            }
        }

        Fails([], "has 0 bytes");
        Fails([1, 2, 3], "does not begin as a JPEG file does");
        Fails([0x89, .. "PNG\r\n\u001a\n"u8], "it is a PNG file");
        Fails(whole[..2], "does not begin as a JPEG file does");
        Fails(whole[..100], "cannot be decoded");
        Fails(whole[..(whole.Length / 2)], "Premature end");
        var huge = whole.ToArray();
        var frame = Enumerable.Range(0, huge.Length).First(i => huge[i] == 0xFF && huge[i + 1] == 0xC0); // start of frame: length, precision, height, width
        (huge[frame + 5], huge[frame + 6], huge[frame + 7], huge[frame + 8]) = (0xFF, 0xDC, 0xFF, 0xDC);
        Fails(huge, "its header promises 65500×65500 pixels");
        (huge[frame + 5], huge[frame + 6]) = (0, 0);
        Fails(huge, "cannot be decoded");
    }

    [FactWithJpeg]
    public void No_byte_of_a_file_can_bring_the_process_down()
    {
        var (whole, rng) = (TestJpeg.Ramp(48, 40, 9, quality: 60), new Rng(1));
        for (var i = 0; i < 500; i++)
        {
            var bytes = whole.ToArray();
            for (var change = 0; change <= i % 5; change++)
            {
                bytes[2 + rng.NextInt(bytes.Length - 2)] = (byte)rng.NextInt(256);
            }

            try
            {
                JpegDecoder.Decode(bytes, "x", (width, height) => ImageSampling.Centre(width, height, 8, 8), 8, 8);
            }
            catch (NasKitException)
            {
            }
        }

        var (image, _) = JpegDecoder.Decode(whole, "x", (width, height) => ImageSampling.Centre(width, height, 8, 8), 8, 8);
        Assert.Equal((12, 10, 4), (image.Width, image.Height, image.Reduction)); // and decodes on
    }

    [FactWithJpeg]
    public void Links_are_refused_and_what_is_no_plain_file_is_never_opened()
    {
        using var outside = new TemporaryFolder();
        File.WriteAllBytes(outside["secret.jpg"], TestJpeg.Ramp(20, 20, 1));
        Write("a/1.jpg");
        File.CreateSymbolicLink(folder["a/2.jpg"], outside["secret.jpg"]);
        Assert.Contains($"{folder["a/2.jpg"]} is a link", Assert.Throws<NasKitException>(() => ImageFolder.Read(folder.Path, options: Small)).Message);
        File.Delete(folder["a/2.jpg"]);
        Directory.CreateSymbolicLink(folder["b"], outside.Path);
        Assert.Contains($"{folder["b"]} is a link", Assert.Throws<NasKitException>(() => ImageFolder.Read(folder.Path, options: Small)).Message);
        Directory.Delete(folder["b"]);
        var images = ImageFolder.Read(folder.Path, options: Small);
        File.Delete(folder["a/1.jpg"]);
        File.CreateSymbolicLink(folder["a/1.jpg"], outside["secret.jpg"]); // put there afterwards
        Assert.Contains("is a link", Assert.Throws<NasKitException>(() => images.Image(0)).Message);
        File.Delete(folder["a/1.jpg"]);
        Assert.Contains("is gone since", Assert.Throws<NasKitException>(() => images.Image(0)).Message);
        Directory.Delete(folder["a"]);
        File.WriteAllBytes(outside["1.jpg"], TestJpeg.Ramp(20, 20, 1));
        Directory.CreateSymbolicLink(folder["a"], outside.Path);
        Assert.Contains($"{folder["a"]} is a link", Assert.Throws<NasKitException>(() => images.Image(0)).Message);
    }

    [Fact]
    public void Folders_without_images_are_named()
    {
        Assert.Contains($"There is no folder {folder["no"]}", Assert.Throws<NasKitException>(() => ImageFolder.Read(folder["no"])).Message);
        Assert.Contains("has no folders in it", Assert.Throws<NasKitException>(() => ImageFolder.Read(folder.Path)).Message);
        Directory.CreateDirectory(folder["a"]);
        Assert.Contains($"{folder["a"]} has no JPEG files", Assert.Throws<NasKitException>(() => ImageFolder.Read(folder.Path)).Message);
        var error = Assert.Throws<ArgumentException>(() => ImageFolder.Read(folder.Path, options: new() { Size = 0, Resize = -1, Workers = -1, Ahead = 0 })).Message;
        Assert.Contains("4 problems", error);
    }

    [FactWithJpeg]
    public void Training_and_test_folders_make_a_task_and_must_have_the_same_classes()
    {
        Write("train/a/1.jpg", "train/a/2.jpg", "train/b/1.jpg", "val/a/1.jpg", "val/b/9.jpg");
        var task = ImageTask.Load(folder.Path, Small);
        Assert.Equal((3, 2, 16), (task.Training.Count, task.Test.Count, task.Shape.Input.Height));
        Write("val/c/1.jpg");
        Assert.Contains("other classes: c is in one of them only", Assert.Throws<NasKitException>(() => ImageFolder.Load(folder.Path, Small)).Message);
    }

    [FactWithJpeg]
    public void A_network_trains_on_photographs_in_folders_as_on_images_in_memory()
    {
        WriteMany(40);
        var task = ImageTask.Of(ImageFolder.Read(folder.Path, options: Small), 0.8, seed: 1);
        using var scope = NewDisposeScope();
        var graph = new NetworkGraph.Builder(task.Shape.Input);
        graph.Slot("edge", shape => [new ConvolutionSpec(shape, 8, 3, 2, Activation.ReLU), new ConvolutionSpec(shape, 8, 5, 2, Activation.ReLU)], [0]);
        graph.Fixed(shape => new GlobalPoolSpec(shape));
        graph.Fixed(shape => new ClassifierSpec(shape, 2));
        var space = new SearchSpace("photographs", task.Shape, [new("edge", "kernel", ["3", "5"])], graph.Build(), new DigitFormat());
        double Accuracy(int workers)
        {
            var images = ImageTask.Of(ImageFolder.Read(folder.Path, options: Small with { Workers = workers }), 0.8, seed: 1);
            using var evaluator = new TrainedEvaluator(
                images.Training, images.Test, new() { Epochs = 12, Batch = 8, Augmentation = Augmentation.ResizedCropAndFlip, LearningRate = 0.05 }, new Seeds(1));
            return evaluator.Accuracy(space.Parse("0"));
        }

        Assert.Equal(1, Accuracy(1)); // blue tells the classes apart
        Assert.Equal(Accuracy(1), Accuracy(3));
    }

    private void Write(params string[] names)
    {
        foreach (var name in names)
        {
            Save(name, TestJpeg.Ramp(30, 24, 50));
        }
    }

    // Two classes that differ in blue, images of several sizes.
    private void WriteMany(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Save($"class{i % 2}/{i:000}.jpg", TestJpeg.Ramp(24 + 7 * (i % 5), 20 + 3 * (i % 4), (byte)(i % 2 == 0 ? 60 : 200)));
        }
    }

    private void Save(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllBytes(folder[name], bytes);
    }
}
