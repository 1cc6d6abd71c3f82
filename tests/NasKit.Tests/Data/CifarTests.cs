using System.IO.Compression;
using NasKit.Data;

namespace NasKit.Tests.Data;

public sealed class CifarTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [FactWithSharedData("images/cifar10-first4000.bin.gz", "unit/cifar10-first100.bin.gz")]
    public void The_first_four_thousand_real_images_are_read()
    {
        var images = Cifar10.Read(SharedData.Path("images/cifar10-first4000.bin.gz"));
        Assert.Equal((4000, 3, 32, 32, 10), (images.Count, images.Channels, images.Height, images.Width, images.Classes));
        Assert.Equal([6, 9, 9, 4, 1, 1, 2, 7, 8, 3], Enumerable.Range(0, 10).Select(images.Label));
        Assert.Equal([59, 43, 50, 68, 98], images.Image(0)[..5].ToArray().Select(value => (int)value));
        Assert.All(images.ClassCounts(), count => Assert.InRange(count, 366, 422));
        Assert.Equal("frog", images.ClassNames[images.Label(0)]);
        var sums = new double[3];
        for (var i = 0; i < images.Count; i++)
        {
            for (var p = 0; p < 3072; p++)
            {
                sums[p / 1024] += images.Image(i)[p];
            }
        }

        Assert.Equal([0.4916, 0.4818, 0.4447], sums.Select(sum => Math.Round(sum / (4000 * 1024 * 255.0), 4)));
        var first = Cifar10.Read(SharedData.Path("unit/cifar10-first100.bin.gz"));
        Assert.Equal(100, first.Count);
        Assert.Equal(images.Image(99).ToArray(), first.Image(99).ToArray());
    }

    [FactWithSharedData("images/cifar10-first4000.bin.gz")]
    public void A_file_of_records_is_a_task_with_a_sixth_of_its_images_for_the_test()
    {
        var task = ImageTask.Load(SharedData.Path("images/cifar10-first4000.bin.gz"));
        Assert.Equal((3333, 667), (task.Training.Count, task.Test.Count));
        Assert.All(task.Test.ClassCounts(), count => Assert.InRange(count, 60, 72));
        Assert.Equal(new(new(3, 32, 32), 10), task.Shape);
    }

    [Fact]
    public void A_whole_set_is_found_in_a_folder_and_in_the_archives_own()
    {
        Write10(folder["cifar-10-batches-bin"]);
        foreach (var place in new[] { folder.Path, folder["cifar-10-batches-bin"] })
        {
            var task = Cifar10.Load(place);
            Assert.Equal((10, 3), (task.Training.Count, task.Test.Count)); // two records in each of five files
            Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], Enumerable.Range(0, 10).Select(task.Training.Label));
            Assert.Equal(5, task.Training.Image(5)[3071]);
        }

        Assert.Equal(10, ImageTask.Load(folder["cifar-10-batches-bin"]).Training.Count);
    }

    [Fact]
    public void The_fine_label_of_CIFAR_100_is_the_second_byte()
    {
        File.WriteAllBytes(folder["train.bin"], [.. Record([19, 99], 7), .. Record([0, 3], 8)]);
        Compressed(folder["test.bin.gz"], Record([5, 42], 9));
        var task = Cifar100.Load(folder.Path);
        Assert.Equal([99, 3], Enumerable.Range(0, 2).Select(task.Training.Label));
        Assert.Equal((42, "leopard"), (task.Test.Label(0), task.Test.ClassNames[42]));
        Assert.Equal(8, task.Training.Image(1)[0]);
        Assert.Equal(100, ImageTask.Load(folder.Path).Test.Classes);
    }

    [Fact]
    public void Missing_files_are_named_with_where_to_get_them()
    {
        var error = Assert.Throws<NasKitException>(() => Cifar10.Load(folder["nowhere"]));
        Assert.Contains($"CIFAR-10 is not on this machine (looked in 2 places: {folder["nowhere"]}", error.Message);
        Assert.Contains("cifar-10-binary.tar.gz from https://www.cs.toronto.edu", error.Hint);
        Write10(folder.Path);
        File.Delete(folder["data_batch_4.bin"]);
        Assert.Contains("is not complete: neither data_batch_4.bin nor data_batch_4.bin.gz is there", Assert.Throws<NasKitException>(() => Cifar10.Load(folder.Path)).Message);
        Assert.Contains("cannot be read", Assert.Throws<NasKitException>(() => Cifar10.Read(folder["no.bin"])).Message);
        Assert.Empty(Cifar10.Layout.Places(null, null));
        Assert.Equal(["/d", "/d/cifar-10-batches-bin", "/d/cifar-10"], Cifar10.Layout.Places(null, "/d"));
    }

    [Theory]
    [InlineData(0, "found 0 bytes")]
    [InlineData(3072, "expected a whole number of CIFAR-10 records of 3073 bytes, at least one, found 3072 bytes, 1 records")]
    [InlineData(6147, "found 6147 bytes")]
    public void A_file_that_is_no_whole_number_of_records_is_damaged(int length, string said)
    {
        File.WriteAllBytes(folder["x.bin"], new byte[length]);
        var error = Assert.Throws<NasKitException>(() => Cifar10.Read(folder["x.bin"])).Message;
        Assert.Contains($"The data file {folder["x.bin"]} is damaged", error);
        Assert.Contains(said, error);
    }

    [Fact]
    public void A_label_without_a_class_is_damage_and_so_is_broken_compression()
    {
        File.WriteAllBytes(folder["x.bin"], [.. Record([9], 1), .. Record([10], 1)]);
        Assert.Contains("the label of record 1 is 10, but labels of CIFAR-10 are 0…9", Assert.Throws<NasKitException>(() => Cifar10.Read(folder["x.bin"])).Message);
        Compressed(folder["y.bin.gz"], Record([9], 1));
        var whole = File.ReadAllBytes(folder["y.bin.gz"]);
        whole[^12] ^= 0x55;
        File.WriteAllBytes(folder["y.bin.gz"], whole);
        Assert.Contains("is damaged", Assert.Throws<NasKitException>(() => Cifar10.Read(folder["y.bin.gz"])).Message);
    }

    [Fact]
    public void A_name_that_is_neither_a_set_nor_a_place_is_refused_with_what_there_is()
    {
        var error = Assert.Throws<NasKitException>(() => ImageTask.Load("imagenett")).Message;
        Assert.Contains("'imagenett' is no file or folder", error);
        Assert.Contains("fashion-mnist, cifar-10, cifar-100", error);
        Assert.Contains("has none of", Assert.Throws<NasKitException>(() => ImageTask.Load(folder.Path)).Message);
    }

    private static byte[] Record(byte[] labels, byte value) => [.. labels, .. Enumerable.Repeat(value, 3072)];

    private static void Compressed(string path, byte[] bytes)
    {
        using var file = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        file.Write(bytes);
    }

    private static void Write10(string place)
    {
        Directory.CreateDirectory(place);
        for (byte part = 0; part < 5; part++)
        {
            File.WriteAllBytes(Path.Combine(place, $"data_batch_{part + 1}.bin"), [.. Record([(byte)(2 * part)], (byte)(2 * part)), .. Record([(byte)(2 * part + 1)], (byte)(2 * part + 1))]);
        }

        File.WriteAllBytes(Path.Combine(place, "test_batch.bin"), [.. Record([0], 0), .. Record([1], 1), .. Record([2], 2)]);
    }
}
