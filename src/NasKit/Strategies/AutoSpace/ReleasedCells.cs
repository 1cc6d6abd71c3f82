using System.Globalization;
using System.Text.Json;
using NasKit.Spaces;

namespace NasKit.Strategies.AutoSpace;

/// <summary>The cells of a file that the authors of AutoSpace released: <c>search_space.config</c> with lists of cells, or a network such as <c>net_340M.config</c>.</summary>
/// <param name="Lists">The cells that stand in one JSON list together, list by list, in the order of the file.</param>
/// <remarks>
/// A cell is an array of 4 × 4: row i has the operator codes of the edges that lead to node i, <c>[0][3]</c> the width gene and <c>[1][3]</c> the merges of nodes 2 and 3. What codes mean was never
/// published; here, from how they are used in the files: 1 no edge, 2 identity, 3 a 1×1 convolution, 5, 7 and 9 depthwise convolutions of kernel 3, 5 and 7; merge 0 adds, 1 gates. This library ships no such file.
/// </remarks>
public sealed record ReleasedCells(IReadOnlyList<IReadOnlyList<DagCell>> Lists)
{
    private const int Nodes = 4;

    private static readonly (int Code, CellOperator Operator)[] Codes =
        [(1, CellOperator.None), (2, CellOperator.Identity), (3, CellOperator.Pointwise), (5, CellOperator.Depthwise3), (7, CellOperator.Depthwise5), (9, CellOperator.Depthwise7)];

    /// <summary>All cells.</summary>
    public IEnumerable<DagCell> Cells => Lists.SelectMany(list => list);

    /// <summary>How many cells are of the reference family: only the edges 0→1→2→3, depthwise convolutions first and identities behind them.</summary>
    public int Chains => Cells.Count(IsChain);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="NasKitException">There is no such file, it is no JSON, has no cells, or one of them has an unknown code or contradicts the fields beside it.</exception>
    public static ReleasedCells Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NasKitException($"{path} cannot be read: {e.Message}", "Name a configuration file of the repository zhoudaquan/AutoSpace.", e);
        }
    }

    /// <summary>Reads the text of a file.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="NasKitException">As for <see cref="Read"/>.</exception>
    public static ReleasedCells Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json);
            var lists = new List<List<DagCell>>();
            Visit(document.RootElement, null, null, "$", lists);
            return lists.Any(list => list.Count > 0) ? new([.. lists.Where(list => list.Count > 0)])
                : throw new NasKitException("The file has no cells: arrays of 4 × 4 with numbers.", "Give search_space.config or net_340M.config of the repository zhoudaquan/AutoSpace.");
        }
        catch (JsonException e)
        {
            throw new NasKitException($"The file is no JSON: {e.Message}", "Give a configuration file of the repository zhoudaquan/AutoSpace.", e);
        }
    }

    /// <summary>How often each operator stands on an edge.</summary>
    /// <param name="from">The node that is read.</param>
    /// <param name="to">The node that reads.</param>
    /// <returns>A count for each operator that there is.</returns>
    public IReadOnlyDictionary<CellOperator, int> Count(int from, int to) => Enum.GetValues<CellOperator>().ToDictionary(one => one, one => Cells.Count(cell => cell[from, to] == one));

    /// <summary>Whether a cell is of the reference family.</summary>
    /// <param name="cell">A cell of four nodes.</param>
    public static bool IsChain(DagCell cell)
    {
        CellOperator[] chain = [cell[0, 1], cell[1, 2], cell[2, 3]];
        return cell.Wiring.Count == 3 && chain.All(one => one is CellOperator.Identity or >= CellOperator.Depthwise3) && chain[0] != CellOperator.Identity
            && (chain[1] != CellOperator.Identity || chain[2] == CellOperator.Identity);
    }

    // Cells of one list have the same nearest array; what is said beside a cell stands in the nearest object.
    private static void Visit(JsonElement element, List<DagCell>? list, JsonElement? beside, string place, List<List<DagCell>> lists)
    {
        if (IsMatrix(element))
        {
            if (list is null)
            {
                lists.Add(list = []);
            }

            list.Add(Cell(element, beside, place));
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            var own = new List<DagCell>();
            lists.Add(own);
            foreach (var (i, item) in element.EnumerateArray().Index())
            {
                Visit(item, own, beside, string.Create(CultureInfo.InvariantCulture, $"{place}[{i}]"), lists);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                Visit(property.Value, list, element, $"{place}.{property.Name}", lists);
            }
        }
    }

    private static bool IsMatrix(JsonElement element) => element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == Nodes
        && element.EnumerateArray().All(row => row.ValueKind == JsonValueKind.Array && row.GetArrayLength() == Nodes && row[0].ValueKind == JsonValueKind.Number);

    private static DagCell Cell(JsonElement matrix, JsonElement? beside, string place)
    {
        var cell = DagCell.Of(Nodes);
        for (var row = 0; row < Nodes; row++)
        {
            for (var column = 0; column < Nodes; column++)
            {
                var entry = matrix[row][column];
                if (column < row)
                {
                    var code = Number(entry);
                    var known = Codes.FirstOrDefault(one => one.Code == code);
                    cell = known.Code > 0 ? cell.With(column, row, known.Operator) : throw Wrong(
                        $"has the operator code {entry} on edge {column}>{row}", $"Known codes are {string.Join(", ", Codes.Select(one => one.Code))}");
                }
                else if ((row, column) == (1, 3))
                {
                    var merges = entry.ValueKind == JsonValueKind.Array ? entry.EnumerateArray().Select(Number).ToArray() : [];
                    cell = merges is [(0 or 1) and { } second, (0 or 1) and { } third] ? cell.WithGate(2, second == 1).WithGate(3, third == 1)
                        : throw Wrong($"has the merges {entry} in [1][3]", "Two numbers of 0 (sum) or 1 (gate) are expected, for nodes 2 and 3");
                }
                else if ((row, column) == (0, 3))
                {
                    cell = Number(entry) is { } wide and >= 0 and <= DagCell.MostWide ? cell.WithWide(wide) : throw Wrong($"has the width {entry} in [0][3]", "0, 1 or 2 is expected");
                }
                else if (Number(entry) != 0)
                {
                    throw Wrong($"has {entry} in [{row}][{column}]", "0 is expected: edges lead from lower to higher nodes");
                }
            }
        }

        foreach (var (name, expected) in new[]
        {
            ("num_nodes", $"{Nodes}"), ("dim_conv_idx", $"{cell.Wide}"), ("feature_mix_mode_idx", $"[{(cell.Gates(2) ? 1 : 0)},{(cell.Gates(3) ? 1 : 0)}]"), ("atten_mode", "\"channel\""),
        })
        {
            if (beside is { } fields && fields.TryGetProperty(name, out var value) && string.Concat(value.GetRawText().Where(letter => !char.IsWhiteSpace(letter))) is var text && text != expected)
            {
                throw Wrong($"has {name} = {text} beside it", $"{expected} is expected, as in its matrix");
            }
        }

        return cell;

        NasKitException Wrong(string what, string hint) => new($"The cell at {place} {what}.", hint + ".");
    }

    private static int? Number(JsonElement element) => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) ? number : null;
}
