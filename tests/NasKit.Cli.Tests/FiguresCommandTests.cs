using System.Text.Json.Nodes;
using System.Xml.Linq;
using NasKit.Notebooks.Documents;

namespace NasKit.Cli.Tests;

[Collection("command")]
public sealed class FiguresCommandTests : IDisposable
{
    private readonly RunFixture run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task Every_figure_becomes_a_file_named_by_its_key_and_no_key_leads_out_of_the_folder()
    {
        var path = Written(
            """{"data":[{"y":[1,2]}],"layout":{"meta":{"key":"my-key","caption":"What it shows."}}}""",
            """{"data":[{"y":[2,1]}],"layout":{"meta":{"key":"my-key"}}}""",
            """{"data":[{"y":[3,1]}],"layout":{"meta":{"key":"../../../escaped"}}}""",
            """{"data":[{"y":[4,1]}],"layout":{"title":{"text":"<b>A &lt;title&gt;</b> /etc/passwd"}}}""",
            """{"data":[{"y":[5,1]}],"layout":{"meta":{"key":["no text"]}}}""",
            """{"data":[{"y":[6,1]}]}""");
        Assert.Equal(0, await run.Run("figures", path, "--to", run.At("out"), "--format", "svg", "--width", "85"));
        Assert.Equal(["a-title-etc-passwd.svg", "c4.svg", "c5.svg", "escaped.svg", "my-key-2.svg", "my-key.svg"], Names("out"));
        Assert.Equal(["figures.ipynb", "out"], run.Files);
        Assert.All(Directory.GetFiles(run.At("out")), file => Assert.Equal("85mm", (string)XElement.Load(file).Attribute("width")!));
        Assert.Equal(6, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("What it shows.", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pdf", "%PDF-")]
    [InlineData("png", "\u0089PNG")]
    public async Task Other_formats_are_what_they_say(string format, string begin)
    {
        Assert.Equal(0, await run.Run("figures", Written("""{"data":[{"y":[1,2]}]}"""), "--to", run.At("deep/out"), "--format", format, "--dpi", "100"));
        Assert.Equal([$"c0.{format}"], Names("deep/out"));
        Assert.StartsWith(begin, File.ReadAllText(run.At($"deep/out/c0.{format}"), System.Text.Encoding.Latin1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_input_is_one_sentence_with_2_and_nothing_is_written()
    {
        var good = Written("""{"data":[{"y":[1,2]}]}""");
        var empty = run.Notebook("1");
        File.WriteAllText(run.At("taken"), "");
        File.WriteAllBytes(run.At("binary.ipynb"), [0x89, 0x50, 0, 1, 2, 255]);
        var before = run.Files;
        foreach (var (arguments, message) in new (string[], string)[]
        {
            ([run.At("none.ipynb")], "There is no notebook"),
            ([run.At("binary.ipynb")], "not valid JSON"),
            ([Path.GetDirectoryName(good)!], "is a folder"),
            ([empty], "holds no figures"),
            ([good, "--format", "gif"], "There is no format gif"),
            ([good, "--theme", "dark"], "There is no theme dark"),
            ([good, "--width", "0"], "the width is 0 mm"),
            ([good, "--width", "NaN"], "the width is NaN mm"),
            ([good, "--width", "wide"], "wide"),
            ([good, "--font", "1000"], "the font size is 1000 pt"),
            ([good, "--dpi", "-3"], "the resolution is -3 dpi"),
            ([good, "--to", run.At("taken")], "is a file; name a folder"),
            ([good, "--to", run.At("taken/below")], "cannot be made"),
            ([], "naskit figures needs NOTEBOOK"),
        })
        {
            Assert.Equal(2, await run.Run(["figures", .. arguments.Length > 0 && !arguments.Contains("--to") ? [.. arguments, "--to", run.At("out")] : arguments]));
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
            Assert.Empty(run.Output);
            Assert.Equal(before, run.Files);
        }
    }

    [Fact]
    public async Task A_figure_that_cannot_be_drawn_is_named_and_leaves_no_half_of_a_set()
    {
        var path = Written("""{"data":[{"y":[1,2]}]}""", """{"data":{"y":[1,2]}}""");
        Assert.Equal(2, await run.Run("figures", path, "--to", run.At("out")));
        Assert.Contains("The figure c1 of cell c1 could not be drawn", run.Error, StringComparison.Ordinal);
        Assert.Equal(["figures.ipynb"], run.Files);
    }

    private string Written(params string[] figures)
    {
        var notebook = new Notebook
        {
            Cells = [.. figures.Select((json, i) => new CodeCell
            {
                Id = $"c{i}", Source = "", Outputs = [new DisplayOutput(new JsonObject { [MimeTypes.Plotly] = JsonNode.Parse(json), [MimeTypes.Text] = "figure" }, [])],
            })],
        };
        notebook.Write(run.At("figures.ipynb"));
        return run.At("figures.ipynb");
    }

    private string[] Names(string folder) => [.. Directory.GetFiles(run.At(folder)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
