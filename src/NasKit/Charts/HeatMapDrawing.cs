using System.Globalization;
using System.Text.Json.Nodes;

namespace NasKit.Charts;

/// <summary>Places a heat map's cells, names of groups, marks and colour bar.</summary>
/// <remarks>Cells are bars of equal height: a bundle of plotly.js without its own heat maps draws them too, and an SVG holds shapes rather than a picture.</remarks>
internal sealed class HeatMapDrawing
{
    private const double PlotShare = 0.93; // of the width; the rest is the colour bar's
    private const int Shades = 40;
    private readonly HeatMapData data;
    private readonly double[] place;
    private readonly List<(double Y, string Text)> names = [];
    private readonly double end;
    private readonly bool written, upright;
    private readonly double rowPx, columnPx;

    public HeatMapDrawing(HeatMapData data)
    {
        this.data = data;
        Empty = data.Rows.Count == 0 || data.Columns.Count == 0;
        place = new double[data.Rows.Count];
        var y = 0.0;
        foreach (var (name, first, count) in data.Groups)
        {
            // A group's name has a line of its own above its rows.
            if (name is not null) names.Add((y++, $"<b>{PlotlyJson.Escape(name)}</b>"));
            else if (first > 0) y += 0.5;
            for (var row = first; row < first + count; row++)
            {
                names.Add((y, PlotlyJson.Escape(data.Rows[row].Label)));
                place[row] = y++;
            }
        }
        end = Math.Max(y, 1);
        rowPx = Math.Clamp(480 / end, 17, 30);
        PlotHeight = (int)Math.Max(130, Math.Min(rowPx * end, 9_000));
        var longest = data.Rows.Select(row => row.Label.Length).Concat(data.Rows.Select(row => row.Group?.Length ?? 0)).DefaultIfEmpty(0).Max();
        columnPx = PlotShare * Math.Max(200, 600 - (7 * longest)) / Math.Max(1, data.Columns.Count);
        var letters = data.Columns.Select(column => column.Length).DefaultIfEmpty(0).Max();
        upright = letters > 3 && data.Columns.Sum(column => column.Length + 2) > 34;
        Below = 12 + (upright ? (int)(7 * letters) : 14) + (data.ColumnTitle.Length > 0 ? 24 : 0);
        written = data.Written ?? (data.Columns.Count <= 6 && data.Rows.Count * data.Columns.Count <= 64 && Texts().All(text => text.Length <= 5));
        if (!Empty) Draw();
        else Traces.Add(Plain("lines", [null], [null]));
    }

    /// <summary>Whether there is no cell.</summary>
    public bool Empty { get; }

    /// <summary>Height of the plot in CSS pixels.</summary>
    public int PlotHeight { get; }

    /// <summary>What labels and title below the plot take, in CSS pixels.</summary>
    public int Below { get; }

    public JsonArray Traces { get; } = [];

    /// <summary>Cells of a mark that stand side by side in a row.</summary>
    public static IEnumerable<(int First, int Last)> Runs(HeatMapMark mark, int row)
    {
        var columns = mark.Cells.Where(cell => cell.Row == row).Select(cell => cell.Column).Distinct().Order().ToArray();
        for (var i = 0; i < columns.Length;)
        {
            var first = i;
            while (i + 1 < columns.Length && columns[i + 1] == columns[i] + 1) i++;
            yield return (columns[first], columns[i++]);
        }
    }

    public JsonObject ColumnAxis()
    {
        var axis = Bare(data.ColumnTitle, PlotlyJson.Numbers([-0.5, Math.Max(1, data.Columns.Count) - 0.5]));
        axis["domain"] = PlotlyJson.Numbers([0, PlotShare]);
        var letters = data.Columns.Select(column => column.Length).DefaultIfEmpty(1).Max();
        var every = Math.Max(1, (int)Math.Ceiling((upright ? 13 : (7 * letters) + 5) / columnPx));
        Ticks(axis, [.. data.Columns.Select((label, column) => ((double)column, PlotlyJson.Escape(label))).Where((_, column) => column % every == 0)]);
        if (!Empty) axis["tickangle"] = upright ? -90 : 0;
        return axis;
    }

    public JsonObject RowAxis()
    {
        var axis = Bare(data.RowTitle, PlotlyJson.Numbers([end - 0.5, -0.5]));
        Ticks(axis, names);
        if (!Empty) axis["tickfont"] = new JsonObject { ["size"] = 11 };
        return axis;
    }

    public JsonObject ColourAxis()
    {
        var (low, high) = data.Ends();
        var axis = PlotlyJson.Axis(data.Value, [low, high]);
        foreach (var (key, value) in new (string, JsonNode)[] { ("anchor", "x2"), ("side", "right"), ("range", PlotlyJson.Numbers([low, high])), ("showgrid", false), ("showline", false), ("nticks", 7) }) axis[key] = value;
        foreach (var line in new[] { "gridcolor", "linecolor", "linewidth" }) axis.Remove(line);
        return axis;
    }

    private void Draw()
    {
        JsonArray x = [], from = [], tall = [], colours = [], said = [];
        JsonArray hollowX = [], hollowY = [];
        var missing = 0;
        for (var row = 0; row < data.Rows.Count; row++)
        {
            for (var column = 0; column < data.Columns.Count; column++)
            {
                if (data.At(row, column) is not { } value)
                {
                    missing++;
                    Box(hollowX, hollowY, column, column, row, 2.5, slashed: !written);
                    continue;
                }
                x.Add(column);
                from.Add(PlotlyJson.Number(place[row] - 0.5));
                tall.Add(1);
                colours.Add(data.Colour(value));
                said.Add(PlotlyJson.Escape($"{(data.Rows[row].Group is { } group ? group + ", " : "")}{data.Rows[row].Label}, {(data.ColumnTitle.Length > 0 ? data.ColumnTitle + " " : "")}{data.Columns[column]}: {data.Value.Quantity(value)}"));
            }
        }
        if (x.Count > 0)
        {
            var cells = Bars(x, from, tall, colours, columnPx > 8 && rowPx > 8 ? 1 : 0);
            cells["hoverinfo"] = "text";
            cells["hovertext"] = said;
            Traces.Add(cells);
        }
        if (missing > 0)
        {
            Traces.Add(Line(hollowX, hollowY, Palette.Dominated, 1.2));
            Traces.Add(Entry($"NA ({missing})", "square-open", Palette.Dominated, 1002));
        }
        foreach (var (mark, m) in data.Marks.Select((mark, m) => (mark, m))) Mark(mark, m);
        if (written) Write();

        var (low, high) = data.Ends();
        var step = (high - low) / Shades;
        var shades = Enumerable.Range(0, Shades).Select(i => low + (i * step)).ToArray();
        // Each reaches to the top under the next: two that only touch would let the ground shine through.
        var bar = Bars(
            [.. shades.Select(_ => (JsonNode)0.5)], PlotlyJson.Numbers(shades), PlotlyJson.Numbers(shades.Select(shade => high - shade)),
            [.. shades.Select(shade => (JsonNode)data.Colour(shade + (step / 2)))], 0);
        foreach (var (key, value) in new (string, JsonNode)[] { ("xaxis", "x2"), ("yaxis", "y2"), ("hoverinfo", "skip"), ("name", "colours") }) bar[key] = value;
        Traces.Add(bar);
    }

    private void Mark(HeatMapMark mark, int m)
    {
        var name = $"{mark.Name} ({mark.Cells.Distinct().Count().ToString(CultureInfo.InvariantCulture)})";
        var colour = m == 0 ? Palette.Ink : Palette.Colour(m + 2);
        if (mark.Look == HeatMapLook.Frame)
        {
            JsonArray x = [], y = [];
            for (var row = 0; row < data.Rows.Count; row++) foreach (var (first, last) in Runs(mark, row)) Box(x, y, first, last, row, 1.5 + (3 * (m % 3)));
            if (x.Count > 0)
            {
                // On white, so that it shows on dark cells too.
                Traces.Add(Line((JsonArray)x.DeepClone(), (JsonArray)y.DeepClone(), "#ffffff", 4));
                Traces.Add(Line(x, y, colour, 2));
            }
            Traces.Add(Entry(name, "square-open", colour, 1001));
            return;
        }
        var dots = mark.Cells.Distinct().ToArray();
        var shift = written ? 0.36 : 0; // beside the number
        // Without a cell it stands in the legend alone.
        var trace = Entry(name, Palette.Symbol(m), colour, 1001);
        trace["marker"] = new JsonObject
        {
            ["symbol"] = Palette.Symbol(m), ["size"] = PlotlyJson.Number(Math.Clamp(Math.Min(rowPx, columnPx) * (written ? 0.28 : 0.42), 4, 9)), ["color"] = "#ffffff", ["line"] = new JsonObject { ["color"] = colour, ["width"] = 1.4 },
        };
        if (dots.Length > 0)
        {
            trace["x"] = PlotlyJson.Numbers(dots.Select(dot => dot.Column + shift));
            trace["y"] = PlotlyJson.Numbers(dots.Select(dot => place[dot.Row]));
        }
        Traces.Add(trace);
    }

    private void Write()
    {
        var cells = Enumerable.Range(0, data.Rows.Count).SelectMany(row => Enumerable.Range(0, data.Columns.Count), (row, column) => (row, column, value: data.At(row, column))).ToArray();
        var trace = Plain("text", PlotlyJson.Numbers(cells.Select(cell => (double)cell.column)), PlotlyJson.Numbers(cells.Select(cell => place[cell.row])));
        trace["text"] = PlotlyJson.Texts(Texts());
        trace["textfont"] = new JsonObject
        {
            ["size"] = 10, ["color"] = new JsonArray([.. cells.Select(cell => (JsonNode)(cell.value is { } value ? ColourScale.InkOn(data.Colour(value)) : Palette.Muted))]),
        };
        Traces.Add(trace);
    }

    /// <summary>The numbers as they stand in the cells, all with the decimals that the largest needs for two digits.</summary>
    private IEnumerable<string> Texts()
    {
        var all = Enumerable.Range(0, data.Rows.Count).SelectMany(row => Enumerable.Range(0, data.Columns.Count), (row, column) => data.At(row, column)).ToArray();
        var most = all.OfType<double>().Select(Math.Abs).DefaultIfEmpty(0).Max();
        var decimals = most == 0 ? 0 : 2 - (int)Math.Ceiling(Math.Log10(most));
        return all.Select(value => value is not { } number ? TextTable.Unknown
            : decimals is >= -3 and <= 4 ? (Math.Round(number, Math.Max(0, decimals)) + 0.0).ToString("F" + Math.Max(0, decimals).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : TextTable.Number(number, 2));
    }

    private void Box(JsonArray x, JsonArray y, int first, int last, int row, double insetPx, bool slashed = false)
    {
        var (across, down) = (Math.Min(insetPx / columnPx, 0.3), Math.Min(insetPx / rowPx, 0.3));
        var (left, right, top, bottom) = (first - 0.5 + across, last + 0.5 - across, place[row] - 0.5 + down, place[row] + 0.5 - down);
        // It begins and ends within a side: ends that meet in a corner would leave it notched.
        List<(double X, double Y)> corners = [((left + right) / 2, top), (right, top), (right, bottom), (left, bottom), (left, top), ((left + right) / 2, top)];
        if (x.Count > 0) Lift();
        foreach (var corner in corners) Add(corner);
        if (!slashed) return;
        Lift();
        Add((left, bottom));
        Add((right, top));

        void Add((double X, double Y) corner)
        {
            x.Add(PlotlyJson.Number(Math.Round(corner.X, 4)));
            y.Add(PlotlyJson.Number(Math.Round(corner.Y, 4)));
        }

        void Lift()
        {
            x.Add(null);
            y.Add(null);
        }
    }

    private JsonObject Bars(JsonArray x, JsonArray from, JsonArray tall, JsonArray colours, double gap) => new()
    {
        ["type"] = "bar",
        ["name"] = PlotlyJson.Escape(data.Value.Title),
        ["x"] = x,
        ["base"] = from,
        ["y"] = tall,
        ["width"] = 1,
        ["marker"] = new JsonObject { ["color"] = colours, ["line"] = new JsonObject { ["color"] = "#ffffff", ["width"] = gap } },
        ["showlegend"] = false,
    };

    private static JsonObject Line(JsonArray x, JsonArray y, string colour, double width)
    {
        var trace = Plain("lines", x, y);
        trace["line"] = new JsonObject { ["color"] = colour, ["width"] = width };
        return trace;
    }

    private static JsonObject Entry(string name, string symbol, string colour, int rank)
    {
        var trace = Plain("markers", [null], [null]);
        trace["name"] = PlotlyJson.Escape(name);
        trace["marker"] = new JsonObject { ["symbol"] = symbol, ["size"] = 10, ["color"] = colour, ["line"] = new JsonObject { ["color"] = colour, ["width"] = 2 } };
        trace["legendrank"] = rank;
        trace["showlegend"] = true;
        return trace;
    }

    private static JsonObject Plain(string mode, JsonArray x, JsonArray y) => new()
    {
        ["type"] = "scatter", ["mode"] = mode, ["name"] = mode, ["x"] = x, ["y"] = y, ["hoverinfo"] = "skip", ["showlegend"] = false,
    };

    private static JsonObject Bare(string title, JsonArray range)
    {
        var axis = PlotlyJson.Axis(new(title.Length > 0 ? title : "-"), [], title.Length > 0);
        axis["range"] = range;
        axis["showline"] = false;
        foreach (var line in new[] { "linecolor", "linewidth" }) axis.Remove(line);
        return axis;
    }

    private void Ticks(JsonObject axis, IReadOnlyList<(double Place, string Text)> ticks)
    {
        if (Empty) return;
        axis["showticklabels"] = true;
        axis["ticks"] = "";
        axis["tickvals"] = PlotlyJson.Numbers(ticks.Select(tick => tick.Place));
        // Some texts hold tags of their own; they are escaped already.
        axis["ticktext"] = new JsonArray([.. ticks.Select(tick => (JsonNode)tick.Text)]);
        if ((string?)axis["title"]!["text"] is { Length: > 0 }) axis["title"]!["standoff"] = 8;
    }
}
