using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Playwright;
using NasKit.Charts;

namespace NasKit.Tests.Charts;

/// <summary>A figure's HTML on the pages it meets: Jupyter's with and without the kernel, and pages without a server.</summary>
public sealed class FigureHtmlTests
{
    private const string Classic = "<body data-base-url=\"/user/me/\">";
    private const string Lab = "<script id=\"jupyter-config-data\" type=\"application/json\">{\"baseUrl\": \"/user/me/\"}</script><body>";
    private const string Elsewhere = "<body>";
    private const string Script = "http://jupyter.invalid/user/me/kernelspecs/.net-csharp/plotly.min.js";

    private static string Html(string kind) => Samples.All[kind].Html(Samples.All[kind].Svg);

    [Fact]
    public void Picture_is_the_svg_and_its_alternative_text_is_the_caption()
    {
        var image = Regex.Match(Html("pareto"), "<img alt=\"([^\"]*)\" width=\"720\" height=\"(\\d+)\" src=\"data:image/svg\\+xml,([^\"]*)\">");
        Assert.True(image.Success);
        Assert.Equal(Samples.Pareto.Caption, WebUtility.HtmlDecode(image.Groups[1].Value));
        var drawn = XElement.Parse(Uri.UnescapeDataString(image.Groups[3].Value));
        var whole = XElement.Parse(Samples.All["pareto"].Svg());
        whole.Elements().First(element => element.Name.LocalName == "desc").Remove();
        Assert.True(XNode.DeepEquals(whole, drawn));
    }

    [Fact]
    public void Whatever_a_caption_holds_stays_text()
    {
        var figure = Figure.FromPlotly("""{"data":[{"type":"scatter","x":[1],"y":[1],"name":"</script>\"'%#𝛼"}],"layout":{"showlegend":true}}""", "a\"><script>alert(1)</script>");
        var html = figure.Html(figure.Svg);
        Assert.DoesNotContain("<script>alert", html);
        Assert.Equal(1, html.Split("</script").Length - 1);
        var (texts, _) = Open(Elsewhere + html, "() => [document.querySelector('img').alt, String(document.querySelector('img').naturalWidth)]");
        Assert.Equal(["a\"><script>alert(1)</script>", "720"], texts);
    }

    [Theory]
    [InlineData(Classic)]
    [InlineData(Lab)]
    public void On_a_jupyter_page_all_figures_come_alive_by_one_load_of_plotly(string body)
    {
        var page = body + string.Concat(Samples.All.Values.Take(6).Select(figure => figure.Html(figure.Svg))) + Html("pareto");
        var (seen, requests) = Open(page, """
            async () => {
              const seen = () => document.querySelectorAll('figure .main-svg:first-child').length;
              for (let i = 0; i < 600 && seen() < 7; i++) await new Promise(r => setTimeout(r, 50));
              return [String(seen()), String([...document.images].filter(i => i.offsetWidth > 0).length)];
            }
            """, served: true);
        Assert.Equal(["7", "0"], seen);
        Assert.Equal([Script], requests);
    }

    [Fact]
    public void Hovering_a_point_shows_its_architecture()
    {
        var text = ChartRenderer.Shared.Run(async drawing =>
        {
            var page = await NewPage(drawing, served: true, []);
            await page.SetContentAsync("<base href=\"http://jupyter.invalid/\">" + Classic + Html("pareto"));
            var point = page.Locator("figure .scatterlayer .points path.point").First;
            await point.WaitForAsync();
            var place = await page.EvaluateAsync<double[]>("""
                () => { const g = document.querySelector('.js-plotly-plot'), t = g._fullData.findIndex(t => t.text?.[0] === 'd1:e2k3'), r = g.getBoundingClientRect(), l = g._fullLayout;
                        return [r.x + l._size.l + l.xaxis.d2p(g._fullData[t].x[0]), r.y + l._size.t + l.yaxis.d2p(g._fullData[t].y[0])]; }
                """);
            await page.Mouse.MoveAsync((float)place[0], (float)place[1]);
            var hover = page.Locator(".hoverlayer .hovertext").First;
            await hover.WaitForAsync();
            var found = await hover.TextContentAsync();
            await page.CloseAsync();
            return found;
        });
        Assert.Contains("d1:e2k3", text);
        Assert.Contains("latency 1 ms", text);
    }

    [Fact]
    public void A_figure_too_large_to_be_packed_again_comes_alive_from_the_notebook_on_the_page()
    {
        var points = Enumerable.Range(0, 600).Select(i => new ParetoPoint(i + 1, i * 7919 % 601, $"architecture number {i} of many, with a long name")).ToArray();
        var figure = Plot.Pareto("large", new("MACs"), new("accuracy"), new ParetoSeries("table", points));
        var html = figure.Html(figure.Svg);
        Assert.DoesNotContain("H4sI", html);
        // As the classic notebook does it: the output is noted after it was put on the page, and its style sheet shows every image as a block.
        var notebook = $$$"""
            <style>img{display:block}</style><script>window.Jupyter={notebook:{get_cells:()=>[{},{output_area:{outputs:window.noted??[]}}]}};
            setTimeout(()=>{window.noted=[{output_type:"stream"},{data:{"{{{Figure.PlotlyMime}}}":{{{figure.PlotlyJson}}}}}]},200)</script>
            """;
        var (seen, _) = Open(Classic + notebook + html, """
            async () => { for (let i = 0; i < 600 && !document.querySelector('.main-svg'); i++) await new Promise(r => setTimeout(r, 50));
                          await new Promise(r => setTimeout(r, 200)); return [String(document.querySelectorAll('.main-svg').length > 0), String([...document.images].filter(i => i.offsetWidth > 0).length)]; }
            """, served: true);
        Assert.Equal(["true", "0"], seen);
    }

    [Theory]
    [InlineData(Classic, 1)]
    [InlineData(Elsewhere, 0)]
    public void Without_kernel_or_server_the_picture_stays_and_nothing_is_complained_of(string body, int asked)
    {
        var (seen, requests) = Open(body + Html("curves") + Html("pareto"), """
            async () => { await new Promise(r => setTimeout(r, 300)); return [String([...document.images].filter(i => i.naturalWidth === 720 && i.offsetWidth === 720).length), String(document.querySelectorAll('.main-svg').length)]; }
            """);
        Assert.Equal(["2", "0"], seen);
        Assert.Equal(asked, requests.Count);
    }

    [Fact]
    public void A_page_with_a_module_loader_gets_plotly_through_it()
    {
        // As in Jupyter Notebook, where a script that finds a loader must be asked for through it.
        var loader = "<script>window.asked=[];window.requirejs=(urls,yes)=>{asked.push(...urls);const s=document.createElement('script');s.src=urls[0];s.onload=()=>yes(Plotly);document.head.append(s)}</script>";
        var (seen, _) = Open(Classic + loader + Html("pareto"), """
            async () => { for (let i = 0; i < 600 && !document.querySelector('.main-svg'); i++) await new Promise(r => setTimeout(r, 50)); return asked; }
            """, served: true);
        Assert.Equal(["/user/me/kernelspecs/.net-csharp/plotly.min.js"], seen);
    }

    private static (string[] Seen, List<string> Requests) Open(string html, string script, bool served = false)
    {
        var requests = new List<string>();
        return (ChartRenderer.Shared.Run(async drawing =>
        {
            var page = await NewPage(drawing, served, requests);
            var errors = new List<string>();
            page.PageError += (_, error) => errors.Add(error);
            await page.SetContentAsync("<base href=\"http://jupyter.invalid/\">" + html);
            var seen = await page.EvaluateAsync<string[]>(script);
            await page.CloseAsync();
            Assert.Empty(errors);
            return seen;
        }), requests);
    }

    private static async Task<IPage> NewPage(IPage drawing, bool served, List<string> requests)
    {
        var page = await drawing.Context.NewPageAsync();
        await page.RouteAsync("**/*", async route =>
        {
            requests.Add(route.Request.Url);
            await (served ? route.FulfillAsync(new() { Path = PlotlyScript.Find(), ContentType = "text/javascript" }) : route.FulfillAsync(new() { Status = 404 }));
        });
        return page;
    }
}
