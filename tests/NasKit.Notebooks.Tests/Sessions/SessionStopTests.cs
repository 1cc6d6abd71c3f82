using NasKit.Notebooks.Sessions;

namespace NasKit.Notebooks.Tests.Sessions;

public sealed class SessionStopTests : IDisposable
{
    private readonly SessionFixture session = new();

    public void Dispose() => session.Dispose();

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("while (true) ;")]
    [InlineData("do x++; while (true);")]
    [InlineData("for (;;) for (;;) if (x > 0) x++; else x--;")]
    [InlineData("foreach (var i in Endless()) x++;\nIEnumerable<int> Endless() { while (true) yield return 1; }")]
    [InlineData("again: x++; goto again;")]
    [InlineData("void F(int n) { if (n < 5) for (var i = 0; i < 1_000_000_000; i++) F(n + 1); }\nF(0);")]
    [InlineData("Parallel.For(0, int.MaxValue, i => { x++; });")]
    [InlineData("Enumerable.Range(0, int.MaxValue).Count(i => { x++; return x > 0; })")]
    [InlineData("while (true) { try { throw new Exception(); } catch (Exception) { } }")]
    [InlineData("while (true) { try { while (true) x++; } catch (Exception) { } }")]
    [InlineData("while (true) x += new int[10].Length;")]
    [InlineData("while (true) Console.Write('x');")]
    [InlineData("Thread.Sleep(-1);")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("Task.Delay(-1).Wait();")]
    [InlineData("while (true) await Task.Delay(1);")]
    [InlineData("while (true) { try { Thread.Sleep(5); } catch (OperationCanceledException) { } }")]
    [InlineData("new ManualResetEventSlim().Wait();")]
    [InlineData("var bar = display(1); for (var i = 0; ; i++) bar.Update(i);")]
    [InlineData("while (!StopToken.IsCancellationRequested) Thread.Sleep(1);")]
    [InlineData("class Loop { public int Value { get { while (true) { } } } }\nnew Loop()")]
    public async Task A_cell_that_does_not_end_is_stopped_and_the_session_keeps_its_variables(string code)
    {
        await session.Value("var kept = 41; var x = 0;");
        var outcome = await session.RunAndStop(code);
        Assert.Equal(CellStatus.Cancelled, outcome.Status);
        Assert.Equal("Cell 2 was stopped.", outcome.Error!.Message);
        Assert.Equal("42", await session.Value("await Task.Delay(1); Thread.Sleep(1); kept + 1"));
    }

    [Fact]
    public async Task A_cell_is_stopped_when_its_time_is_over()
    {
        var outcome = await session.Run("while (true) Thread.Sleep(1);", TimeSpan.FromSeconds(0.3));
        Assert.Equal(CellStatus.TimedOut, outcome.Status);
        Assert.Equal("Cell 1 ran longer than the 0.3 s it was given and was stopped.", outcome.Error!.Message);
    }

    [Fact]
    public async Task Stopping_again_and_again_leaves_nothing_behind()
    {
        for (var i = 0; i < 20; i++)
        {
            var outcome = await session.RunAndStop(i % 2 == 0 ? "while (true) { Console.Write('x'); }" : "while (true) Thread.Sleep(1);");
            Assert.Equal(CellStatus.Cancelled, outcome.Status);
            Assert.Equal("7", await session.Value("Thread.Sleep(1); Task.Delay(1).Wait(); 7"));
        }
    }

    [Fact]
    public async Task A_stopped_loop_of_awaits_does_not_go_on_behind_the_next_cell()
    {
        await session.Value("var count = 0;");
        await session.RunAndStop("while (true) { try { await Task.Delay(1); } finally { count++; } }");
        Assert.Equal("True", await session.Value("var before = count; await Task.Delay(100); before == count"));
    }

    [Fact]
    public async Task A_cell_that_sees_its_token_may_end_in_order_but_counts_as_stopped()
    {
        using var patient = new SessionFixture(grace: TimeSpan.FromMinutes(1));
        var outcome = await patient.RunAndStop("while (!StopToken.IsCancellationRequested) { }\nConsole.Write(\"saved\");");
        Assert.Equal(CellStatus.Cancelled, outcome.Status);
        Assert.Equal("startedsaved", patient.Stdout);
    }

    [Fact]
    public async Task A_session_whose_cell_cannot_be_stopped_says_so_and_takes_no_more_cells()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            // A loaded script has no stop points, as compiled libraries have none.
            var script = Path.Combine(folder.FullName, "busy.csx");
            File.WriteAllText(script, "void Busy(string file) { while (System.IO.File.Exists(file)) System.Threading.Thread.SpinWait(1000); }");
            using var impatient = new SessionFixture(folder.FullName, patience: TimeSpan.FromMilliseconds(100));
            await impatient.Value("#load \"busy.csx\"");
            var outcome = await impatient.RunAndStop($"Busy(\"{script}\");");
            Assert.Contains("does not return", outcome.Error!.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<InvalidOperationException>(() => impatient.Value("1"));
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Fact]
    public async Task Stop_points_do_not_move_lines_nor_the_columns_of_errors()
    {
        var error = await session.Error("for (var i = 0; i < 2; i++) { int.Parse(\"1\"); missing(); }");
        Assert.Contains("column 47", error.Message, StringComparison.Ordinal);
        error = await session.Error("for (var i = 0; i < 2; i++)\n    if (i == 1)\n        throw new InvalidOperationException();");
        Assert.Equal("   at Cell 2, line 3", error.Traceback[1]);
    }
}
