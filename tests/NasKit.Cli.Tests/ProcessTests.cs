using System.Diagnostics;
using NasKit.Notebooks.Documents;

namespace NasKit.Cli.Tests;

/// <summary>The command as a process of its own: exit codes, signals, sudden death.</summary>
[Collection("command")]
public sealed class ProcessTests : IDisposable
{
    private readonly RunFixture run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task The_exit_code_reaches_the_shell_and_paths_are_relative_to_it()
    {
        run.Notebook("System.IO.File.ReadAllText(\"data.txt\")");
        File.WriteAllText(run.At("data.txt"), "beside the notebook");
        Assert.Equal(0, await run.RunProcess("run", "test.ipynb", "--output", "out.ipynb"));
        Assert.Contains("beside the notebook", File.ReadAllText(run.At("out.ipynb")), StringComparison.Ordinal);
        Assert.Contains("[1/1]", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, await run.RunProcess("run", "none.ipynb"));
        Assert.Contains("There is no notebook none.ipynb", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_ends_the_process_does_not_make_it_a_success()
    {
        run.Notebook("Environment.Exit(0);", "1");
        Assert.NotEqual(0, await run.RunProcess("run", "test.ipynb"));
        Assert.Contains("A cell ended the process", run.Error, StringComparison.Ordinal);
        Assert.Equal(["test.ipynb"], run.Files);
    }

    [Fact]
    public async Task Text_of_the_process_itself_does_not_land_in_cells_nor_the_other_way_round()
    {
        run.Notebook("var stray = new System.Threading.Thread(() => throw new System.Exception(\"stray\"));\nstray.Start(); stray.Join();\nConsole.WriteLine(\"from the cell\");");
        Assert.Equal(0, await run.RunProcess("run", "test.ipynb"));
        var outputs = ((CodeCell)Notebook.Read(run.Executed).Cells[0]).Outputs.Cast<StreamOutput>().ToList();
        Assert.Equal(["stderr", "stdout"], outputs.Select(output => output.Name));
        Assert.Contains("stray", outputs[0].Text, StringComparison.Ordinal);
        Assert.Equal("from the cell\n", outputs[1].Text);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    public async Task Ctrl_C_stops_the_run_with_130_and_writes_nothing(string code)
    {
        run.Notebook("Console.WriteLine(\"at\" + \" work\"); " + code);
        using var process = run.Start("run", "test.ipynb", "--html", "page.html");
        try
        {
            await Until(process, "at work");
            using (var kill = Process.Start("/bin/sh", ["-c", $"kill -INT {process.Id}"]))
                await kill.WaitForExitAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
            await process.WaitForExitAsync(patience.Token);
            Assert.Equal(130, process.ExitCode);
            Assert.Equal(["test.ipynb"], run.Files);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task Sudden_death_leaves_the_old_output_as_it_was()
    {
        var path = run.Notebook("Console.WriteLine(\"at\" + \" work\"); System.Threading.Thread.Sleep(-1);");
        File.WriteAllText(run.Executed, "old");
        using var process = run.Start("run", path);
        await Until(process, "at work");
        process.Kill();
        await process.WaitForExitAsync();
        Assert.Equal("old", File.ReadAllText(run.Executed));
        Assert.Equal(["test.ipynb", "test.run.ipynb"], run.Files);
    }

    [Fact]
    public async Task The_reader_of_the_progress_may_leave()
    {
        run.Notebook("for (var i = 0; i < 10_000; i++) Console.WriteLine(\"line \" + i);", "1");
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"dotnet '{run.Program}' run test.ipynb | head -n 1"])
        {
            WorkingDirectory = Path.GetDirectoryName(run.Executed), RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.Equal(2, Notebook.Read(run.Executed).Cells.OfType<CodeCell>().Count(cell => cell.ExecutionCount is not null));
    }

    private static async Task Until(Process process, string text)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return;
        }
        Assert.Fail($"The process ended before it wrote {text}: {await process.StandardError.ReadToEndAsync()}");
    }
}
