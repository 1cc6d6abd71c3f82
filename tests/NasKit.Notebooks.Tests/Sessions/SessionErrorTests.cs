namespace NasKit.Notebooks.Tests.Sessions;

public sealed class SessionErrorTests : IDisposable
{
    private readonly SessionFixture session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public async Task A_compile_error_names_line_and_column_and_points_at_the_place()
    {
        var error = await session.Error("var a = 1;\nvar b = missing + a;");
        Assert.Equal("CompilationError", error.Name);
        Assert.Equal(
            [
                "Cell 1, line 2, column 9: error CS0103: The name 'missing' does not exist in the current context",
                "    var b = missing + a;",
                "            ^^^^^^^",
            ],
            error.Traceback);
    }

    [Fact]
    public async Task An_exception_shows_the_lines_of_the_cells_and_no_frame_of_the_engine()
    {
        await session.Value("int At(int[] values, int i)\n{\n    return values[i];\n}");
        var error = await session.Error("var values = new int[1];\nawait Task.Yield();\nvar all = new[] { 5 }.Select(i => At(values, i)).Sum();");
        Assert.Equal("System.IndexOutOfRangeException", error.Name);
        Assert.Equal("System.IndexOutOfRangeException: Index was outside the bounds of the array.", error.Traceback[0]);
        Assert.Equal("   at At(Int32[], Int32) in Cell 1, line 3", error.Traceback[1]);
        Assert.Equal("      return values[i];", error.Traceback[2]);
        Assert.Contains("   at a lambda in Cell 2, line 3", error.Traceback);
        Assert.Equal("   at Cell 2, line 3", error.Traceback[^1]);
        Assert.DoesNotContain(error.Traceback, line => line.Contains("Submission", StringComparison.Ordinal)
            || line.Contains("NasKit.Notebooks", StringComparison.Ordinal) || line.Contains("CompilerServices", StringComparison.Ordinal)
            || line.Contains("ControlledExecution", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Frames_of_async_methods_generics_and_constructors_read_as_they_were_written()
    {
        await session.Value("class Box<T>\n{\n    public Box(T v) => throw new FormatException(\"bad\");\n}\nasync Task<int> Load(int n)\n{\n    await Task.Delay(1);\n    new Box<int>(n);\n    return n;\n}");
        var error = await session.Error("await Load(2)");
        Assert.Equal("   at new Box(T) in Cell 1, line 3", error.Traceback[1]);
        Assert.Contains("   at Load(…) in Cell 1, line 8", error.Traceback);
        Assert.Equal("   at Cell 2, line 1", error.Traceback[^1]);
    }

    [Fact]
    public async Task Inner_exceptions_are_told_and_the_frames_are_those_of_the_cause()
    {
        var error = await session.Error("try\n{\n    int.Parse(\"x\");\n}\ncatch (Exception e)\n{\n    throw new InvalidOperationException(\"outer\", e);\n}");
        Assert.Equal("System.InvalidOperationException: outer", error.Traceback[0]);
        Assert.StartsWith(" ---> System.FormatException: ", error.Traceback[1], StringComparison.Ordinal);
        Assert.Contains(error.Traceback, line => line.EndsWith("Cell 1, line 3", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("throw new ArgumentException(\"tau must be above 0\");", true)]
    [InlineData("throw new ArgumentOutOfRangeException(\"n\", \"must be above 0\");", true)]
    [InlineData("namespace_ = 1;", false)]
    [InlineData("throw new InvalidOperationException(\"at work\");", false)]
    public async Task Wrong_arguments_are_told_apart_from_failures_at_work(string code, bool badInput) =>
        Assert.Equal(badInput, (await session.Error(code)).IsBadInput);

    [Fact]
    public async Task A_wrong_argument_is_told_without_the_name_of_a_parameter_in_code() =>
        Assert.Equal("must be above 0", (await session.Error("throw new ArgumentOutOfRangeException(\"n\", \"must be above 0\");")).Message);

    [Fact]
    public async Task A_NasKitException_is_bad_input_and_shows_its_message_first()
    {
        var error = await session.Error("throw new NasKit.NasKitException(\"No data.\");\n");
        Assert.Equal("CompilationError", error.Name);
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            // A namespace cannot be declared in a cell, so the type comes from a library as it does in notebooks.
            var library = Libraries.Compile(folder.FullName, "FakeNasKit", "namespace NasKit { public class NasKitException(string m) : System.Exception(m); }");
            error = await session.Error($"#r \"{library}\"\nthrow new NasKit.NasKitException(\"No data.\");");
        }
        finally
        {
            folder.Delete(true);
        }
        Assert.True(error.IsBadInput);
        Assert.Equal("No data.", error.Traceback[0]);
    }

    [Fact]
    public async Task An_exception_on_a_thread_of_the_cell_is_told_and_the_process_lives()
    {
        await session.Value("var t = new Thread(() => throw new InvalidOperationException(\"stray\")); t.Start(); t.Join();");
        Assert.Contains(session.Events, e => e is NasKit.Notebooks.Sessions.StreamWritten { Name: "stderr" } s && s.Text.Contains("stray", StringComparison.Ordinal));
        Assert.Equal("1", await session.Value("1"));
    }

    [Fact]
    public async Task An_exception_of_async_void_fails_the_cell_that_is_running()
    {
        var error = await session.Error("async void F() { await Task.Yield(); throw new InvalidOperationException(\"void\"); }\nF(); await Task.Delay(10_000);");
        Assert.Equal("void", error.Message);
    }

    [Fact]
    public async Task Reading_from_the_keyboard_is_an_error_that_says_so()
    {
        var error = await session.Error("Console.ReadLine()");
        Assert.Contains("keyboard", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_keyboard_stays_the_notebooks_where_the_encoding_of_the_input_is_set()
    {
        await session.Value("Console.InputEncoding = System.Text.Encoding.UTF8;");
        var error = await session.Error("Console.ReadLine()");
        Assert.Contains("keyboard", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!fsharp\nlet x = 1", "Cell 1, line 1: #!fsharp is not known here. There are #!about, #!csharp, #!html, #!javascript, #!markdown and #!time; cells are C#.")]
    [InlineData("var a = 1;\n#!share x", "Cell 1, line 2: #!share is not known here. There are ")]
    [InlineData("\n#r \"nuget: No name, <1>\"", "Cell 1, line 2: #r \"nuget: No name, <1>\" names no package; write ")]
    [InlineData("#r \"../missing/Library.dll\"", "Cell 1, line 1: there is no library ../missing/Library.dll (looked for ")]
    public async Task A_line_to_the_session_that_cannot_be_followed_says_what_can(string code, string message) =>
        Assert.StartsWith(message, (await session.Error(code)).Message, StringComparison.Ordinal);
}
