using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NasKit.Benchmarks;

namespace NasKit.Tests.Benchmarks;

public sealed class CsvCursorTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "a|b;1|2")]
    [InlineData("a,b\r\n1,2\r\n", "a|b;1|2")]
    [InlineData("a,b\r1,2", "a|b;1|2")]
    [InlineData("\uFEFFa,b\n1,2", "a|b;1|2")]
    [InlineData("a,b\n\n1,\n", "a|b;1|")]
    [InlineData("a,b\n,", "a|b;|")]
    [InlineData("\"a,1\",\"b\"\"2\"\n\"x\ny\",z", "a,1|b\"2;x\ny|z")]
    [InlineData("\"\",\"\"\"\"\n", "|\"")]
    [InlineData("5\" disk,b", "5\" disk|b")]
    [InlineData("", "")]
    public void Records_and_fields_are_those_of_RFC_4180(string text, string expected) => Assert.Equal(expected, Walk(text));

    [Fact]
    public void Lines_are_those_of_the_file_also_behind_fields_with_line_ends()
    {
        var cursor = Cursor("a\n\"1\n2\"\n\n3");
        var lines = new List<int>();
        while (cursor.Next())
        {
            lines.Add(cursor.Line);
        }

        Assert.Equal([1, 2, 5], lines);
    }

    [Theory]
    [InlineData("a\n\"b", "t.csv, line 2, has a quoted field that does not end")]
    [InlineData("a\n\"b\"c", "t.csv, line 2, has text behind the closing quote")]
    public void Broken_quotes_are_told_with_their_line(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<NasKitException>(() => Walk(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_quoted_comes_back() => Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyArray<NonNull<string>>>(), fields =>
    {
        // Ill-formed UTF-16 has no UTF-8 form.
        var cells = fields.Get.Select(field => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(field.Get))).ToArray();
        var cursor = Cursor("x\n" + string.Join(',', cells.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
        Assert.True(cursor.Next());
        if (cursor.Next())
        {
            Assert.Equal(cells, Enumerable.Range(0, cursor.Count).Select(i => Encoding.UTF8.GetString(cursor[i])));
        }
        else
        {
            Assert.Equal([""], cells);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_read_or_refused() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
    {
        try
        {
            var cursor = new CsvCursor([.. bytes], "t.csv");
            while (cursor.Next())
            {
                Assert.True(cursor.Count > 0);
            }
        }
        catch (NasKitException)
        {
        }
    }).QuickCheckThrowOnFailure();

    private static CsvCursor Cursor(string text) => new(Encoding.UTF8.GetBytes(text), "t.csv");

    private static string Walk(string text)
    {
        var (cursor, records) = (Cursor(text), new List<string>());
        while (cursor.Next())
        {
            records.Add(string.Join('|', Enumerable.Range(0, cursor.Count).Select(i => Encoding.UTF8.GetString(cursor[i]))));
        }

        return string.Join(';', records);
    }
}
