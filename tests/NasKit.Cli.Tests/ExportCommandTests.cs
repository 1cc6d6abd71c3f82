using System.Text.Json.Nodes;
using NasKit.Notebooks.Documents;

namespace NasKit.Cli.Tests;

[Collection("command")]
public sealed class ExportCommandTests : IDisposable
{
    private readonly RunFixture run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task Markdown_has_texts_code_outputs_and_its_pictures_in_a_folder_beside_it()
    {
        var path = Written();
        Assert.Equal(0, await run.Run("export", path, "--format", "md"));
        var text = File.ReadAllText(run.At("doc.md"));
        Assert.Contains("# Title\n\n![a](doc_files/text-passwd.png)", text, StringComparison.Ordinal);
        Assert.Contains("````csharp\nvar s = \"```\";\n````", text, StringComparison.Ordinal);
        Assert.Contains("```text\nprinted <b>\n```", text, StringComparison.Ordinal);
        Assert.Contains("![The caption.](doc_files/my-chart.svg)\n\n*The caption.*", text, StringComparison.Ordinal);
        Assert.Contains("<table>\n<tr><td>1</td></tr>\n</table>", text, StringComparison.Ordinal);
        Assert.Contains("```text\nplain instead of a script\n```", text, StringComparison.Ordinal);
        Assert.Contains("```text\nSystem.Exception: gone\n```", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.Equal(["my-chart.svg", "text-passwd.png"], Directory.GetFiles(run.At("doc_files")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.Equal("<svg xmlns='http://www.w3.org/2000/svg'>#</svg>", File.ReadAllText(run.At("doc_files/my-chart.svg")));
        Assert.Equal(["doc.ipynb", "doc.md", "doc_files"], run.Files);
    }

    [Fact]
    public async Task Script_has_a_section_a_cell_and_runs_again_as_one()
    {
        var path = run.Notebook("# Title\nwhy", "var seed = 1;", "int twice = 2 * seed;\n#!time");
        Assert.Equal(0, await run.Run("export", path, "--format", "script"));
        Assert.Equal(
            "// %% [markdown] c0\n// # Title\n// why\n\n// %% c1 #parameters\nvar seed = 1;\n\n// %% c2\nint twice = 2 * seed;\n// #!time\n", File.ReadAllText(run.At("test.csx")));
    }

    [Fact]
    public async Task Page_is_written_under_the_name_asked_for()
    {
        Assert.Equal(0, await run.Run("export", Written(), "--output", run.At("page.htm")));
        Assert.Contains("<title>doc.ipynb</title>", File.ReadAllText(run.At("page.htm")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_input_is_one_sentence_with_2_and_nothing_is_written()
    {
        var path = Written();
        File.WriteAllText(run.At("list.ipynb"), "[1, 2]");
        File.WriteAllText(run.At("doc_files"), "in the way");
        var before = run.Files;
        foreach (var (arguments, message) in new (string[], string)[]
        {
            ([run.At("none.ipynb")], "There is no notebook"),
            ([run.At("list.ipynb")], "not a notebook"),
            ([path, "--format", "docx"], "There is no format docx"),
            ([path, "--output", path], "would overwrite the notebook"),
            ([path, "--output", run.At("none/page.html")], "there is no folder"),
            ([path, "--format", "md"], "cannot be made"),
        })
        {
            Assert.Equal(2, await run.Run(["export", .. arguments]));
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
            Assert.Equal(before, run.Files);
        }
    }

    private string Written()
    {
        var notebook = new Notebook
        {
            Cells =
            [
                new MarkdownCell
                {
                    Id = "text", Source = "# Title\n\n![a](attachment:..%2F..%2Fetc%2Fpasswd)",
                    Attachments = new JsonObject { ["../../etc/passwd"] = new JsonObject { ["image/png"] = "AQI=" } },
                },
                new CodeCell
                {
                    Id = "code", Source = "var s = \"```\";",
                    Outputs =
                    [
                        new StreamOutput("stdout", "printed <b>\n"),
                        Display((MimeTypes.Plotly, JsonNode.Parse("""{"data":[],"layout":{"meta":{"key":"my chart","caption":"The caption."}}}""")!),
                            (MimeTypes.Html, "<img src=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%23%3C/svg%3E\"><script>1</script>"), (MimeTypes.Text, "t")),
                        Display((MimeTypes.Html, "<table>\n\n<tr><td>1</td></tr>\n</table>"), (MimeTypes.Text, "1")),
                        Display((MimeTypes.Html, "<table><script>1</script></table>"), (MimeTypes.Text, "plain instead of a script")),
                        new ErrorOutput("System.Exception", "gone", []),
                    ],
                },
            ],
        };
        notebook.Write(run.At("doc.ipynb"));
        return run.At("doc.ipynb");

        static DisplayOutput Display(params (string Type, JsonNode Content)[] data) => new(new JsonObject(data.Select(entry => KeyValuePair.Create(entry.Type, (JsonNode?)entry.Content))), []);
    }
}
