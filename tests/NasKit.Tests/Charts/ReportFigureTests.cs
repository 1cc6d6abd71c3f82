using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NasKit.Charts;

namespace NasKit.Tests.Charts;

public sealed class ReportFigureTests
{
    private static readonly ReportStyle Column = new() { WidthMm = 85 };

    public static TheoryData<string> Kinds => [.. Samples.All.Keys];

    // As plotly's express interface for Python writes it, with its own theme, colours and title.
    private const string OfAnotherTool = """
        {"data":[{"type":"scatter","mode":"markers","name":"a rather long name of a series that does not fit into one line of a column","x":[1000000,2000000],"y":[0.001,0.002],"marker":{"color":"#636efa","size":14}},
                 {"type":"bar","name":"second","x":[1500000],"y":[0.0015],"marker":{"color":"#EF553B"}}],
         "layout":{"template":{"layout":{"plot_bgcolor":"#E5ECF6","font":{"color":"#2a3f5f"}}},"title":{"text":"Another tool's <b>title</b>"},"xaxis":{"title":{"text":"a long title of the horizontal axis that needs to be broken somewhere"}},"yaxis":{"title":"left"},"legend":{"x":1.02,"y":1}}}
        """;

    /// <summary>The texts that reach beyond the drawing, and the pairs that lie on one another, as a browser measures them.</summary>
    private static string[] Faults(string svg) => ChartRenderer.Shared.Run(async drawing =>
    {
        var page = await drawing.Context.NewPageAsync();
        await page.SetContentAsync($"<body style=\"margin:0\">{svg}");
        var faults = await page.EvaluateAsync<string[]>("""
            async () => {
              await document.fonts.ready;
              const whole = document.querySelector('svg').getBoundingClientRect(), found = [];
              const texts = [...document.querySelectorAll('svg text')].map(e => ({ t: e.textContent, r: e.getBoundingClientRect() })).filter(x => x.r.width > 0);
              if (texts.length < 2) found.push('no texts');
              for (const { t, r } of texts) if (r.left < whole.left - 0.5 || r.top < whole.top - 0.5 || r.right > whole.right + 0.5 || r.bottom > whole.bottom + 0.5) found.push('outside: ' + t);
              for (const a of texts) for (const b of texts) if (a !== b && a.t < b.t && a.r.left < b.r.right - 2 && b.r.left < a.r.right - 2 && a.r.top < b.r.bottom - 3 && b.r.top < a.r.bottom - 3) found.push('on one another: ' + a.t + ' and ' + b.t);
              return found;
            }
            """);
        await page.CloseAsync();
        return faults;
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void At_85_mm_every_text_of_every_kind_lies_inside_and_none_on_another(string kind)
    {
        foreach (var theme in Enum.GetValues<ReportTheme>())
        {
            Assert.Empty(Faults(ReportFigure.Draw(Samples.All[kind].PlotlyJson, Column with { Theme = theme }).Svg));
        }
    }

    [Fact]
    public void Figures_of_another_tool_fit_too_and_get_colours_that_stay_apart()
    {
        foreach (var theme in Enum.GetValues<ReportTheme>())
        {
            var svg = ReportFigure.Draw(OfAnotherTool, Column with { Theme = theme, FontPt = 9 }).Svg;
            Assert.Empty(Faults(svg));
            Assert.DoesNotContain("#636efa", svg);
            Assert.Contains(Palette.Colour(0), svg);
            Assert.Contains(Palette.Colour(1), svg);
            Assert.Equal(theme == ReportTheme.Screen, svg.Contains("Another tool", StringComparison.Ordinal));
            Assert.Equal(theme == ReportTheme.Screen, svg.Contains("#e5ecf6", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Size_is_in_millimetres_and_texts_have_the_size_asked_for()
    {
        var figure = ReportFigure.Draw(Samples.All["curves"].PlotlyJson, Column with { FontPt = 7 });
        var root = XElement.Parse(figure.Svg);
        Assert.Equal("85mm", (string)root.Attribute("width")!);
        Assert.EndsWith("mm", (string)root.Attribute("height")!);
        // 85 mm are 321.26 CSS pixels, 7 points 9.33.
        Assert.StartsWith("0 0 321", (string)root.Attribute("viewBox")!);
        Assert.Matches(@"font-size:9\.33\d*px", figure.Svg);
        Assert.InRange(figure.HeightMm, 40, 120);
    }

    [Fact]
    public void Svg_keeps_its_texts_as_texts_and_carries_their_letters()
    {
        var svg = ReportFigure.Draw(Samples.All["pareto"].PlotlyJson, Column).Svg;
        Assert.Contains("latency (ms)", XElement.Parse(svg).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value));
        Assert.Contains("@font-face{font-family:'DejaVu Sans';font-weight:normal;src:url(data:font/ttf;base64,", svg);
        Assert.InRange(svg.Length, 5_000, 60_000);
        var loaded = ChartRenderer.Shared.Run(async drawing =>
        {
            var page = await drawing.Context.NewPageAsync();
            // Under another name, so that the installed font cannot stand in for one that the browser refuses.
            await page.SetContentAsync(svg.Replace("DejaVu Sans", "Only Here", StringComparison.Ordinal));
            var faces = await page.EvaluateAsync<string[]>("async () => { await document.fonts.ready; return [...document.fonts].map(f => f.family + ' ' + f.status) }");
            await page.CloseAsync();
            return faces;
        });
        Assert.NotEmpty(loaded);
        Assert.All(loaded, face => Assert.Matches("Only Here\"? loaded", face));
    }

    [Fact]
    public void Same_figure_gives_the_same_svg()
        => Assert.Equal(ReportFigure.Draw(Samples.All["histograms"].PlotlyJson, Column).Svg, ReportFigure.Draw(Samples.All["histograms"].PlotlyJson, Column).Svg);

    [Fact]
    public void Pdf_is_one_page_of_the_figures_size_with_fonts_inside()
    {
        var figure = ReportFigure.Draw(Samples.All["predicted"].PlotlyJson, Column);
        var text = Encoding.Latin1.GetString(figure.Pdf());
        var box = Regex.Match(text, @"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]");
        // The browser's pages are whole CSS pixels, three quarters of a point, and rounded up.
        Assert.Equal(85 / 25.4 * 72, double.Parse(box.Groups[1].Value, CultureInfo.InvariantCulture), 1.2);
        Assert.Equal(figure.HeightMm / 25.4 * 72, double.Parse(box.Groups[2].Value, CultureInfo.InvariantCulture), 1.2);
        Assert.Single(Regex.Matches(text, @"/Type /Page\b"));
        Assert.Contains("/FontFile2", text);
        Assert.Contains("/ToUnicode", text);
        Assert.Matches(@"/BaseFont /[A-Z]{6}\+DejaVuSans", text);
    }

    [Fact]
    public void Png_has_the_dots_asked_for()
    {
        var png = ReportFigure.Draw(Samples.All["curves"].PlotlyJson, Column with { Dpi = 200 }).Png();
        // 85 mm at 200 dpi are 669.3 dots; the browser's pages are whole CSS pixels wide.
        Assert.InRange(BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), 669, 672);
    }

    [Theory]
    [InlineData(0, 8, 300, "width is 0 mm")]
    [InlineData(double.NaN, 8, 300, "width is NaN mm")]
    [InlineData(85, -1, 300, "font size is -1 pt")]
    [InlineData(85, 8, double.PositiveInfinity, "dpi")]
    [InlineData(1000, 8, 1200, "more than 20,000 pixels")]
    [InlineData(30, 48, 300, "too large for a figure of 30 mm")]
    public void Impossible_styles_are_named(double width, double font, double dpi, string message)
        => Assert.Contains(message, Assert.Throws<ArgumentException>(() => ReportFigure.Draw("{\"data\":[]}", new() { WidthMm = width, FontPt = font, Dpi = dpi })).Message);

    [Theory]
    [InlineData("nonsense", "is not JSON")]
    [InlineData("{\"data\":{}}", "a list 'data'")]
    [InlineData("{\"data\":[],\"layout\":3}", "an object 'layout'")]
    public void What_is_no_figure_is_named(string json, string message)
        => Assert.Contains(message, Assert.Throws<ArgumentException>(() => ReportFigure.Draw(json, Column)).Message);

    [Theory]
    [InlineData("{\"data\":[]}")]
    [InlineData("{\"data\":[3,null,{}]}")]
    [InlineData("{\"data\":[{\"type\":\"nonsense\",\"x\":[1]}],\"layout\":{\"xaxis\":3,\"font\":7,\"title\":[],\"annotations\":{\"a\":1},\"legend\":\"x\",\"margin\":\"m\",\"width\":\"wide\"}}")]
    public void Odd_figures_are_drawn_or_refused_in_a_sentence(string json)
    {
        try
        {
            Assert.StartsWith("<svg", ReportFigure.Draw(json, Column).Svg);
        }
        catch (NasKitException refused)
        {
            Assert.Contains("could not draw the figure", refused.Message);
        }
    }

    [Fact]
    public void Font_that_is_none_is_refused()
    {
        Assert.Throws<FormatException>(() => new FontSubset(new byte[200]));
        Assert.Throws<FormatException>(() => new FontSubset([0, 1, 0, 0, 0, 9]));
    }
}
