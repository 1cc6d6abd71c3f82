using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.DotNet.Interactive.Formatting;
using NasKit.Charts;

namespace NasKit.Tests.Charts;

/// <summary>Figures drawn by the real plotly.js in Chromium; both are part of the set-up.</summary>
public sealed class FigureTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("naskit-figures-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string> Kinds => [.. Samples.All.Keys];

    /// <summary>What plotly's own validator finds wrong with a figure.</summary>
    private static string[] Faults(Figure figure) => ChartRenderer.Shared.Run(page => page.EvaluateAsync<string[]>(
        "json => { const f = JSON.parse(json); return (Plotly.validate(f.data, f.layout) || []).map(fault => fault.msg); }", figure.PlotlyJson));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Plotly_accepts_every_kind(string kind) => Assert.Empty(Faults(Samples.All[kind]));

    [Fact]
    public void Plotly_finds_fault_with_a_wrong_attribute()
        => Assert.NotEmpty(Faults(Figure.FromPlotly("""{"data":[{"type":"scatter","nonsense":1}]}""", "wrong")));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Svg_is_drawn_small_and_well_formed(string kind)
    {
        var svg = Samples.All[kind].Svg();
        var root = XElement.Parse(svg);
        Assert.Equal($"{Samples.All[kind].Width}", (string)root.Attribute("width")!);
        Assert.InRange(svg.Length, 800, 40_000);
        Assert.DoesNotContain("NaN", svg);
        Assert.Contains(root.Descendants(), element => element.Name.LocalName == "text");
    }

    [Fact]
    public void Svg_holds_names_axes_and_caption_as_text()
    {
        var texts = XElement.Parse(Samples.All["pareto"].Svg()).Descendants().Where(element => element.Name.LocalName is "text" or "desc").Select(element => element.Value).ToArray();
        foreach (var expected in new[] { "PNAG (n = 4)", "random <search> (n = 3)", "nothing (no data)", "dominated", "infeasible", "latency (ms)", "accuracy (%)", Samples.Pareto.Caption })
        {
            Assert.Contains(expected, texts);
        }
    }

    [Fact]
    public async Task Same_figure_gives_the_same_svg_in_an_old_and_a_new_browser()
    {
        await using var renderer = new ChartRenderer(ChartRenderer.FindChromium, PlotlyScript.Find);
        foreach (var kind in new[] { "histograms", "pareto" })
        {
            var first = renderer.Svg(Samples.All[kind]);
            Assert.Equal(first, renderer.Svg(Samples.All[kind]));
            Assert.Equal(first, Samples.All[kind].Svg());
        }
    }

    [Fact]
    public void Figures_in_one_page_share_no_id_and_refer_only_to_their_own()
    {
        var ids = Samples.All.Values.Take(4).Select(figure =>
        {
            var svg = XElement.Parse(figure.Svg());
            var own = svg.Descendants().Attributes("id").Select(id => id.Value).ToArray();
            var referred = System.Text.RegularExpressions.Regex.Matches(figure.Svg(), "(?:url\\(|href=\")#([^)\"]+)").Select(match => match.Groups[1].Value);
            Assert.NotEmpty(own);
            Assert.Empty(referred.Except(own));
            return own;
        }).SelectMany(own => own).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Thousands_of_points_stay_small()
    {
        var points = Enumerable.Range(0, 5_000).Select(i => new ParetoPoint((i * 7919 % 5000) + 1, i * 104_729 % 5003)).ToArray();
        var figure = Plot.Pareto("many", new("MACs"), new("accuracy"), new ParetoSeries("table", points));
        Assert.InRange(figure.Svg().Length, 10_000, 120_000);
    }

    [Fact]
    public void Png_has_two_pixels_a_css_pixel()
    {
        var bytes = File.ReadAllBytes(Samples.All["curves"].Save(Path.Combine(folder, "new", "curves.png")));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], bytes[..8]);
        Assert.Equal(1440, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)));
        Assert.Equal(2 * Samples.All["curves"].Height, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20)));
    }

    [Fact]
    public void Pdf_is_one_page_of_the_figure_size_with_embedded_fonts()
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(Samples.All["predicted"].Save(Path.Combine(folder, "figure.pdf"))));
        Assert.StartsWith("%PDF-", text);
        // 720 × 480 CSS pixels are 540 × 360 points.
        Assert.Matches(@"/MediaBox \[0 0 540(\.0\d*)? 360(\.0\d*)?\]", text);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(text, @"/Type /Page\b"));
        Assert.Contains("/FontFile2", text);
    }

    [Fact]
    public void Saved_page_draws_itself_without_asking_for_anything()
    {
        var path = Samples.All["pareto"].Save(Path.Combine(folder, "figure.html"));
        var requests = new List<string>();
        var drawn = ChartRenderer.Shared.Run(async page =>
        {
            var saved = await page.Context.NewPageAsync();
            saved.Request += (_, request) => requests.Add(request.Url);
            await saved.GotoAsync(new Uri(path).AbsoluteUri);
            var text = await saved.EvaluateAsync<string>(
                "() => document.querySelectorAll('#figure .main-svg').length + ' ' + document.querySelector('figcaption').innerText");
            await saved.CloseAsync();
            return text;
        });
        Assert.Matches("^[1-9]", drawn);
        Assert.EndsWith(Samples.Pareto.Caption, drawn);
        Assert.Equal([new Uri(path).AbsoluteUri], requests);
    }

    [Fact]
    public void Saving_replaces_a_file_and_leaves_nothing_beside_it()
    {
        var path = Path.Combine(folder, "figure.svg");
        File.WriteAllText(path, "old");
        Assert.Equal(path, Samples.All["curves"].Save(path));
        Assert.StartsWith("<svg", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Fact]
    public void Unknown_ending_and_unwritable_place_are_said_clearly()
    {
        Assert.Contains(".svg, .png, .pdf or .html", Assert.Throws<ArgumentException>(() => Samples.All["curves"].Save("figure.gif")).Message);
        File.WriteAllText(Path.Combine(folder, "file"), "");
        Assert.Contains("could not be written", Assert.Throws<NasKitException>(() => Samples.All["curves"].Save(Path.Combine(folder, "file", "figure.svg"))).Message);
    }

    [Fact]
    public void Figure_that_plotly_cannot_draw_is_an_error_and_the_next_one_is_drawn()
    {
        var bad = Figure.FromPlotly("""{"data":[{"type":"scatter","x":[1],"y":[1]}],"layout":{"images":[{"source":"data:,"}],"xaxis":null,"geo":{"projection":5}}}""", "bad");
        Assert.Contains("could not draw", Assert.Throws<NasKitException>(bad.Svg).Message);
        Assert.NotEmpty(Plot.Curves(Samples.Curves).Svg());
    }

    [Fact]
    public void Notebook_gets_one_bundle_of_plotly_json_html_and_text()
    {
        var figure = Samples.All["pareto"];
        Assert.Equal([Figure.PlotlyMime, "text/html", "text/plain"], Formatter.GetPreferredMimeTypesFor(typeof(Figure)));
        Assert.Equal(figure.PlotlyJson, figure.ToDisplayString(Figure.PlotlyMime));
        Assert.Equal(figure.Svg(), figure.ToDisplayString("image/svg+xml"));
        Assert.StartsWith("<figure", figure.ToDisplayString("text/html"));
        Assert.Contains("PNAG", figure.ToDisplayString("text/plain"));
    }

    [Fact]
    public void Text_bundle_is_caption_and_table()
    {
        var text = Samples.All["histograms"].ToDisplayString("text/plain");
        Assert.StartsWith(Samples.Histograms.Caption, text);
        Assert.Matches(@"1\.25\s+PNAG\s+4\s+1\.15\s+1\.15\s+75", text);
    }

    [Fact]
    public async Task Without_chromium_the_bundle_says_so_and_keeps_the_rest()
    {
        await using var without = new ChartRenderer(() => throw new NasKitException("no browser", "apt-get install chromium"), PlotlyScript.Find);
        var figure = Samples.All["predicted"];
        string Draw() => without.Svg(figure);
        Assert.Contains("apt-get install chromium", Assert.Throws<NasKitException>(Draw).Message);
        Assert.Contains("No picture: no browser apt-get install chromium", figure.Html(Draw));
        Assert.Contains("<table>", figure.Html(Draw));
        Assert.Contains("(No picture: no browser", figure.Plain(Draw));
        Assert.Contains("Spearman", figure.Plain(Draw));
        Assert.Equal("svg", XElement.Parse(figure.SvgOrNote(Draw)).Name.LocalName);
    }

    [Fact]
    public async Task Browser_or_script_that_is_none_is_named()
    {
        var empty = Path.Combine(folder, "not-plotly.js");
        File.WriteAllText(empty, "var a = 1;");
        await using var wrongScript = new ChartRenderer(ChartRenderer.FindChromium, () => empty);
        Assert.Contains("not-plotly.js' is not plotly.js", Assert.Throws<NasKitException>(() => wrongScript.Svg(Samples.All["curves"])).Message);
        await using var wrongBrowser = new ChartRenderer(() => "/bin/false", PlotlyScript.Find);
        Assert.Contains("'/bin/false' could not be started", Assert.Throws<NasKitException>(() => wrongBrowser.Svg(Samples.All["curves"])).Message);
    }

    [Fact]
    public async Task Browser_that_dies_is_started_again()
    {
        await using var renderer = new ChartRenderer(ChartRenderer.FindChromium, PlotlyScript.Find);
        var before = renderer.Svg(Samples.All["curves"]);
        renderer.Run(async page =>
        {
            await page.Context.Browser!.CloseAsync();
            return true;
        });
        Assert.Equal(before, renderer.Svg(Samples.All["curves"]));
    }

    [Fact]
    public void Many_threads_draw_one_at_a_time()
    {
        var drawn = new string[8];
        Parallel.For(0, drawn.Length, i => drawn[i] = Plot.Curves(Samples.Curves).Svg());
        Assert.Single(drawn.Distinct());
    }

    [Fact]
    public void Plotly_json_is_an_object_with_data_and_layout()
    {
        using var json = JsonDocument.Parse(Samples.All["budget"].PlotlyJson);
        Assert.Equal(JsonValueKind.Array, json.RootElement.GetProperty("data").ValueKind);
        Assert.Equal(JsonValueKind.Object, json.RootElement.GetProperty("layout").ValueKind);
    }
}
