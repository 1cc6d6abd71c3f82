using NasKit.Notebooks.Documents;

namespace NasKit.Cli.Tests;

[Collection("command")]
public sealed class RunCommandTests : IDisposable
{
    private readonly RunFixture run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task A_notebook_runs_from_top_to_bottom_and_is_written_beside_itself()
    {
        var path = run.Notebook("# Title\ntext", "var seed = 1;", "Console.WriteLine($\"seed {seed}\");", "seed + 1");
        var before = File.ReadAllText(path);
        Assert.Equal(0, await run.Run("run", path, "-p", "seed=4"));
        Assert.Equal(before, File.ReadAllText(path));
        var cells = Notebook.Read(run.Executed).Cells;
        Assert.Equal(5, cells.Count);
        Assert.Equal("seed 4\n", Assert.IsType<StreamOutput>(Outputs(cells[3]).Single()).Text);
        Assert.Equal("5", Assert.IsType<ResultOutput>(Outputs(cells[4]).Single()).Data["text/plain"]!.GetValue<string>());
        Assert.Equal([1, 2, 3, 4], cells.OfType<CodeCell>().Select(cell => cell.ExecutionCount!.Value));
        Assert.Contains("[1/4] Title", run.Output, StringComparison.Ordinal);
        Assert.Contains("      seed 4", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task A_long_paragraph_in_front_of_a_cell_is_cut_behind_a_word()
    {
        var path = run.Notebook("# Title", "1", "# " + string.Join(' ', Enumerable.Repeat("word", 40)), "2");
        Assert.Equal(0, await run.Run("run", path));
        Assert.Contains($"[2/2] {string.Join(' ', Enumerable.Repeat("word", 16))}…", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(string.Join(' ', Enumerable.Repeat("word", 17)), run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_output_may_be_the_notebook_itself_and_running_again_gives_the_same_file()
    {
        var path = run.Notebook("var seed = 1;", "var shown = display(\"a\"); Console.Write(seed); shown.Update(\"b\");");
        Assert.Equal(0, await run.Run("run", path, "--output", path, "-p", "seed=2"));
        var first = File.ReadAllText(path);
        Assert.Equal(0, await run.Run("run", path, "--output", path));
        Assert.Equal(first, File.ReadAllText(path));
        Assert.Equal(["test.ipynb"], run.Files);
        var outputs = Outputs(Notebook.Read(path).Cells[2]);
        Assert.Equal("b", Assert.IsType<DisplayOutput>(outputs[0]).Data["text/plain"]!.GetValue<string>());
        Assert.Equal("2", Assert.IsType<StreamOutput>(outputs[1]).Text);
    }

    [Fact]
    public async Task A_display_of_an_earlier_cell_is_updated_in_that_cell()
    {
        Assert.Equal(0, await run.Run("run", run.Notebook("DisplayedValue bar = display(0);", "for (var i = 1; i <= 3; i++) bar.Update(i);")));
        var cells = Notebook.Read(run.Executed).Cells;
        Assert.Equal("3", Assert.IsType<DisplayOutput>(Outputs(cells[0]).Single()).Data["text/plain"]!.GetValue<string>());
        Assert.Empty(Outputs(cells[1]));
    }

    [Fact]
    public async Task Outputs_that_a_cell_clears_are_not_written()
    {
        var cell = "Console.WriteLine(1); clearOutput(); Console.WriteLine(2); clearOutput(wait: true); Console.WriteLine(3); display(4); clearOutput(wait: true);";
        Assert.Equal(0, await run.Run("run", run.Notebook(cell)));
        var outputs = Outputs(Notebook.Read(run.Executed).Cells[0]);
        Assert.Equal(2, outputs.Count);
        Assert.Equal("3\n", Assert.IsType<StreamOutput>(outputs[0]).Text);
        Assert.IsType<DisplayOutput>(outputs[1]);
    }

    [Fact]
    public async Task A_failed_cell_ends_the_run_with_1_and_the_notebook_so_far_is_written()
    {
        var path = run.Notebook("1", "Console.Write(\"so far\");\nthrow new InvalidOperationException(\"at work\");", "3");
        Assert.Equal(1, await run.Run("run", path));
        var cells = Notebook.Read(run.Executed).Cells;
        Assert.Equal("so far", Assert.IsType<StreamOutput>(Outputs(cells[1])[0]).Text);
        Assert.Equal("System.InvalidOperationException", Assert.IsType<ErrorOutput>(Outputs(cells[1])[1]).Name);
        Assert.Empty(Outputs(cells[2]));
        Assert.Null(((CodeCell)cells[2]).ExecutionCount);
        Assert.Contains("   at Cell 2, line 2", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_takes_too_long_ends_the_run_with_1()
    {
        Assert.Equal(1, await run.Run("run", run.Notebook("while (true) { }"), "--timeout", "0.5"));
        Assert.Contains("Cell 1 ran longer than the 0.5 s it was given and was stopped.", run.Error, StringComparison.Ordinal);
        Assert.Equal("TimedOut", Assert.IsType<ErrorOutput>(Outputs(Notebook.Read(run.Executed).Cells[0]).Single()).Name);
    }

    [Fact]
    public async Task Bad_input_that_a_cell_finds_ends_the_run_with_2_and_nothing_is_written()
    {
        var library = Path.Combine(Path.GetDirectoryName(run.Program)!, "NasKit.dll");
        Assert.Equal(2, await run.Run("run", run.Notebook($"#r \"{library}\"\nusing NasKit;", "throw new NasKitException(\"Fashion-MNIST is not here.\", \"Install it.\");"), "--html", run.At("p.html")));
        Assert.Equal("Fashion-MNIST is not here. Install it.", run.Error.Trim());
        Assert.Equal(2, await run.Run("run", run.Notebook("throw new ArgumentException(\"The budget is too low.\");")));
        Assert.Equal("The budget is too low.", run.Error.Trim());
        Assert.Equal(["test.ipynb"], run.Files);
    }

    [Fact]
    public async Task Bad_input_is_told_in_one_sentence_with_2_before_anything_runs_or_is_written()
    {
        var path = run.Notebook("var seed = 1;", "System.IO.File.WriteAllText(\"ran\", \"\");");
        File.WriteAllText(run.At("broken.ipynb"), "{\"cells\": [");
        File.WriteAllText(run.At("python.ipynb"), """{"cells":[],"metadata":{"kernelspec":{"name":"python3","display_name":"Python"}},"nbformat":4,"nbformat_minor":5}""");
        File.WriteAllText(run.At("fsharp.ipynb"), """{"cells":[{"cell_type":"code","metadata":{"polyglot_notebook":{"kernelName":"fsharp"}},"execution_count":null,"outputs":[],"source":""}],"metadata":{},"nbformat":4,"nbformat_minor":4}""");
        Directory.CreateDirectory(run.At("folder"));
        var before = run.Files;
        foreach (var (arguments, message) in new (string[], string)[]
        {
            ([run.At("missing.ipynb")], "There is no notebook"),
            ([run.At("folder")], "is a folder"),
            ([run.At("broken.ipynb")], "line 1, position 12: not valid JSON"),
            ([run.At("python.ipynb")], "written for the kernel python3"),
            ([run.At("fsharp.ipynb")], "Cell 1 of the notebook is written for fsharp"),
            ([path, "-p", "sed=2"], "There is no parameter sed. Parameters of this notebook: seed (int, default 1)."),
            ([path, "-p", "seed=two"], "two is not an int"),
            ([path, "-p", "seed"], "expected name=value"),
            ([path, "--timeout", "0"], "--timeout is 0 s"),
            ([path, "--timeout", "soon"], "soon"),
            ([path, "--output", run.At("folder")], "it is a folder"),
            ([path, "--output", run.At("none/out.ipynb")], "there is no folder"),
            ([path, "--html", run.At("none/out.html")], "there is no folder"),
            ([path, "--html", path], "would overwrite a notebook"),
            ([path, "--unknown"], "--unknown"),
        })
        {
            Assert.Equal((2, ""), (await run.Run(["run", .. arguments]), run.Output));
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
            Assert.Equal(before, run.Files);
        }
    }

    [Fact]
    public async Task A_page_is_written_that_loads_nothing()
    {
        var path = run.Notebook("# A <b>title</b>", "display(HTML(\"<b>bold</b>\")); Console.Write(\"<&>\");");
        Assert.Equal(0, await run.Run("run", path, "--html", run.At("page.html")));
        var page = File.ReadAllText(run.At("page.html"));
        Assert.Contains("<b>bold</b>", page, StringComparison.Ordinal);
        Assert.Contains("A &lt;b&gt;title&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("<pre>&lt;&amp;&gt;</pre>", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"(?!#|data:)|@import|url\\(", page);
    }

    private static IReadOnlyList<Output> Outputs(Cell cell) => Assert.IsType<CodeCell>(cell).Outputs;
}
