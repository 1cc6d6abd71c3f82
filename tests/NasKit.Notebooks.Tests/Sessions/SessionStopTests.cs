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
    [InlineData("Enumerable.Range(0, int.MaxValue).SelectMany(i => Enumerable.Range(0, int.MaxValue)).Count(i => i < 0)")]
    [InlineData("Func<int, bool> none = i => i < 0; Enumerable.Range(0, int.MaxValue).SelectMany(i => Enumerable.Range(0, int.MaxValue)).Count(none)")]
    [InlineData("int Same(int n) => n; while (true) Same(1);")]
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
    public async Task A_cell_that_cannot_be_stopped_is_left_behind_and_the_session_goes_on()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            // A loaded script has no stop points, as compiled libraries have none.
            var script = Path.Combine(folder.FullName, "busy.csx");
            File.WriteAllText(script, "void Busy(string file) { while (System.IO.File.Exists(file)) System.Threading.Thread.SpinWait(1000); }");
            using var impatient = new SessionFixture(folder.FullName, patience: TimeSpan.FromMilliseconds(100));
            await impatient.Value("#load \"busy.csx\"\nvar kept = 6; var after = 0;");
            var outcome = await impatient.RunAndStop($"Busy(\"{script}\"); while (true) after++;");
            Assert.Contains("does not return", outcome.Error!.Message, StringComparison.Ordinal);
            Assert.Equal("7", await impatient.Value("await Task.Delay(1); kept + 1"));
            File.Delete(script);
            // What stands behind the call is never reached, or ends at its stop point.
            Assert.Equal("True", await impatient.Value("await Task.Delay(1000); var before = after; await Task.Delay(200); after == before"));
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Theory]
    [InlineData("int Down(int n) => Down(n + 1) + 1;\nDown(0)")]
    [InlineData("int Down(int n) { return Down(n + 1) + 1; }\nDown(0)")]
    [InlineData("class Endless { public int Value => Value + 1; }\nnew Endless().Value")]
    [InlineData("Func<int, int> down = null!; down = n => down(n + 1) + 1; down(0)")]
    public async Task Endless_recursion_is_an_error_and_not_the_end_of_the_process(string code)
    {
        await session.Value("var kept = 8;");
        var error = await session.Error(code);
        Assert.Equal("System.InsufficientExecutionStackException", error.Name);
        Assert.Contains(error.Traceback, line => line.Contains("calls itself", StringComparison.Ordinal));
        Assert.Equal("8", await session.Value("kept"));
    }

    [Theory]
    [InlineData("var doubled = new[] { 1, 2 }.Select(x => x * 2).Sum(); doubled", "6")]
    [InlineData("var all = new List<int>(); new List<int> { 1, 2 }.ForEach(x => all.Add(x)); all.Count", "2")]
    [InlineData("await Task.Run(() => 5)", "5")]
    [InlineData("await Task.Run(async () => { await Task.Yield(); return 6; })", "6")]
    [InlineData("var ran = 0; await Task.Run(async () => await Task.Run(() => ran++)); ran", "1")]
    [InlineData("Expression<Func<int, int>> tree = x => x + 1; tree.ToString()", "x => (x + 1)")]
    [InlineData("new[] { 3, 4 }.AsQueryable().Where(x => x > 3).Single()", "4")]
    [InlineData("Func<int, Func<int, int>> add = a => b => a + b; add(1)(2)", "3")]
    [InlineData("Action fail = () => throw new Exception(); fail.GetType().Name", "Action")]
    [InlineData("var f = (int x) => x + 1; f(1)", "2")]
    [InlineData("string Name(object o) => o switch { int => \"int\", _ => \"other\" };\nName(1)", "int")]
    [InlineData("class P { int v; public int V { get => v; set => v = value; } public int this[int i] => i * 2; public P() => v = 9; public static P operator +(P a, P b) => a; public static implicit operator int(P p) => p.v; }\n(int)(new P() + new P()) + new P()[1] + new P().V", "20")]
    [InlineData("int x = 1; ref int X() => ref x;\nX() = 5; x", "5")]
    [InlineData("async Task Wait() => await Task.Yield();\nasync Task<int> Give() => await Task.FromResult(4);\nawait Wait(); await Give()", "4")]
    [InlineData("var text = \"\"; foreach (var word in new[] { \"a\", \"b\" }.OrderByDescending(w => w)) text += word; text", "ba")]
    public async Task Stop_points_do_not_change_what_a_cell_means(string code, string value) => Assert.Equal(value, await session.Value(code));

    [Fact]
    public async Task Stop_points_do_not_move_lines_nor_the_columns_of_errors()
    {
        var error = await session.Error("for (var i = 0; i < 2; i++) { int.Parse(\"1\"); missing(); }");
        Assert.Contains("column 47", error.Message, StringComparison.Ordinal);
        error = await session.Error("for (var i = 0; i < 2; i++)\n    if (i == 1)\n        throw new InvalidOperationException();");
        Assert.Equal("   at Cell 2, line 3", error.Traceback[1]);
    }
}
