using NasKit.Notebooks.Documents;

namespace NasKit.Notebooks.Tests.Documents;

public sealed class NotebookTests
{
    [Fact]
    public void Source_is_read_from_a_string_and_from_a_list_and_written_as_a_list()
    {
        const string Text = """{"cells":[{"cell_type":"code","id":"a","metadata":{},"execution_count":null,"outputs":[],"source":SOURCE}],"metadata":{},"nbformat":4,"nbformat_minor":5}""";
        var whole = Notebook.Parse(Text.Replace("SOURCE", "\"a\\nb\"", StringComparison.Ordinal));
        var lines = Notebook.Parse(Text.Replace("SOURCE", "[\"a\\n\",\"b\"]", StringComparison.Ordinal));
        Assert.Equal("a\nb", lines.Cells[0].Source);
        Assert.Equal(whole.ToJson(), lines.ToJson());
        Assert.Contains("\n   \"source\": [\n    \"a\\n\",\n    \"b\"\n   ]\n", whole.ToJson(), StringComparison.Ordinal);
    }
}
