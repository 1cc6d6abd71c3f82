using System.Text.Json.Nodes;
using NasKit.Notebooks.Documents;

namespace NasKit.Cli.Tests;

[Collection("command")]
public sealed class NotebookCommandTests : IDisposable
{
    private readonly RunFixture run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task The_projects_own_notebooks_have_no_findings()
    {
        foreach (var notebook in Directory.GetFiles(Path.Combine(Reproduction.NotebookProcess.Root, "notebooks"), "*.ipynb").Where(file => !file.EndsWith(".run.ipynb", StringComparison.Ordinal)))
        {
            Assert.Equal((0, ""), (await run.Run("notebook", "check", notebook), run.Output));
        }
    }

    [Theory]
    [InlineData("\"nbformat\": 4", "\"nbformat\": 3", "the format is 3")]
    [InlineData("\"nbformat_minor\": 5", "\"nbformat_minor\": 4", "whose cells have no ids")]
    [InlineData("\"id\": \"b\"", "\"id\": \"a\"", "cell a: another cell before it has the same id")]
    [InlineData("\"id\": \"b\"", "\"id\": \"b b\"", "cell b b: its id b b is not")]
    [InlineData("\"id\": \"b\",", "", "cell #2: it has no id")]
    [InlineData("\"outputs\": []", "\"outputs\": {}", "cell b: outputs is not a list")]
    [InlineData("\"outputs\": []", "\"outputs\": [3]", "cell b: output 1 is not an object")]
    [InlineData("\"outputs\": []", "\"outputs\": [{\"output_type\": \"picture\"}]", "cell b: output 1 has the type \"picture\"")]
    [InlineData("\"outputs\": []", "\"outputs\": [{\"output_type\": \"display_data\", \"data\": {\"text/html\": 3}, \"metadata\": {}}]", "text/html is neither text nor a list")]
    [InlineData("\"execution_count\": null", "\"execution_count\": -1", "execution_count is -1")]
    [InlineData("\"execution_count\": null,", "", "execution_count is missing")]
    [InlineData("\"source\": \"1\"", "\"source\": [1]", "source is neither text nor a list")]
    [InlineData("\"source\": \"1\"", "\"source\": \"1\", \"colour\": \"red\"", "a key colour")]
    [InlineData("\"cell_type\": \"code\"", "\"cell_type\": \"cod\"", "cell_type is \"cod\"")]
    [InlineData("\"tags\": []", "\"tags\": [\"a\", \"a\"]", "a tag stands twice")]
    [InlineData("\"tags\": []", "\"tags\": [\"a,b\"]", "holds a comma")]
    [InlineData("{\"name\": \".net-csharp\", \"display_name\": \"C#\"}", "{\"name\": 3}", "metadata.kernelspec.name is not text")]
    public async Task A_broken_rule_of_the_format_is_one_line_with_1(string good, string bad, string finding)
    {
        Assert.Contains(good, Minimal, StringComparison.Ordinal);
        File.WriteAllText(run.At("n.ipynb"), Minimal.Replace(good, bad, StringComparison.Ordinal));
        Assert.Equal(1, await run.Run("notebook", "check", "--format-only", run.At("n.ipynb")));
        Assert.Contains($"{run.At("n.ipynb")}: ", run.Output, StringComparison.Ordinal);
        Assert.Contains(finding, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_document_unbroken_has_no_findings()
    {
        File.WriteAllText(run.At("n.ipynb"), Minimal);
        Assert.Equal((0, ""), (await run.Run("notebook", "check", "--format-only", run.At("n.ipynb")), run.Output));
    }

    [Fact]
    public async Task House_rules_are_told_cell_by_cell()
    {
        var path = run.Notebook("no title", "var seed = \"one\";", "#r \"nuget: Some, 1.0\"\nvar f = \"/home/me/data.csv\"; Console.ReadLine();", string.Join('\n', Enumerable.Repeat("1;", 30)));
        Assert.Equal(1, await run.Run("notebook", "check", path));
        foreach (var finding in new[]
        {
            "the kernel is not named; set", "cell c0: the first cell is not a text", "cell c1: it has no int seed", "cell c1: it has no scale", "cell c2: it downloads a package",
            "cell c2: it names an absolute path (/home/me/data.csv)", "cell c2: it asks for input", "cell c3: it has 30 lines", "cell c3: the last code cell does not write the run record",
        })
        {
            Assert.Contains(finding, run.Output, StringComparison.Ordinal);
        }
        Assert.All(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith(path + ": ", line, StringComparison.Ordinal));
        Assert.Equal(0, await run.Run("notebook", "check", path, "--format-only"));
    }

    [Fact]
    public async Task Unreadable_files_are_told_with_2_and_the_others_are_still_checked()
    {
        File.WriteAllText(run.At("broken.ipynb"), "{");
        File.WriteAllText(run.At("list.ipynb"), "[]");
        Assert.Equal(2, await run.Run("notebook", "check", run.At("none.ipynb"), run.At("broken.ipynb"), run.At("list.ipynb")));
        Assert.Contains("There is no notebook", run.Error, StringComparison.Ordinal);
        Assert.Contains("not valid JSON", run.Error, StringComparison.Ordinal);
        Assert.Contains("list.ipynb: the document is not an object", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, await run.Run("notebook", "check"));
        Assert.Equal(2, await run.Run("notebook", "mend", run.At("list.ipynb")));
        Assert.Equal(2, await run.Run("notebook"));
    }

    [Fact]
    public async Task Strip_leaves_what_a_person_wrote_and_a_second_time_changes_nothing()
    {
        var path = Executed();
        Assert.Equal(0, await run.Run("notebook", "strip", path));
        var notebook = Notebook.Read(path);
        Assert.Equal(["p", "c"], notebook.Cells.Select(cell => cell.Id));
        Assert.All(notebook.Cells.OfType<CodeCell>(), cell => Assert.True(cell is { ExecutionCount: null, Outputs.Count: 0 }));
        Assert.Equal("{\"tags\":[\"parameters\"]}", notebook.Cells[0].Metadata.ToJsonString());
        Assert.Equal("{\"mine\":1}", notebook.Cells[1].Metadata.ToJsonString());
        var first = File.ReadAllText(path);
        Assert.Equal(0, await run.Run("notebook", "strip", path));
        Assert.Contains("nothing to strip", run.Output, StringComparison.Ordinal);
        Assert.Equal(first, File.ReadAllText(path));
    }

    [Fact]
    public async Task Strip_writes_elsewhere_or_nowhere_when_a_name_is_wrong()
    {
        var path = Executed();
        var before = File.ReadAllText(path);
        Assert.Equal(0, await run.Run("notebook", "strip", path, "--output", run.At("out.ipynb")));
        Assert.Equal(before, File.ReadAllText(path));
        Assert.Empty(Notebook.Read(run.At("out.ipynb")).Cells.OfType<CodeCell>().SelectMany(cell => cell.Outputs));
        Assert.Equal(2, await run.Run("notebook", "strip", path, run.At("none.ipynb")));
        Assert.Equal(2, await run.Run("notebook", "strip", path, path, "--output", run.At("two.ipynb")));
        Assert.Equal(2, await run.Run("notebook", "strip", path, "--output", run.At("none/out.ipynb")));
        Assert.Equal(before, File.ReadAllText(path));
        Assert.Equal(["n.ipynb", "out.ipynb"], run.Files);
    }

    [Fact]
    public async Task Diff_tells_sources_outputs_and_order_by_cell_and_ends_with_1()
    {
        var one = Executed();
        var cells = Notebook.Read(one).Cells;
        var code = (CodeCell)cells[2];
        var changed = new Notebook
        {
            Cells = [cells[2] with { Source = "1;\nthree;\n4;" }, cells[0], new MarkdownCell { Id = "new", Source = "text" }], Metadata = [],
        };
        (changed with { Cells = [((CodeCell)changed.Cells[0]) with { Outputs = [new StreamOutput("stdout", "other\n"), code.Outputs[0]] }, .. changed.Cells.Skip(1)] }).Write(run.At("b.ipynb"));
        Assert.Equal(1, await run.Run("notebook", "diff", one, run.At("b.ipynb")));
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var expected in new[]
        {
            "- cell i: removed (code)", "+ cell new: added (markdown)", "    + text", "~ cell c: source", "    - 2;", "    + three;", "~ cell c: outputs (1 before, 2 after)", "~ cell c: output 1 (stdout)",
            "    - printed", "    + other",
        })
        {
            Assert.Contains(expected, lines);
        }
        Assert.Single(lines, line => line.EndsWith(": moved", StringComparison.Ordinal));
        Assert.DoesNotContain("    - 1;", lines);
        Assert.Equal((0, ""), (await run.Run("notebook", "diff", one, one), run.Output));
        Assert.Equal(2, await run.Run("notebook", "diff", one, run.At("none.ipynb")));
        Assert.Equal(2, await run.Run("notebook", "diff", one));
    }

    [Fact]
    public async Task Diff_without_outputs_sees_only_what_people_wrote()
    {
        var path = Executed();
        Assert.Equal(0, await run.Run("notebook", "strip", path, "--output", run.At("out.ipynb")));
        var kept = Notebook.Read(path);
        (kept with { Cells = [kept.Cells[0], (CodeCell)kept.Cells[1] with { Outputs = [] }, (CodeCell)kept.Cells[2] with { Outputs = [], ExecutionCount = 9 }] }).Write(run.At("b.ipynb"));
        Assert.Equal(1, await run.Run("notebook", "diff", path, run.At("b.ipynb")));
        Assert.Equal((0, ""), (await run.Run("notebook", "diff", "--no-outputs", path, run.At("b.ipynb")), run.Output));
    }

    private string Executed()
    {
        new Notebook
        {
            Cells =
            [
                new CodeCell { Id = "p", Source = "var seed = 1;", ExecutionCount = 1, Metadata = Json("""{"tags":["parameters"],"execution":{"iopub.status.idle":"now"}}""") },
                new CodeCell { Id = "i", Source = "var seed = 2;", ExecutionCount = 2, Metadata = Json("""{"tags":["injected-parameters"]}""") },
                new CodeCell { Id = "c", Source = "1;\n2;\n4;", ExecutionCount = 3, Metadata = Json("""{"mine":1,"jupyter":{"outputs_hidden":true},"collapsed":true}"""), Outputs = [new StreamOutput("stdout", "printed\n")] },
            ],
        }.Write(run.At("n.ipynb"));
        return run.At("n.ipynb");

        static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;
    }

    private const string Minimal = """
        {"cells": [{"cell_type": "markdown", "id": "a", "metadata": {"tags": []}, "source": ["text"]},
          {"cell_type": "code", "id": "b", "execution_count": null, "metadata": {}, "outputs": [], "source": "1"}],
         "metadata": {"kernelspec": {"name": ".net-csharp", "display_name": "C#"}}, "nbformat": 4, "nbformat_minor": 5}
        """;
}
