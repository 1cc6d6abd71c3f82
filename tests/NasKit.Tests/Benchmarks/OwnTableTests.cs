using NasKit.Benchmarks;
using NasKit.Spaces;

namespace NasKit.Tests.Benchmarks;

/// <summary>Tables made in memory, and known tables that are not there.</summary>
public sealed class OwnTableTests
{
    private static readonly SearchSpace Space = DigitsSpace.Parse("digits:2,3");

    private static Architecture[] Parsed(params string[] digits) => [.. digits.Select(Space.Parse)];

    [Fact]
    public void A_table_in_memory_looks_up_what_it_was_given()
    {
        var table = BenchmarkTable.Of("mine", Space, Parsed("12", "00"), ("accuracy", "%", [90, 80.5]), ("latency", "ms", [3, double.NaN]));
        Assert.Equal((2, "mine", "%"), (table.Count, table.Name, table.Column("accuracy").Unit));
        Assert.Equal(80.5, table.Value(Space.Parse("00"), "accuracy"));
        Assert.Equal(3, table.Value(Space.Parse("12"), "latency"));
        Assert.Equal(-1, table.RowOf(Space.Parse("11")));
        Assert.True(table.Column("accuracy").IsComplete);
        Assert.Contains("no number in column latency for architecture 00", Assert.Throws<NasKitException>(() => table.Column("latency").CompleteValues.Length).Message);
    }

    [Fact]
    public void All_that_is_wrong_with_a_table_in_memory_is_said_at_once()
    {
        var message = Assert.Throws<ArgumentException>(() => BenchmarkTable.Of("mine", Space, Parsed("12", "12"), ("a", "", [1]), ("a", "", [1, 2]))).Message;
        Assert.Contains("Architecture 12 occurs twice", message, StringComparison.Ordinal);
        Assert.Contains("Column a has 1 numbers for 2 architectures", message, StringComparison.Ordinal);
        Assert.Contains("same name", message, StringComparison.Ordinal);
        Assert.Contains("no architectures", Assert.Throws<ArgumentException>(() => BenchmarkTable.Of("mine", Space, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_known_table_that_is_not_there_is_none_but_a_wrong_folder_or_a_damaged_file_is_said()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("is not in", Assert.Throws<NasKitException>(() => KnownTables.LoadIfThere("nas-bench-macro", folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("is not in", Assert.Throws<NasKitException>(() => KnownTables.LoadIfThere("nas-bench-macro", folder["none"])).Message, StringComparison.Ordinal);
        File.WriteAllText(folder["nas-bench-macro.csv"], "arch,acc1\n");
        Assert.Contains("is not the known table", Assert.Throws<NasKitException>(() => KnownTables.LoadIfThere("nas-bench-macro", folder.Path)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => KnownTables.LoadIfThere("nothing", folder.Path));
    }

    [FactWithSharedData("nas-bench-macro.csv.gz")]
    public void A_known_table_that_is_there_is_read() => Assert.Equal(6561, KnownTables.LoadIfThere("nas-bench-macro", SharedData.Folder)!.Count);
}
