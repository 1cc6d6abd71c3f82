using System.Diagnostics;
using System.Xml.Linq;
using NasKit.Notebooks.Documents;

namespace NasKit.Cli.Tests;

[Collection("command")]
public sealed class BatchRunTests : IDisposable
{
    private readonly RunFixture run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task A_grid_runs_each_value_in_a_process_and_tells_how_each_ended_and_resume_repeats_only_what_failed()
    {
        var library = Path.Combine(Path.GetDirectoryName(run.Program)!, "NasKit.dll");
        run.Notebook(
            "var seed = 1;",
            $"#r \"{library}\"\nusing NasKit.Runs;",
            "var work = Run.Open(\"batch\", seed, \"smoke\", store: System.IO.Path.GetFullPath(\"store\" + seed));",
            "# Heavy work",
            "work.Step(\"slow\", () => { System.IO.File.AppendAllText(\"log\" + seed, \"x\"); return 2 * seed; })",
            "if (seed == 2 && !System.IO.File.Exists(\"mended\")) throw new InvalidOperationException(\"seed 2 \\u0007 fails\");");
        Assert.Equal(1, await run.RunProcess("run", "test.ipynb", "-p", "seed=1..3", "--jobs", "2", "--output-dir", "out", "--junit", "junit.xml", "--html", "pages"));
        Assert.Equal(["test.seed-1.ipynb", "test.seed-2.ipynb", "test.seed-3.ipynb"], Names("out"));
        Assert.Equal(["test.seed-1.html", "test.seed-2.html", "test.seed-3.html"], Names("pages"));
        Assert.Contains("test seed=3: [5/6] Heavy work", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"test seed=1 +ok +[\d.:]+( s)? +out/test\.seed-1\.ipynb", run.Output);
        Assert.Matches(@"test seed=2 +failed +[\d.:]+( s)? +out/test\.seed-2\.ipynb", run.Output);
        Assert.Contains("2 of 3 ran to their end.", run.Output, StringComparison.Ordinal);
        Assert.Contains("test seed=2:\n  System.InvalidOperationException: seed 2", run.Error, StringComparison.Ordinal);
        Assert.Contains("6", Assert.IsType<ResultOutput>(((CodeCell)Notebook.Read(run.At("out/test.seed-3.ipynb")).Cells[5]).Outputs.Single()).Data["text/plain"]!.ToJsonString(), StringComparison.Ordinal);
        var suite = XDocument.Load(run.At("junit.xml")).Root!.Element("testsuite")!;
        Assert.Equal(("3", "1", "0"), ((string)suite.Attribute("tests")!, (string)suite.Attribute("failures")!, (string)suite.Attribute("errors")!));
        Assert.Equal(["test seed=2"], suite.Elements("testcase").Where(test => test.Element("failure") is not null).Select(test => (string)test.Attribute("name")!));

        File.WriteAllText(run.At("mended"), "");
        var untouched = File.GetLastWriteTimeUtc(run.At("out/test.seed-1.ipynb"));
        Assert.Equal(0, await run.RunProcess("run", "test.ipynb", "-p", "seed=1..3", "--jobs", "2", "--output-dir", "out", "--junit", "junit.xml", "--resume"));
        Assert.Matches(@"test seed=1 +done before", run.Output);
        Assert.Matches(@"test seed=2 +ok", run.Output);
        Assert.Equal(untouched, File.GetLastWriteTimeUtc(run.At("out/test.seed-1.ipynb")));
        // The step that the run store knew was not computed again.
        Assert.Equal("x", File.ReadAllText(run.At("log2")));
        Assert.Equal("2", (string)XDocument.Load(run.At("junit.xml")).Root!.Element("testsuite")!.Attribute("skipped")!);
    }

    [Fact]
    public async Task Resume_of_one_notebook_keeps_its_parameters_and_does_nothing_when_it_is_complete()
    {
        var path = run.Notebook("var seed = 1; var name = \"a\";", "if (seed == 7 && !System.IO.File.Exists(\"mended\")) throw new Exception(\"not yet\");", "name + seed");
        Assert.Equal(1, await run.Run("run", path, "-p", "seed=7", "-p", "name=x,\"y"));
        File.WriteAllText(run.At("mended"), "");
        Assert.Equal(0, await run.Run("run", path, "--resume"));
        Assert.Contains("x,\\u0022y7", ((ResultOutput)((CodeCell)Notebook.Read(run.Executed).Cells[3]).Outputs.Single()).Data.ToJsonString(), StringComparison.Ordinal);
        var before = File.GetLastWriteTimeUtc(run.Executed);
        Assert.Equal(0, await run.Run("run", path, "--resume"));
        Assert.Contains("is complete already; nothing was run.", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, File.GetLastWriteTimeUtc(run.Executed));
        Assert.Equal(0, await run.Run("run", path, "--resume", "-p", "seed=8"));
        Assert.Contains("[1/4]", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pattern_means_every_notebook_but_not_what_runs_wrote()
    {
        var path = run.Notebook("1");
        File.Copy(path, run.At("other.ipynb"));
        File.Copy(path, run.At("old.run.ipynb"));
        Assert.Equal(0, await run.RunProcess("run", "*.ipynb", "--output-dir", "out"));
        Assert.Equal(["other.ipynb", "test.ipynb"], Names("out"));
    }

    [Fact]
    public async Task Bad_input_of_a_batch_is_one_sentence_with_2_before_anything_runs()
    {
        var path = run.Notebook("var seed = 1;", "System.IO.File.WriteAllText(\"ran\", \"\");");
        File.Copy(path, run.At("second.ipynb"));
        File.WriteAllText(run.At("broken.ipynb"), "{");
        File.WriteAllText(run.At("taken"), "");
        var before = run.Files;
        foreach (var (arguments, message) in new (string[], string)[]
        {
            ([path, run.At("none.ipynb")], "There is no notebook"),
            ([path, run.At("broken.ipynb")], "not valid JSON"),
            ([run.At("no*.ipynb")], "is named like no*.ipynb"),
            ([run.At("none/*.ipynb")], "there is no folder"),
            ([path, "-p", "seed=3..1"], "a range goes from"),
            ([path, "-p", "seed=1,x"], "x is not an int"),
            ([path, "-p", "seed=1..3", "--output", run.At("one.ipynb")], "there are 3 runs; give --output-dir"),
            ([path, "-p", "seed=1..3", "--output-dir", run.At("taken")], "is a file; name a folder"),
            ([path, run.At("second.ipynb"), "--html", run.At("taken")], "is a file; name a folder"),
            ([path, run.At("second.ipynb"), "--output-dir", Path.GetDirectoryName(path)!], "is a notebook to be run"),
            ([path, "--jobs", "0"], "--jobs is 0"),
            ([path, "--jobs", "many"], "many"),
            ([path, "--junit", run.At("none/junit.xml")], "there is no folder"),
            ([path, "--junit", path], "would overwrite a notebook"),
            ([], "naskit run needs NOTEBOOK"),
        })
        {
            Assert.Equal(2, await run.Run(["run", .. arguments]));
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
            Assert.Equal(before, run.Files);
        }
    }

    [Fact]
    public async Task Ctrl_C_stops_every_process_with_130_and_writes_no_notebook()
    {
        run.Notebook("var seed = 1;", "Console.WriteLine(\"at work\"); System.Threading.Thread.Sleep(-1);");
        using var process = run.Start("run", "test.ipynb", "-p", "seed=1..3", "--jobs", "2", "--output-dir", "out");
        try
        {
            for (var started = 0; started < 2;)
            {
                var line = await process.StandardOutput.ReadLineAsync();
                Assert.NotNull(line);
                if (line.Contains("[3/3]", StringComparison.Ordinal))
                    started++;
            }
            using (var kill = Process.Start("/bin/sh", ["-c", $"kill -INT {process.Id}"]))
                await kill.WaitForExitAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
            var rest = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.Equal(130, process.ExitCode);
            Assert.Equal(3, rest.Split('\n').Count(line => line.Contains(" stopped ", StringComparison.Ordinal)));
            Assert.Empty(Names("out"));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private string[] Names(string folder) => [.. Directory.GetFiles(run.At(folder)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
