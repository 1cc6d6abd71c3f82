using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NasKit.Benchmarks;
using NasKit.Spaces;

namespace NasKit.Tests.Benchmarks;

public sealed class BenchmarkTableTests : IDisposable
{
    private static readonly SearchSpace Space = DigitsSpace.Of(2, 3);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rows_are_found_by_their_architecture_compressed_or_not(bool packed)
    {
        var table = Read("id,arch,acc,note\n7,02,91.5,\"good, small\"\n8,10,,bad\n9,11,1e1,\n", packed);
        Assert.Equal(3, table.Count);
        Assert.Equal(["id", "acc", "note"], table.Columns.Select(column => column.Name));
        Assert.Equal(0, table.RowOf(Space.Parse("02")));
        Assert.Equal(-1, table.RowOf(Space.Parse("00")));
        Assert.Equal("11", table.Architecture(2).ToString());
        Assert.Equal(91.5, table.Value(Space.Parse("02"), "acc"));
        Assert.Equal(10, table.Value(Space.Parse("11"), "acc"));
        Assert.True(double.IsNaN(table.Value(Space.Parse("10"), "acc")));
        Assert.True(double.IsNaN(table.Value(Space.Parse("00"), "acc")));
        Assert.Equal([7, 8, 9], table.Column("id").CompleteValues.ToArray());
        Assert.False(table.Column("acc").IsComplete);
    }

    [Theory]
    [InlineData("arch,acc\n02,1\n02,2", "line 3, column arch: architecture 02 stands in line 2 already")]
    [InlineData("arch,acc\n02,1\n07,2", "line 3, column arch: Digit 2 of '07' is 7")]
    [InlineData("arch,acc\n02,1\n,2", "line 3, column arch: Architecture '' has 0 digits")]
    [InlineData("arch,acc\n02,1\n01,2,3", "line 3, has 3 cells, expected 2 as in the header")]
    [InlineData("arch,acc\n02", "line 2, has 1 cells, expected 2")]
    [InlineData("arch,acc\n", "has a header but no rows")]
    [InlineData("", "is empty")]
    [InlineData("arch,acc,acc\n02,1,1", "line 1: 2 columns are named acc")]
    [InlineData("arch,\n02,1", "line 1: column 2 has no name")]
    public void A_wrong_table_is_told_with_file_line_and_column(string text, string message)
    {
        var error = Assert.Throws<NasKitException>(() => Read(text));
        Assert.Contains(message, error.Message);
        Assert.Contains("t.csv", error.Message);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("inf")]
    [InlineData("high")]
    public void A_cell_that_is_no_number_is_told_when_its_column_is_used(string cell)
    {
        var table = Read($"arch,acc,macs\n02,1,5\n01,{cell},6\n");
        Assert.Equal([5, 6], table.Column("macs").CompleteValues.ToArray());
        var message = Assert.Throws<NasKitException>(() => table.Column("acc").CompleteValues.Length).Message;
        Assert.Contains($"t.csv has '{cell}' in line 3, column acc, expected a finite number", message);
    }

    [Fact]
    public void A_missing_cell_is_told_when_every_row_is_needed() => Assert.Contains(
        "t.csv has no value in line 4, column acc",
        Assert.Throws<NasKitException>(() => Read("arch,acc\n02,1\n01,2\n00,\n").Column("acc").CompleteValues.Length).Message);

    [Fact]
    public void A_missing_column_is_answered_with_those_that_are_there() => Assert.Contains(
        "has no column 'accuracy'. It has: acc, macs.", Assert.Throws<NasKitException>(() => Read("arch,acc,macs\n02,1,5\n").Column("accuracy")).Message);

    [Fact]
    public void The_column_of_architectures_is_arch_or_the_first_or_the_one_that_is_named()
    {
        Assert.Equal(["n"], Read("n,Architecture\n1,02\n").Columns.Select(column => column.Name));
        Assert.Equal(["n"], Read("code,n\n02,1\n").Columns.Select(column => column.Name));
        Assert.Equal(["n"], Read("n,code\n1,02\n", column: "code").Columns.Select(column => column.Name));
        Assert.Contains("no column 'cell'. It has: n, code", Assert.Throws<NasKitException>(() => Read("n,code\n1,02\n", column: "cell")).Message);
    }

    [Fact]
    public void A_file_that_is_not_there_or_damaged_is_told()
    {
        Assert.Contains("cannot be read", Assert.Throws<NasKitException>(() => BenchmarkTable.Read(Path.Combine(folder.Path, "no.csv"), Space)).Message);
        Assert.Contains("cannot be read", Assert.Throws<NasKitException>(() => BenchmarkTable.Read(folder.Path, Space)).Message);
        var path = Path.Combine(folder.Path, "t.csv.gz");
        var packed = Packed("arch,acc\n" + string.Concat(Enumerable.Range(0, 6).Select(i => $"{i / 3}{i % 3},{i * 0.123456789}\n")));
        File.WriteAllBytes(path, packed[..(packed.Length / 2)]);
        Assert.Contains("damaged", Assert.Throws<NasKitException>(() => BenchmarkTable.Read(path, Space)).Message);
        packed[20] ^= 0xFF;
        File.WriteAllBytes(path, packed);
        Assert.Contains("damaged", Assert.Throws<NasKitException>(() => BenchmarkTable.Read(path, Space)).Message);
    }

    [Fact]
    public void Architectures_of_a_space_too_large_to_number_are_found_too()
    {
        var space = FbNetSpace.Cifar();
        var rng = new Rng(1);
        var architectures = Enumerable.Range(0, 200).Select(_ => space.Sample(rng)).Distinct().ToArray();
        var path = Path.Combine(folder.Path, "fb.csv");
        File.WriteAllLines(path, [.. architectures.Select((architecture, i) => $"{architecture},{i}").Prepend("arch,ms")]);
        var table = BenchmarkTable.Read(path, space);
        Assert.All(architectures, (architecture, i) => Assert.Equal(i, table.Value(architecture, "ms")));
        Assert.Equal(architectures[7], table.Architecture(7));
        Assert.Contains("expected fbnet-cifar100", Assert.Throws<ArgumentException>(() => table.RowOf(Space.Parse("00"))).Message);
    }

    [Fact]
    public void Any_line_ends_will_do()
    {
        foreach (var end in new[] { "\n", "\r\n", "\r" })
        {
            var table = Read(string.Join(end, "arch,n", "00,1", "01,2", "02,3", "10,4", "11,5"));
            Assert.Equal([1, 2, 3, 4, 5], table.Column("n").CompleteValues.ToArray());
        }
    }

    [Fact]
    public void Any_file_is_read_or_refused_with_a_sentence() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        // A table of which some bytes are replaced by others that matter in one.
        var rng = new Rng(seed);
        var bytes = Encoding.UTF8.GetBytes("arch,a,b\n00,1,2\n01,3,4\n02,5,6\n10,7,8\n");
        for (var i = 0; i < 3; i++)
        {
            bytes[rng.NextInt(bytes.Length)] = "\",\n\r01.eN\0\u001f"u8[rng.NextInt(11)];
        }

        File.WriteAllBytes(folder["t.csv"], bytes);
        try
        {
            Assert.InRange(BenchmarkTable.Read(folder["t.csv"], Space).Count, 1, 6);
        }
        catch (NasKitException error)
        {
            Assert.Contains("t.csv", error.Message);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Equal_means_of_decimals_are_equal_numbers()
    {
        var table = Read("arch,a,b,c\n00,0.1,0.2,0.3\n01,0.3,0.2,0.1\n02,1,,1\n").WithMean("mean", "a", "b", "c");
        var means = table.Column("mean").Values;
        Assert.Equal(means[0], means[1]);
        Assert.Equal(0.2, means[0], 1e-15);
        Assert.True(double.IsNaN(means[2]));
        Assert.Contains("for architecture 02", Assert.Throws<NasKitException>(() => table.Column("mean").CompleteValues.Length).Message);
        Assert.Throws<ArgumentException>(() => table.WithMean("mean", "a"));
        Assert.Throws<NasKitException>(() => table.WithMean("other", "d"));
    }

    private BenchmarkTable Read(string text, bool packed = false, string? column = null)
    {
        var path = Path.Combine(folder.Path, "t.csv");
        File.WriteAllBytes(path, packed ? Packed(text) : Encoding.UTF8.GetBytes(text));
        return BenchmarkTable.Read(path, Space, column);
    }

    private static byte[] Packed(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return memory.ToArray();
    }
}
