using System.Text.Json.Nodes;
using NasKit.Notebooks.Documents;
using NasKit.Notebooks.Parameters;

namespace NasKit.Notebooks.Tests.Parameters;

public sealed class ParameterGridTests
{
    private static readonly Notebook Example = new()
    {
        Cells = [new CodeCell { Id = "p", Source = "var seed = 1; var rate = 0.5; var on = true; var name = \"a\";", Metadata = new JsonObject { ["tags"] = new JsonArray("parameters") } }],
    };

    [Theory]
    [InlineData("", "")]
    [InlineData("seed=1..3", "seed=1|seed=2|seed=3")]
    [InlineData("seed=-1..0,7", "seed=-1|seed=0|seed=7")]
    [InlineData("rate=0.1,0.2", "rate=0.1|rate=0.2")]
    [InlineData("on=true,false", "on=true|on=false")]
    [InlineData("name=1,2..3", "name=1,2..3")]
    [InlineData("name=a name=b", "name=a|name=b")]
    [InlineData("seed=1,2 on=true,false", "seed=1 on=true|seed=1 on=false|seed=2 on=true|seed=2 on=false")]
    [InlineData("other=1..3", "other=1..3")]
    public void Every_combination_comes_in_the_order_of_the_values(string given, string expected)
        => Assert.Equal(expected, string.Join('|', ParameterGrid.Of(Example, Pairs(given)).Select(combination => string.Join(' ', combination.Select(pair => $"{pair.Key}={pair.Value}")))));

    [Theory]
    [InlineData("seed=5..1", "a range goes from")]
    [InlineData("seed=1..", "a range goes from")]
    [InlineData("seed=a..b", "a range goes from")]
    [InlineData("seed=1,1", "is given the value 1 twice")]
    [InlineData("name=a name=a", "is given the value a twice")]
    [InlineData("seed=-2147483648..2147483647", "has more than 10000 values")]
    [InlineData("seed=1..5000 rate=1,2,3", "more than 10000 combinations")]
    public void What_is_no_list_is_told(string given, string message)
        => Assert.Contains(message, Assert.Throws<NotebookException>(() => ParameterGrid.Of(Example, Pairs(given))).Message, StringComparison.Ordinal);

    private static List<KeyValuePair<string, string>> Pairs(string given) =>
        [.. given.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => KeyValuePair.Create(text.Split('=')[0], text.Split('=')[1]))];
}
