using System.Globalization;
using System.Text.Json.Nodes;

namespace NasKit.Charts;

public static partial class Plot
{
    /// <summary>Predicted over measured values, with the identity, its bands and the rank correlation.</summary>
    /// <param name="data">The points, as from <see cref="ScatterData.PredictedVersusMeasured"/>.</param>
    /// <returns>A figure whose table lists n, correlations and errors of each series.</returns>
    /// <exception cref="ArgumentException">The data is not valid; the message lists everything that is wrong.</exception>
    public static Figure PredictedVersusMeasured(ScatterData data) => Scatter(data, "predicted-versus-measured");

    /// <summary>Cost of architectures over the budget they were asked for; those above the identity exceed it and are hollow.</summary>
    /// <param name="data">The points, as from <see cref="ScatterData.CostVersusBudget"/>.</param>
    /// <returns>A figure whose table lists n and the share within budget of each series.</returns>
    /// <exception cref="ArgumentException">The data is not valid; the message lists everything that is wrong.</exception>
    public static Figure CostVersusBudget(ScatterData data) => Scatter(data, "cost-versus-budget");

    /// <summary>Two scores of the same networks, to see whether they put them in the same order.</summary>
    /// <param name="data">The points; the axes may be of different quantities.</param>
    /// <returns>A figure whose table lists n and the rank correlations of each series.</returns>
    /// <exception cref="ArgumentException">The data is not valid; the message lists everything that is wrong.</exception>
    public static Figure Ranks(ScatterData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Scatter(data with { RanksOnly = true }, "ranks");
    }

    private static Figure Scatter(ScatterData data, string kind)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.Validate();
        var traces = new JsonArray();
        var all = data.Series.SelectMany(series => series.Points).SelectMany(point => new[] { point.X, point.Y }).ToArray();
        var (low, high) = Limits(all, data.X.Log || data.Y.Log);
        foreach (var band in data.BandsPercent.OrderDescending()) traces.Add(BandTrace(band, low, high, data.BandsPercent));
        if (!data.RanksOnly) traces.Add(new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = "lines",
            ["name"] = data.XIsLimit ? "cost = budget" : "identity",
            ["x"] = PlotlyJson.Numbers([low, high]),
            ["y"] = PlotlyJson.Numbers([low, high]),
            ["line"] = new JsonObject { ["color"] = Palette.Ink, ["width"] = 1.2, ["dash"] = "dash" },
            ["hoverinfo"] = "skip",
        });
        for (var s = 0; s < data.Series.Count; s++)
        {
            var series = data.Series[s];
            var name = data.XIsLimit || data.Series.Count > 1 || series.Points.Count == 0
                ? Legend(series.Name, data.Counts(series))
                : Legend(series.Name, $"n = {series.Points.Count}");
            bool Over(ScatterPoint point) => data.XIsLimit && point.Y > point.X;
            traces.Add(PointTrace(data, [.. series.Points.Where(point => !Over(point))], name, s, hollow: false, low, high));
            var over = series.Points.Where(Over).ToArray();
            if (over.Length > 0) traces.Add(PointTrace(data, over, $"{PlotlyJson.Escape(series.Name)}, over budget", s, hollow: true, low, high));
        }
        var subtitle = data is { XIsLimit: false, Series: [{ Points.Count: > 0 } only] } ? data.Counts(only) : "";
        var layout = PlotlyJson.Layout(data.Title, subtitle, Width, 480, traces);
        double[] Along(Func<ScatterPoint, double> value) => data.RanksOnly ? [.. data.Series.SelectMany(series => series.Points).Select(value)] : all;
        layout["xaxis"] = PlotlyJson.Axis(data.X, Along(point => point.X));
        layout["yaxis"] = PlotlyJson.Axis(data.Y, Along(point => point.Y));
        if (all.Length == 0) layout["annotations"] = new JsonArray(PlotlyJson.NoData());
        return Make(kind, data.Title, traces, layout, data.Caption, ScatterTable(data));
    }

    private static JsonObject BandTrace(double percent, double low, double high, IReadOnlyList<double> bands)
    {
        var (up, down) = (1 + (percent / 100), 1 - (percent / 100));
        // For values below 0 the edges change sides; the polygon stays the same.
        return new()
        {
            ["type"] = "scatter",
            ["mode"] = "lines",
            ["name"] = $"±{TextTable.Number(percent)} %",
            ["x"] = PlotlyJson.Numbers([low, high, high, low, low]),
            ["y"] = PlotlyJson.Numbers([low * up, high * up, high * down, low * down, low * up]),
            ["fill"] = "toself",
            ["fillcolor"] = percent == bands.Min() && bands.Count > 1 ? "rgba(120,120,120,0.22)" : "rgba(120,120,120,0.12)",
            ["line"] = new JsonObject { ["width"] = 0 },
            ["hoverinfo"] = "skip",
        };
    }

    private static JsonObject PointTrace(ScatterData data, IReadOnlyList<ScatterPoint> points, string name, int series, bool hollow, double low, double high)
    {
        // Methods share their budgets, so that their columns of points would hide each other: each is set a little apart.
        var shift = data.XIsLimit ? 0.012 * (series - ((data.Series.Count - 1) / 2.0)) * (high - low) : 0;
        if (data.X.Log) shift = 0;
        var (x, y) = PlotlyJson.Points([.. points.Select(point => point.X + shift)], [.. points.Select(point => point.Y)]);
        var labelled = points.Any(point => !string.IsNullOrEmpty(point.Label));
        var marker = new JsonObject { ["color"] = Palette.Colour(series), ["symbol"] = Palette.Symbol(series) + (hollow ? "-open" : ""), ["size"] = 7 };
        if (hollow) marker["line"] = new JsonObject { ["width"] = 1.2 };
        var trace = new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = "markers",
            ["name"] = name,
            ["x"] = x,
            ["y"] = y,
            ["marker"] = marker,
            ["legendgroup"] = PlotlyJson.Escape(data.Series[series].Name),
            ["showlegend"] = !hollow,
            ["hovertemplate"] = Hover(data.X, data.Y, labelled),
        };
        if (shift != 0)
        {
            trace["customdata"] = PlotlyJson.Numbers(points.Select(point => point.X));
            trace["hovertemplate"] = Hover(data.X, data.Y, labelled).Replace("%{x:", "%{customdata:");
        }
        if (labelled) trace["text"] = PlotlyJson.Texts(points.Select(point => point.Label));
        return trace;
    }

    private static (double Low, double High) Limits(double[] values, bool log)
    {
        if (values.Length == 0) return log ? (1, 10) : (0, 1);
        var (low, high) = (values.Min(), values.Max());
        if (log) return (low / 1.1, high * 1.1);
        var margin = high > low ? 0.04 * (high - low) : Math.Max(Math.Abs(high) * 0.1, 1e-9);
        return (low - margin, high + margin);
    }

    private static TextTable ScatterTable(ScatterData data)
    {
        var bands = data.BandsPercent.Order().ToArray();
        var rows = data.Series.Select(IReadOnlyList<object?> (series) =>
        {
            var agreement = ScatterData.Agreement(series);
            object?[] first = [series.Name, agreement.Count];
            return data.XIsLimit ? [.. first, 100 * agreement.ShareAtMost]
                : data.RanksOnly ? [.. first, Rounded(agreement.Spearman), Rounded(agreement.Kendall)]
                : [.. first, Rounded(agreement.Spearman), Rounded(agreement.Kendall), Rounded(agreement.MedianErrorPercent), Rounded(agreement.MaximumErrorPercent),
                    .. bands.Select(band => (object?)(100 * ScatterData.ShareWithin(series, band)))];
        });
        string[] agreementHeads = data.RanksOnly ? ["Spearman", "Kendall"] : ["Spearman", "Kendall", "median error (%)", "largest error (%)", .. bands.Select(band => $"within ±{TextTable.Number(band)} % (%)")];
        return new(["series", "n", .. data.XIsLimit ? ["within budget (%)"] : agreementHeads], rows);

        static object? Rounded(double? value) => value is null ? null : TextTable.Number(value, 4) is var text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
    }
}
