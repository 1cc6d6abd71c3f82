using System.Security.Cryptography;
using NasKit.Data;

namespace NasKit.Tests.Data;

public sealed class FashionMnistTests : IDisposable
{
    private const string TrainImages = "train-images-idx3-ubyte";
    private const string TrainLabels = "train-labels-idx1-ubyte";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Plain_and_compressed_files_are_read()
    {
        IdxFiles.Write(folder.Path);
        var task = FashionMnist.Load(folder.Path);
        Assert.Equal((30, 20), (task.Training.Count, task.Test.Count));
        Assert.Equal((1, 28, 28, 10), (task.Training.Channels, task.Training.Height, task.Training.Width, task.Training.Classes));
        Assert.Equal(unchecked((byte)((784 * 3 + 5) * 7)), task.Training.Image(3)[5]);
        Assert.Equal(3, task.Training.Label(13));
        Assert.Equal("Fashion-MNIST training: 30 images 1×28×28, 10 classes", task.Training.ToString());
    }

    [Fact]
    public void Without_files_the_message_names_the_places_and_the_command()
    {
        var error = Assert.Throws<NasKitException>(() => FashionMnist.Load([folder["a"], folder["b"]]));
        Assert.Equal(
            $"Fashion-MNIST is not on this machine (looked in 2 places: {folder["a"]}, {folder["b"]}). "
            + "Install it with: apt-get install dataset-fashion-mnist, or set NASKIT_DATA to a folder with the four idx files.", error.Message);
    }

    [Fact]
    public void The_named_folder_comes_first()
    {
        Assert.Equal(["/usr/share/datasets/fashion-mnist"], FashionMnist.Places(null));
        Assert.Equal(["/data", "/data/fashion-mnist", "/usr/share/datasets/fashion-mnist"], FashionMnist.Places("/data"));
        IdxFiles.Write(folder["second"]);
        Assert.Equal(30, FashionMnist.Load([folder["first"], folder["second"]]).Training.Count);
    }

    [Fact]
    public void A_folder_with_some_of_the_files_is_not_passed_over()
    {
        IdxFiles.Write(folder["first"]);
        IdxFiles.Write(folder["second"]);
        File.Delete(folder["first/" + TrainLabels]);
        var error = Assert.Throws<NasKitException>(() => FashionMnist.Load([folder["first"], folder["second"]]));
        Assert.Contains($"neither {TrainLabels} nor {TrainLabels}.gz is there", error.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install dataset-fashion-mnist", error.Hint, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[], string> DamagedFiles => new()
    {
        { TrainImages, [], "expected a header of 16 bytes, came to the end after 0" },
        { TrainImages, IdxFiles.Images(30)[..10], "expected a header of 16 bytes, came to the end after 10" },
        { TrainImages, IdxFiles.Labels(30), "expected the idx number 0x00000803 (unsigned bytes in 3 dimensions) at its start, found 0x00000801" },
        { TrainLabels, IdxFiles.Images(1), "expected the idx number 0x00000801 (unsigned bytes in 1 dimension) at its start, found 0x00000803" },
        { TrainImages, "<!DOCTYPE html><html>"u8.ToArray(), "found 0x3c21444f" },
        { TrainImages, IdxFiles.Images(30)[..^1], "its header promises 30×28×28 = 23520 bytes, but only 23519 follow" },
        { TrainImages, [.. IdxFiles.Images(30), 0], "its header promises 30×28×28 = 23520 bytes, but more follow" },
        { TrainImages, IdxFiles.Bytes(0x803, [0, 28, 28], []), "its header gives dimension 1 as 0" },
        { TrainImages, IdxFiles.Bytes(0x803, [uint.MaxValue, uint.MaxValue, uint.MaxValue], []), "more than any such file has" },
        { TrainImages, IdxFiles.Bytes(0x803, [1, 32, 32], new byte[1024]), "expected images of 28×28, found 32×32" },
        { TrainLabels, IdxFiles.Labels(29), $"expected 30 labels, one for each image in {TrainImages}, found 29" },
        { TrainLabels, IdxFiles.Bytes(0x801, [30], [.. new byte[12], 10, .. new byte[17]]), "label 12 is 10, but labels are 0…9" },
        { TrainImages, [0x1F, 0x8B, .. new byte[100]], "its gzip compression is broken" },
        { TrainImages, IdxFiles.Compressed(IdxFiles.Images(30))[..200], "only" },
        { TrainImages, Flipped(IdxFiles.Compressed(IdxFiles.Images(30)), fromEnd: 6), "its gzip compression is broken" },
        { TrainImages, IdxFiles.Compressed([.. IdxFiles.Images(30), 1]), "but more follow" },
    };

    [Theory]
    [MemberData(nameof(DamagedFiles))]
    public void A_damaged_file_is_named_with_what_was_expected_and_what_came(string file, byte[] content, string says)
    {
        IdxFiles.Write(folder.Path);
        File.WriteAllBytes(folder[file], content);
        var error = Assert.Throws<NasKitException>(() => FashionMnist.Load(folder.Path));
        Assert.StartsWith($"The data file {folder[file]} is damaged: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_place_of_a_file_says_so()
    {
        IdxFiles.Write(folder.Path);
        File.Delete(folder["t10k-labels-idx1-ubyte.gz"]);
        Directory.CreateDirectory(folder["t10k-labels-idx1-ubyte.gz"]);
        Assert.Contains("is not complete", Assert.Throws<NasKitException>(() => FashionMnist.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    /// <summary>Each cut and each changed byte of a compressed file either is told or changes nothing: no other exception, no wrong images.</summary>
    [Fact]
    public void No_damage_of_a_compressed_file_goes_unnoticed()
    {
        IdxFiles.Write(folder.Path);
        var good = IdxFiles.Compressed(IdxFiles.Labels(20));
        var labels = Enumerable.Range(0, 20).Select(i => i % 10).ToArray();
        var damaged = Enumerable.Range(0, good.Length).Select(n => good[..n])
            .Concat(Enumerable.Range(0, good.Length).Select(n => Flipped(good, good.Length - n)));
        foreach (var content in damaged)
        {
            File.WriteAllBytes(folder["t10k-labels-idx1-ubyte.gz"], content);
            try
            {
                var test = FashionMnist.Load(folder.Path).Test;
                Assert.Equal(labels, Enumerable.Range(0, test.Count).Select(test.Label));
            }
            catch (NasKitException e)
            {
                Assert.Contains("t10k-labels-idx1-ubyte.gz is damaged", e.Message, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>The real files, where Debian's package is installed: sizes, classes, content and the constants of normalisation.</summary>
    [FactWithFashionMnist]
    public void The_real_files_are_what_is_published()
    {
        var task = FashionMnist.Load();
        Assert.Equal((60_000, 10_000), (task.Training.Count, task.Test.Count));
        Assert.All(task.Training.ClassCounts(), n => Assert.Equal(6000, n));
        Assert.All(task.Test.ClassCounts(), n => Assert.Equal(1000, n));
        Assert.Equal([9, 0, 0, 3, 0, 2, 7, 2, 5, 5], Enumerable.Range(0, 10).Select(task.Training.Label));
        Assert.Equal([9, 2, 1, 1, 6, 1, 4, 6, 5, 7], Enumerable.Range(0, 10).Select(task.Test.Label));

        var histogram = new long[256];
        for (var i = 0; i < task.Training.Count; i++)
        {
            foreach (var value in task.Training.Image(i))
            {
                histogram[value]++;
            }
        }

        var total = 60_000.0 * 784;
        var mean = histogram.Select((n, value) => n * (value / 255.0)).Sum() / total;
        var variance = histogram.Select((n, value) => n * Math.Pow(value / 255.0 - mean, 2)).Sum() / total;
        Assert.Equal(FashionMnist.Mean, mean, 5e-6);
        Assert.Equal(FashionMnist.Deviation, Math.Sqrt(variance), 5e-6);
    }

    private static byte[] Flipped(byte[] bytes, int fromEnd)
    {
        var copy = bytes.ToArray();
        copy[^fromEnd] ^= 0x40;
        return copy;
    }
}
