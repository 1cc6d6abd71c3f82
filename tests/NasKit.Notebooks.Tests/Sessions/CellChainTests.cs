using System.Globalization;

namespace NasKit.Notebooks.Tests.Sessions;

/// <summary>Cells that later ones hide are forgotten; what can still be named is not.</summary>
public sealed class CellChainTests : IDisposable
{
    private const int Enough = 40; // cells, after which hidden ones have left the chain at least once

    private readonly SessionFixture session = new(unloads: true);

    public void Dispose() => session.Dispose();

    [Fact]
    public async Task Whatever_can_still_be_named_keeps_its_value_however_often_others_are_declared_anew()
    {
        await session.Value("var first = 1; int Twice(int n) => 2 * n; record Pair(int A, int B);");
        await session.Value("var list = new List<(int Number, string Name)> { (7, \"seven\") }; int? none = null; var nested = new Dictionary<string, int[]> { [\"a\"] = [5] };");
        await session.Value("var secret = new { Inner = 3 }; var pair = new Pair(8, 9);");
        await session.Value("Func<int> seen = () => first + list.Count; dynamic loose = 4; var @class = 6;");
        for (var i = 0; i < Enough; i++)
            Assert.Equal($"{i + 1}", await session.Value($"var again = {i}; var odd{i % 3} = again; again + 1"));
        Assert.Equal("1 14 seven True 5 3 9 2 4 6", await session.Value("$\"{first} {Twice(list[0].Number)} {list[0].Name} {none is null} {nested[\"a\"][0]} {secret.Inner} {pair.B} {seen()} {loose} {@class}\""));
        Assert.Equal("11", await session.Value("first = 10; seen()"));
    }

    [Fact]
    public async Task A_variable_declared_anew_is_the_new_one_with_its_own_type_also_to_what_comes_much_later()
    {
        for (var i = 0; i < Enough; i++)
            await session.Value(i % 2 == 0 ? $"var value = {i};" : $"var value = \"text {i}\";");
        Assert.Equal($"text {Enough - 1}", await session.Value("value"));
        Assert.Equal("1", await session.Value("var kept = value.Substring(0, 4).Length - 3; kept"));
    }

    [Fact]
    public async Task Functions_keep_the_variables_they_were_written_with()
    {
        await session.Value("var x = 1;");
        await session.Value("int Read() => x; void Write(int v) => x = v;");
        for (var i = 0; i < Enough; i++)
            await session.Value($"var x = {100 + i};");
        await session.Value("Write(5);");
        Assert.Equal($"5 {100 + Enough - 1}", await session.Value("$\"{Read()} {x}\""));
    }

    [Fact]
    public async Task A_delegate_can_be_called_though_a_number_of_its_name_came_later()
    {
        await session.Value("Func<int, int> f = n => n + 1;");
        for (var i = 0; i < Enough; i++)
            await session.Value($"var f = {i};");
        Assert.Equal("4", await session.Value("f(3)"));
    }

    [Fact]
    public async Task The_values_of_a_hidden_variable_are_let_go()
    {
        await session.Value("var large = new byte[1000]; AppContext.SetData(\"large\", new WeakReference(large));");
        await session.Value("var large = 0;");
        Assert.Equal("False", await session.Value("GC.Collect(); GC.WaitForPendingFinalizers(); GC.Collect(); ((WeakReference)AppContext.GetData(\"large\")).IsAlive"));
    }

    [Fact]
    public async Task The_code_of_hidden_cells_is_unloaded()
    {
        await session.Value("int Loaded() => AppDomain.CurrentDomain.GetAssemblies().Count(cell => cell.GetName().Name!.StartsWith(typeof(Mark).Assembly.GetName().Name!.Split('-')[0] + \"-\")); class Mark { }");
        for (var i = 0; i < 5 * Enough; i++)
            await session.Value($"var again = {i};");
        Assert.InRange(int.Parse((await session.Value("for (var i = 0; i < 5; i++) { GC.Collect(); GC.WaitForPendingFinalizers(); } Loaded()"))!, CultureInfo.InvariantCulture), 3, Enough);
    }

    [Fact]
    public async Task Code_of_a_hidden_cell_that_still_waits_goes_on_with_what_it_saw()
    {
        await session.Value("var n = 5;");
        await session.Value("var late = new TaskCompletionSource(); var told = Task.Run(async () => { await late.Task; return n + 1; }); AppContext.SetData(\"late\", late); AppContext.SetData(\"told\", told);");
        for (var i = 0; i < Enough; i++)
            await session.Value($"var n = {i}; var late = n; var told = n;");
        await session.Value("for (var i = 0; i < 5; i++) { GC.Collect(); GC.WaitForPendingFinalizers(); }");
        Assert.Equal("6", await session.Value("((TaskCompletionSource)AppContext.GetData(\"late\")!).SetResult(); ((Task<int>)AppContext.GetData(\"told\")!).Result"));
    }

    [Fact]
    public async Task A_cell_that_fails_half_way_hides_what_it_would_have_declared_anew()
    {
        await session.Value("var a = 1; var b = 2;");
        await session.Error("var a = int.Parse(\"x\");");
        Assert.Equal("0 2", await session.Value("$\"{a} {b}\""));
    }
}
