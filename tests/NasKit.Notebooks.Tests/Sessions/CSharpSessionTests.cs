using NasKit.Notebooks.Sessions;

namespace NasKit.Notebooks.Tests.Sessions;

public sealed class CSharpSessionTests : IDisposable
{
    private readonly SessionFixture session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public async Task Variables_types_and_functions_of_earlier_cells_are_seen()
    {
        await session.Value("var x = 2; record Point(int X); int Twice(int v) => 2 * v;");
        Assert.Equal("8", await session.Value("Twice(new Point(x + 2).X)"));
    }

    [Fact]
    public async Task A_later_cell_may_declare_the_same_name_with_another_type()
    {
        await session.Value("var x = 2; class A { public int V = 1; }");
        await session.Value("var x = \"text\"; class A { public string V = \"new\"; }");
        Assert.Equal("textnew", await session.Value("x + new A().V"));
    }

    [Fact]
    public async Task Every_cell_and_every_continuation_runs_on_one_thread()
    {
        var first = await session.Value("Environment.CurrentManagedThreadId");
        Assert.Equal(first, await session.Value("await Task.Delay(1); await Task.Run(() => 1); Environment.CurrentManagedThreadId"));
        Assert.Equal(first, await session.Value("async Task<int> F() { await Task.Yield(); return Environment.CurrentManagedThreadId; }\nawait F()"));
    }

    [Fact]
    public async Task The_value_of_the_last_expression_is_the_result_and_a_statement_has_none()
    {
        Assert.Equal("3", await session.Value("1 + 2"));
        Assert.Null(await session.Value("var unused = 1 + 2;"));
        Assert.Null(await session.Value("Console.Write(1)"));
    }

    [Fact]
    public async Task A_cell_that_failed_leaves_the_variables_it_had_set()
    {
        await session.Value("var a = 1;");
        var error = await session.Error("var b = 2;\nthrow new InvalidOperationException(\"boom\");");
        Assert.Equal("System.InvalidOperationException", error.Name);
        Assert.Equal("3", await session.Value("a + b"));
    }

    [Fact]
    public async Task A_cell_that_does_not_compile_leaves_the_session_as_it_was()
    {
        await session.Value("var a = 1;");
        await session.Error("var a = \"other\"; nonsense();");
        Assert.Equal("1", await session.Value("a"));
    }

    [Fact]
    public async Task Sessions_that_begin_at_once_see_the_same_libraries()
    {
        var sessions = Enumerable.Range(0, 4).Select(_ => new SessionFixture()).ToList();
        await Task.WhenAll(sessions.Select(async s =>
        {
            await s.Value("var a = 1;");
            await s.Value("var b = 2;");
            Assert.Null(await s.Value("display(a + b).Update(3);"));
        }));
        sessions.ForEach(s => s.Dispose());
    }

    [Theory]
    [InlineData("// only a comment")]
    [InlineData("#r \"System.Text.Json.dll\"\nusing System.Text.Json;")]
    [InlineData("#!csharp")]
    [InlineData("")]
    public async Task A_cell_without_code_runs_and_what_it_brings_in_is_seen_later(string code)
    {
        Assert.Null(await session.Value(code));
        await session.Value("using System.Text.Json;");
        Assert.Equal("[1]", await session.Value("var a = JsonSerializer.Serialize(new[] { 1 });\na"));
    }
}
