using System.Text.Json.Nodes;
using NasKit.Notebooks.Documents;
using NasKit.Notebooks.Html;

namespace NasKit.Notebooks.Tests.Html;

public sealed class NotebookPageTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(true);

    [Theory]
    [InlineData("# A <script>alert(1)</script> title", "&lt;script&gt;alert(1)&lt;/script&gt;", "<script>")]
    [InlineData("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;", "<img")]
    [InlineData("[a](javascript:alert(1))", "<a href=\"\">a</a>", "javascript:")]
    [InlineData("[a](JaVaScRiPt:alert(1))", "<a href=\"\">a</a>", "alert")]
    [InlineData("<javascript:alert(1)>", "javascript:alert(1)", "href")]
    [InlineData("![a](https://example.org/a.png)", "<img src=\"data:,\" alt=\"a\" />", "example.org")]
    [InlineData("![a](../../etc/passwd)", "<img src=\"data:,\"", "root")]
    public void Markdown_neither_runs_nor_loads_anything(string source, string there, string notThere)
    {
        var body = Body(Page(new MarkdownCell { Id = "a", Source = source }));
        Assert.Contains(there, body, StringComparison.Ordinal);
        Assert.DoesNotContain(notThere, body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Links_tables_and_images_of_the_notebook_are_kept()
    {
        File.WriteAllBytes(Path.Combine(folder.FullName, "a b.png"), [1, 2]);
        var attachments = (JsonObject)JsonNode.Parse("""{"x.png":{"image/png":"AwQ="}}""")!;
        var body = Body(Page(new MarkdownCell { Id = "a", Source = "[l](https://example.org)\n\n|a|b|\n|-|-|\n|1|2|\n\n![i](a%20b.png) ![j](attachment:x.png)", Attachments = attachments }));
        Assert.Contains("<a href=\"https://example.org\">l</a>", body, StringComparison.Ordinal);
        Assert.Contains("<td>1</td>", body, StringComparison.Ordinal);
        Assert.Contains("src=\"data:image/png;base64,AQI=\"", body, StringComparison.Ordinal);
        Assert.Contains("src=\"data:image/png;base64,AwQ=\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_streams_text_and_errors_are_escaped()
    {
        var body = Body(Page(Code(
            "var s = \"</code><script>\"; // <b>\n#if x <",
            new StreamOutput("stdout", "<script>1</script>"), new StreamOutput("stderr", "<i>"),
            new ResultOutput(new JsonObject { ["text/plain"] = "<u>" }, [], 1), new ErrorOutput("E", "v", ["\u001b[31m<s>\u001b[0m"]))));
        Assert.DoesNotMatch("<(script|b|i|u|s)>", body);
        Assert.Contains("<pre>&lt;s&gt;</pre>", body, StringComparison.Ordinal);
        Assert.Contains("<span class=\"k\">var</span>", body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_was_overwritten_shows_its_last_state() =>
        Assert.Contains("<pre>100 %\ndone\n</pre>", Body(Page(Code("", new StreamOutput("stdout", "1 %\r50 %\r100 %\r\ndone\n")))), StringComparison.Ordinal);

    [Fact]
    public void The_richest_form_is_shown_and_drawings_are_images()
    {
        var all = new JsonObject { ["image/svg+xml"] = "<svg onload='x'/>", ["image/png"] = "AQI=", ["text/plain"] = "a \"chart\"\nmore" };
        Assert.Contains("<img alt=\"a &quot;chart&quot;\" src=\"data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9J3gnLz4=\">", Body(Page(Code("", Display(all)))), StringComparison.Ordinal);
        all.Remove("image/svg+xml");
        Assert.Contains("src=\"data:image/png;base64,AQI=\"", Body(Page(Code("", Display(all)))), StringComparison.Ordinal);
        all["image/png"] = "\" onerror=\"alert(1)";
        Assert.Contains("<pre>a &quot;chart&quot;\nmore</pre>", Body(Page(Code("", Display(all)))), StringComparison.Ordinal);
        all["text/html"] = "<table></table>";
        Assert.Contains("<div class=\"output\"><table></table></div>", Body(Page(Code("", Display(all)))), StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_are_interactive_with_one_copy_of_the_script_and_their_data_cannot_leave_their_element()
    {
        var script = Path.Combine(folder.FullName, "plotly.min.js");
        File.WriteAllText(script, "/*PLOTLY*/ var x = '</script><!--';");
        var page = Page(script, Code("", Figure(), Figure()), Code("", Figure()));
        Assert.Equal(1, page.Split("/*PLOTLY*/").Length - 1);
        Assert.Equal(3, page.Split("class=\"figure\"").Length - 1);
        Assert.Contains("aria-label=\"alt &lt;text&gt;\"", page, StringComparison.Ordinal);
        Assert.Contains("""{"data":[{"name":"\u003c/script>\u003c!--"}]}""", page.Replace("\\u003C", "\\u003c", StringComparison.Ordinal).Replace("\\u003E", ">", StringComparison.Ordinal), StringComparison.Ordinal);
        // The script elements that begin are the ones that end.
        Assert.Equal(page.Split("<script").Length, page.Split("</script").Length);
    }

    [Fact]
    public void Without_the_script_figures_show_their_drawing_and_a_page_without_figures_has_no_script()
    {
        var drawing = Body(Page(Code("", Figure())));
        Assert.Contains("src=\"data:image/svg+xml;base64,", drawing, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", drawing, StringComparison.Ordinal);
        var script = Path.Combine(folder.FullName, "plotly.min.js");
        File.WriteAllText(script, "/*PLOTLY*/");
        Assert.DoesNotContain("PLOTLY", Page(script, Code("1")), StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_make_a_table_of_contents_that_leads_to_their_cells()
    {
        var page = Page(
            new MarkdownCell { Id = "title", Source = "# The `title` *of* <all>" }, new MarkdownCell { Id = "first", Source = "## First\ntext\n### Below\n#### Too deep" }, Code("1"));
        Assert.Contains("<li class=\"level1\"><a href=\"#cell-title\">The title of &lt;all&gt;</a></li>", page, StringComparison.Ordinal);
        Assert.Contains("<li class=\"level2\"><a href=\"#cell-first\">First</a></li>\n<li class=\"level3\"><a href=\"#cell-first\">Below</a></li>\n</ul>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<nav", Page(new MarkdownCell { Id = "a", Source = "# One\n## Two" }), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_forbids_the_browser_to_load_anything()
    {
        var page = Page(Code("1"));
        Assert.Contains("Content-Security-Policy\" content=\"default-src 'none';", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_script_is_found_in_a_folder_above()
    {
        var deep = folder.CreateSubdirectory("a/b");
        Assert.Null(PageOptions.FindPlotlyScript(deep.FullName));
        folder.CreateSubdirectory("artifacts/plotly");
        var script = Path.Combine(folder.FullName, "artifacts", "plotly", "plotly.min.js");
        File.WriteAllText(script, "");
        Assert.Equal(script, PageOptions.FindPlotlyScript(deep.FullName));
    }

    private static CodeCell Code(string source, params Output[] outputs) => new() { Id = "c", Source = source, Outputs = outputs };

    private static DisplayOutput Display(JsonObject data) => new((JsonObject)data.DeepClone(), []);

    private static DisplayOutput Figure() => Display((JsonObject)JsonNode.Parse(
        """{"application/vnd.plotly.v1+json":{"data":[{"name":"</script><!--"}]},"image/svg+xml":"<svg/>","text/html":"<p>","text/plain":"alt <text>"}""")!);

    private string Page(params Cell[] cells) => Page(null, cells);

    private string Page(string? script, params Cell[] cells)
    {
        using var text = new StringWriter();
        NotebookPage.Write(new Notebook { Cells = cells }, text, new PageOptions { Title = "t", Folder = folder.FullName, PlotlyScript = script });
        return text.ToString();
    }

    private static string Body(string page) => page[page.IndexOf("<main>", StringComparison.Ordinal)..];
}
