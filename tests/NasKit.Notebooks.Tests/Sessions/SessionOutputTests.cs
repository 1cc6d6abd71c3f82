using System.Text.Json.Nodes;
using NasKit.Notebooks.Sessions;

namespace NasKit.Notebooks.Tests.Sessions;

public sealed class SessionOutputTests : IDisposable
{
    private readonly SessionFixture session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public async Task Streams_displays_and_the_result_come_in_the_order_they_were_made()
    {
        await session.Value("Console.Write(1); Console.Error.Write(2); display(3); Console.Write(4); 5");
        Assert.Equal(
            ["stdout 1", "stderr 2", "display 3", "stdout 4", "result 5"],
            session.Events.Select(e => e switch
            {
                StreamWritten s => $"{s.Name} {s.Text}",
                ValueDisplayed d => $"display {d.Data["text/plain"]}",
                ResultReturned r => $"result {r.Data["text/plain"]}",
                _ => "other",
            }));
    }

    [Fact]
    public async Task Text_of_background_threads_tasks_and_timers_reaches_the_session()
    {
        await session.Value(
            "await Task.Run(() => Console.Write(\"a\")); var t = new Thread(() => Console.Write(\"b\")); t.Start(); t.Join();\n"
            + "Parallel.For(0, 4, i => Console.Write(\"c\"));\n"
            + "var fired = new TaskCompletionSource(); var timer = new Timer(_ => { Console.Write(\"d\"); fired.SetResult(); }, null, 1, -1); await fired.Task;");
        Assert.Equal("abccccd", session.Stdout);
    }

    [Fact]
    public async Task Text_of_two_sessions_does_not_mix()
    {
        using var other = new SessionFixture();
        await Task.WhenAll(
            session.Value("for (var i = 0; i < 50; i++) { Console.Write(\"a\"); await Task.Delay(1); }"),
            other.Value("for (var i = 0; i < 50; i++) { Console.Write(\"b\"); await Task.Delay(1); }"));
        Assert.Equal(new string('a', 50), session.Stdout);
        Assert.Equal(new string('b', 50), other.Stdout);
    }

    [Fact]
    public async Task A_display_is_updated_under_its_own_id()
    {
        await session.Value("var shown = display(\"one\"); shown.Update(\"two\");");
        var shown = Assert.IsType<ValueDisplayed>(session.Events[0]);
        var update = Assert.IsType<DisplayUpdated>(session.Events[1]);
        Assert.Equal(shown.DisplayId, update.DisplayId);
        Assert.Equal("two", update.Data["text/plain"]!.GetValue<string>());
    }

    [Fact]
    public async Task Registered_formatters_of_a_type_all_go_into_one_bundle_in_their_order()
    {
        await session.Value(
            """
            class Chart { }
            Formatter.Register<Chart>(c => "{\"data\":[{\"y\":[1.0,2]}]}", "application/vnd.plotly.v1+json");
            Formatter.Register<Chart>(c => "<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml");
            Formatter.Register<Chart>(c => Convert.ToBase64String(new byte[] { 1, 2 }), "image/png");
            Formatter.Register<Chart>(c => "a chart", "text/plain");
            Formatter.SetPreferredMimeTypesFor(typeof(Chart), "application/vnd.plotly.v1+json", "image/svg+xml", "image/png", "text/plain");
            new Chart()
            """);
        var data = session.Events.OfType<ResultReturned>().Single().Data;
        Assert.Equal(["application/vnd.plotly.v1+json", "image/svg+xml", "image/png", "text/plain"], data.Select(entry => entry.Key));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"data":[{"y":[1.0,2]}]}"""), data["application/vnd.plotly.v1+json"]));
        Assert.Equal("AQI=", data["image/png"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_type_that_names_its_formatter_source_is_shown_by_it()
    {
        await session.Value(
            """
            [TypeFormatterSource(typeof(Source), PreferredMimeTypes = new[] { "text/html", "text/plain" })] class Thing { }
            class Source : ITypeFormatterSource
            {
                public IEnumerable<ITypeFormatter> CreateTypeFormatters()
                {
                    yield return new HtmlFormatter<Thing>(t => "<b>thing</b>");
                    yield return new PlainTextFormatter<Thing>(t => "thing");
                }
            }
            new Thing()
            """);
        var data = session.Events.OfType<ResultReturned>().Single().Data;
        Assert.Equal("<b>thing</b>", data["text/html"]!.GetValue<string>());
        Assert.Equal("thing", data["text/plain"]!.GetValue<string>());
    }

    [Fact]
    public async Task Strings_are_text_and_never_markup_and_scalars_have_no_html()
    {
        await session.Value("\"<script>alert(1)</script>\"");
        Assert.Equal(["text/plain"], session.Events.OfType<ResultReturned>().Single().Data.Select(entry => entry.Key));
        await session.Value("new[] { new { A = \"<script>alert(1)</script>\" } }");
        var html = session.Events.OfType<ResultReturned>().Single().Data["text/html"]!.GetValue<string>();
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        await session.Value("1.5");
        Assert.Equal(["text/plain"], session.Events.OfType<ResultReturned>().Single().Data.Select(entry => entry.Key));
    }

    [Fact]
    public async Task HTML_marks_text_as_markup_and_a_type_given_to_display_is_the_only_one()
    {
        await session.Value("display(HTML(\"<b>x</b>\")); display(\"<i>y</i>\", \"text/html\"); display(new byte[] { 1, 2 }, \"image/png\");");
        var data = session.Events.OfType<ValueDisplayed>().Select(e => e.Data).ToList();
        Assert.Equal("<b>x</b>", data[0]["text/html"]!.GetValue<string>());
        Assert.Equal("""{"text/html":"\u003Ci\u003Ey\u003C/i\u003E"}""", data[1].ToJsonString());
        Assert.Equal("""{"image/png":"AQI="}""", data[2].ToJsonString());
    }

    [Fact]
    public async Task A_formatter_that_gives_broken_JSON_is_an_error_of_the_cell()
    {
        var error = await session.Error(
            "class Broken { }\nFormatter.Register<Broken>(b => \"{\", \"application/json\"); Formatter.SetPreferredMimeTypesFor(typeof(Broken), \"application/json\");\nnew Broken()");
        Assert.StartsWith("The application/json of Broken is not valid JSON", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_was_not_awaited_is_named_instead_of_waited_for() =>
        Assert.Contains("write await before it", await session.Value("async Task<int> F() { await Task.Delay(-1); return 1; }\nF()"), StringComparison.Ordinal);

    [Fact]
    public async Task Null_is_shown_as_a_value_and_a_returned_value_as_a_result()
    {
        Assert.Equal("<null>", await session.Value("(string)null"));
        Assert.Equal("3", await session.Value("return 3;"));
        Assert.Null(await session.Value("display(1)"));
    }

    [Fact]
    public async Task A_timed_cell_prints_its_wall_time_last()
    {
        await session.Value("#!time\nConsole.WriteLine(\"x\");\n\"\"\"\n#!keeps its text\n\"\"\"");
        Assert.Matches(@"^x\nWall time: \d+\.\d ms\n$", session.Stdout);
        Assert.Equal("#!keeps its text", session.Result);
    }
}
