using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace NasKit.Notebooks.Tests.Jupyter;

/// <summary>Jupyter Notebook in Chromium, as somebody uses it.</summary>
public sealed class NotebookInBrowserTests
{
    private const float Patience = 120_000; // ms
    private const string Chromium = "/usr/bin/chromium";

    private static string? Missing => LiveKernel.Missing
        ?? (!File.Exists(JupyterServer.Executable) ? "jupyter-notebook is not installed; ./naskit test installs it." : !File.Exists(Chromium) ? "chromium is not installed; ./naskit test installs it." : null);

    private static string Screenshots { get; } = Directory.CreateDirectory(Path.Combine(LiveKernel.RepositoryRoot, "artifacts", "screenshots")).FullName;

    [BrowserFact]
    public async Task A_notebook_runs_shows_its_chart_stops_restarts_completes_and_explains()
    {
        using var server = new JupyterServer();
        File.WriteAllText(Path.Combine(server.Notebooks, "test.ipynb"), Notebook(
            $"#r \"{Path.Combine(LiveKernel.RepositoryRoot, "artifacts", "NasKit", "NasKit.dll")}\"\nusing NasKit.Charts;\nvar names = new List<string> {{ \"front\" }};\nConsole.WriteLine($\"first of {{names.Count}}\");",
            """
            Plot.Pareto("Test chart", new ChartAxis("latency", "ms"), new ChartAxis("accuracy"),
                new ParetoSeries("made", [new(1.0, 0.5, "digits:0,0"), new(2.0, 0.8, "digits:1,2"), new(3.0, 0.9, "digits:2,2")]))
            """,
            "names.Count + 41"));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1200, Height = 1400 } });
        page.SetDefaultTimeout(Patience);
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(request.Url);
        try
        {
            await page.GotoAsync(await server.AddressAsync("notebooks/test.ipynb"));
            await page.WaitForFunctionAsync("() => window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()");

            // Run all.
            await page.ClickAsync("#celllink");
            await page.ClickAsync("#run_all_cells");
            await Output(page, 0).Filter(new() { HasText = "first of 1" }).WaitForAsync();
            await Output(page, 2).Filter(new() { HasText = "42" }).WaitForAsync();

            // The chart, with what it says for those who do not see it.
            await Output(page, 1).Locator("figcaption").Filter(new() { HasText = "3 on its front" }).WaitForAsync();

            // The chart, drawn by a plotly.js that the server itself serves, once.
            await page.WaitForSelectorAsync(".output .js-plotly-plot .main-svg");
            await Shot(page, "1-run-all");
            var point = await page.EvaluateAsync<float[]>("""
                () => { const marks = [...document.querySelectorAll('.js-plotly-plot .scatterlayer .point')];
                        const box = marks[marks.length - 1].getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }
                """);
            await page.Mouse.MoveAsync(point[0] - 3, point[1] - 3);
            await page.Mouse.MoveAsync(point[0], point[1]);
            var label = await page.Locator(".hoverlayer .hovertext").First.TextContentAsync();
            Assert.Contains("digits:", label, StringComparison.Ordinal);
            await Shot(page, "2-hover");

            // An endless loop, stopped by the toolbar's button.
            await Type(page, "var survivor = 5; Console.WriteLine(\"looping\"); while (true) { }");
            await page.Keyboard.PressAsync("Control+Enter");
            await page.Locator(".cell.running .output_area").Filter(new() { HasText = "looping" }).WaitForAsync();
            await page.ClickAsync("button[data-jupyter-action='jupyter-notebook:interrupt-kernel']");
            await page.Locator(".output_error").Filter(new() { HasText = "was stopped" }).WaitForAsync();
            await Shot(page, "3-stopped");
            await Type(page, "\"survivor is \" + survivor");
            await page.Keyboard.PressAsync("Control+Enter");
            await page.Locator(".output_result").Filter(new() { HasText = "survivor is 5" }).WaitForAsync();

            // Members with Tab.
            await Type(page, "names.");
            await page.Keyboard.PressAsync("Tab");
            await page.WaitForSelectorAsync("#complete select");
            Assert.Contains("Count", await page.Locator("#complete select").InnerTextAsync(), StringComparison.Ordinal);
            await Shot(page, "4-tab");
            await page.Keyboard.PressAsync("Escape");

            // Documentation with Shift-Tab.
            await Type(page, "display");
            await page.Keyboard.PressAsync("Shift+Tab");
            await page.Locator("#tooltip").Filter(new() { HasText = "Shows a value below the cell." }).WaitForAsync();
            await Shot(page, "5-shift-tab");
            await page.Keyboard.PressAsync("Escape");

            // A progress bar is one output, however often it is updated.
            await Type(page, "var bar = display(\"0 of 3\"); for (var i = 1; i <= 3; i++) { await Task.Delay(50); bar.Update($\"{i} of 3\"); }");
            await page.Keyboard.PressAsync("Control+Enter");
            await page.Locator(".cell.selected .output_area").Filter(new() { HasText = "3 of 3" }).WaitForAsync();
            Assert.Equal(1, await page.Locator(".cell.selected .output_area .output_subarea").CountAsync());

            // A restart forgets the variables.
            await page.ClickAsync("#kernellink");
            await page.ClickAsync("#restart_kernel");
            await page.ClickAsync(".modal-dialog .btn-danger");
            await page.WaitForFunctionAsync("() => Jupyter.notebook.kernel.is_connected() && !document.querySelector('.modal-dialog')");
            await Type(page, "survivor");
            await page.Keyboard.PressAsync("Control+Enter");
            await page.Locator(".cell.selected .output_error").Filter(new() { HasText = "does not exist in the current context" }).WaitForAsync();
            await Shot(page, "6-restarted");

            Assert.All(asked, address => Assert.True(
                address.StartsWith("http://127.0.0.1:", StringComparison.Ordinal) || !address.StartsWith("http", StringComparison.Ordinal), $"The page asked for {address}."));
            Assert.Single(asked, address => address.Contains("kernelspecs/.net-csharp/plotly.min.js", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            await Shot(page, "failed");
            throw new Xunit.Sdk.XunitException($"{e.Message}\n{server.Log}");
        }
    }

    private static ILocator Output(IPage page, int cell) => page.Locator(".cell").Nth(cell).Locator(".output_area");

    private static Task Shot(IPage page, string name) => page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"notebook-{name}.png") });

    // Into a new cell at the end.
    private static async Task Type(IPage page, string code)
    {
        await page.EvaluateAsync("() => { const n = Jupyter.notebook; n.insert_cell_at_bottom('code'); n.select(n.ncells() - 1); n.edit_mode(); n.get_selected_cell().focus_editor(); }");
        await page.Keyboard.InsertTextAsync(code);
    }

    private static string Notebook(params string[] cells) => new JsonObject
    {
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
        ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["name"] = ".net-csharp", ["display_name"] = ".NET (C#)", ["language"] = "C#" } },
        ["cells"] = new JsonArray([.. cells.Select((code, i) => (JsonNode)new JsonObject
        {
            ["id"] = $"cell-{i}", ["cell_type"] = "code", ["metadata"] = new JsonObject(), ["execution_count"] = null, ["outputs"] = new JsonArray(), ["source"] = code,
        })]),
    }.ToJsonString();

    private sealed class BrowserFactAttribute : FactAttribute
    {
        public BrowserFactAttribute() => Skip = Missing;
    }
}
