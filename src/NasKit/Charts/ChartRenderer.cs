using System.Globalization;
using Microsoft.Playwright;

namespace NasKit.Charts;

/// <summary>Draws figures with the real plotly.js in one headless Chromium a process.</summary>
/// <remarks>
/// Nothing is downloaded and the browser is offline. It starts with the first picture and ends with the process: the driver that Playwright
/// starts closes it when its pipe to this process breaks, however the process ends. Calls may come from any thread; they draw one at a time,
/// and never on the caller's thread, so that a caller who is interrupted while waiting leaves the browser in order.
/// </remarks>
internal sealed class ChartRenderer : IAsyncDisposable
{
    /// <summary>The setting that names the browser.</summary>
    public const string Variable = "NASKIT_CHROMIUM";

    private const string Hint = "Install it with: apt-get install chromium, or set NASKIT_CHROMIUM to a Chromium or Chrome.";
    // Milliseconds. Long, because a machine that trains on every core is slow here; a browser that cannot start at all fails at once.
    private const float Patience = 120_000;
    private static readonly string[] Usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

    private readonly Func<string> chromium;
    private readonly Func<string> plotly;
    private readonly SemaphoreSlim turn = new(1, 1);
    private IPlaywright? playwright;
    private IBrowser? browser;
    private IPage? page;
    private NasKitException? broken;

    internal ChartRenderer(Func<string> chromium, Func<string> plotly)
    {
        this.chromium = chromium;
        this.plotly = plotly;
    }

    /// <summary>The renderer of this process.</summary>
    public static ChartRenderer Shared { get; } = MakeShared();

    /// <summary>The browser named by the setting, else the usual places.</summary>
    /// <exception cref="NasKitException">There is none.</exception>
    public static string FindChromium()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : throw new NasKitException($"{Variable} names '{named}', but there is no such file.", Hint);
        }
        return Array.Find(Usual, File.Exists) ?? throw new NasKitException("Chromium, in which figures are drawn, is not on this machine.", Hint);
    }

    public string Svg(Figure figure)
    {
        var drawn = Run(async p => await p.EvaluateAsync<string>(ImageScript, new { figure = figure.PlotlyJson, figure.Width, figure.Height }));
        return SvgText.Tidy(drawn, figure.PlotlyJson, figure.Caption);
    }

    /// <summary>An SVG as pixels. plotly's own PNG keeps the line widths of one pixel a CSS pixel, so that lines get thinner with the scale.</summary>
    /// <param name="svg">The drawing.</param>
    /// <param name="width">Its width in CSS pixels.</param>
    /// <param name="height">Its height in CSS pixels.</param>
    /// <param name="scale">Pixels a CSS pixel.</param>
    public byte[] Png(string svg, double width, double height, double scale = 2) => Run(async drawing =>
    {
        var screen = await drawing.Context.Browser!.NewContextAsync(new()
        {
            Offline = true,
            DeviceScaleFactor = (float)scale,
            ViewportSize = new() { Width = (int)Math.Ceiling(width), Height = (int)Math.Ceiling(height) },
        });
        try
        {
            screen.SetDefaultTimeout(Patience);
            var paper = await screen.NewPageAsync();
            await paper.SetContentAsync(Sheet(svg, Px(width), Px(height)));
            await paper.EvaluateAsync("() => document.fonts.ready.then(() => null)");
            return await paper.ScreenshotAsync(new() { Type = ScreenshotType.Png });
        }
        finally
        {
            await screen.CloseAsync();
        }
    });

    /// <summary>One PDF page of a given size with an SVG; text stays text.</summary>
    /// <param name="svg">The drawing.</param>
    /// <param name="width">Its width with a CSS unit.</param>
    /// <param name="height">Its height with a CSS unit.</param>
    public byte[] Pdf(string svg, string width, string height) => Run(async drawing =>
    {
        var paper = await drawing.Context.NewPageAsync();
        try
        {
            await paper.SetContentAsync(Sheet(svg, width, height));
            await paper.EvaluateAsync("() => document.fonts.ready.then(() => null)");
            return await paper.PdfAsync(new() { Width = width, Height = height, PrintBackground = true, PageRanges = "1" });
        }
        finally
        {
            await paper.CloseAsync();
        }
    });

    /// <summary>Ends the browser.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        turn.Dispose();
    }

    private async Task CloseAsync()
    {
        var (openBrowser, openDriver) = (browser, playwright);
        (browser, playwright, page) = (null, null, null);
        if (openBrowser is not null) await openBrowser.CloseAsync();
        openDriver?.Dispose();
    }

    private static string Sheet(string svg, string width, string height)
        => $"<!DOCTYPE html><meta charset=\"utf-8\"><style>@page{{size:{width} {height};margin:0}}html,body{{margin:0}}svg{{display:block}}</style>{svg}";

    private static string Px(double pixels) => string.Create(CultureInfo.InvariantCulture, $"{pixels}px");

    private const string ImageScript = """
        async a => {
          const f = JSON.parse(a.figure);
          return await Plotly.toImage({ data: f.data, layout: f.layout, config: { staticPlot: true } },
            { format: "svg", width: a.Width, height: a.Height, imageDataOnly: true });
        }
        """;

    private static ChartRenderer MakeShared()
    {
        var renderer = new ChartRenderer(FindChromium, PlotlyScript.Find);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try
            {
                // A browser that does not answer in time is closed by its driver, whose pipe breaks with this process.
                Task.Run(renderer.CloseAsync).Wait(TimeSpan.FromSeconds(3));
            }
            catch (AggregateException)
            {
            }
        };
        return renderer;
    }

    /// <summary>Does some work on the page that has plotly.js loaded, when its turn comes; a browser that has died is replaced.</summary>
    /// <exception cref="NasKitException">plotly.js or Chromium is missing or failed.</exception>
    internal T Run<T>(Func<IPage, Task<T>> work) => Task.Run(async () =>
    {
        await turn.WaitAsync();
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                var open = await PageAsync();
                try
                {
                    return await work(open).WaitAsync(TimeSpan.FromMilliseconds(2 * Patience));
                }
                catch (PlaywrightException) when (attempt == 0 && browser is not { IsConnected: true })
                {
                    // Somebody ended the browser; a fresh one draws the figure.
                    await DropAsync();
                }
                catch (Exception error) when (error is PlaywrightException or TimeoutException)
                {
                    await DropAsync();
                    throw new NasKitException($"Chromium could not draw the figure: {FirstLine(error)}", "Check the figure's plotly JSON.", error);
                }
            }
        }
        finally
        {
            turn.Release();
        }
    }).GetAwaiter().GetResult();

    private async Task<IPage> PageAsync()
    {
        if (page is not null && browser is { IsConnected: true }) return page;
        if (broken is not null) throw broken;
        await DropAsync();
        var executable = chromium();
        var script = plotly();
        try
        {
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = executable,
                Headless = true,
                Timeout = Patience,
                HandleSIGINT = false,
                HandleSIGTERM = false,
                HandleSIGHUP = false,
                Args =
                [
                    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--font-render-hinting=none",
                ],
            });
            var context = await browser.NewContextAsync(new() { Offline = true });
            context.SetDefaultTimeout(Patience);
            page = await context.NewPageAsync();
            await page.AddScriptTagAsync(new() { Path = script });
            if (!await page.EvaluateAsync<bool>("() => typeof Plotly === 'object'"))
            {
                throw new NasKitException($"'{script}' is not plotly.js: it defines no Plotly.", "Set NASKIT_PLOTLY to a plotly.min.js.");
            }
            return page;
        }
        catch (NasKitException)
        {
            await DropAsync();
            throw;
        }
        catch (Exception error)
        {
            await DropAsync();
            // Each attempt may take as long as the limit above; a notebook of thirty figures should not wait for every one.
            broken = new NasKitException($"Chromium at '{executable}' could not be started: {FirstLine(error)}", $"{Hint} Then start this process again.", error);
            throw broken;
        }
    }

    private async Task DropAsync()
    {
        try
        {
            await CloseAsync();
        }
        catch (PlaywrightException)
        {
        }
    }

    private static string FirstLine(Exception error) => error.Message.Split('\n')[0].Trim();
}
