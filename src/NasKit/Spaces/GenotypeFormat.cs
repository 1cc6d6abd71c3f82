using System.Globalization;
using System.Text.RegularExpressions;

namespace NasKit.Spaces;

/// <summary>The genotype string of DARTS; an architecture that is none, as it has not two edges at each node, is 14 digits of the normal cell, a bar, 14 of the reducing one.</summary>
/// <remarks>Any order of the two edges of a node is read, as are the lists alone: <c>normal=[…] reduce=[…]</c>. The edges are written in the order of what they read.</remarks>
internal sealed partial class GenotypeFormat : ArchitectureFormat
{
    private const int Inputs = 2, Kept = 2; // edges kept of each node
    private const string Form = "normal=[('sep_conv_3x3', 0), …], reduce=[…] with two entries for each of four nodes";

    public override string Write(Architecture architecture)
    {
        var choices = architecture.Choices;
        var cells = Enumerable.Range(0, 2).Select(cell => Enumerable.Range(0, DartsSpace.Edges.Length).Select(edge => choices[cell * DartsSpace.Edges.Length + edge]).ToArray()).ToArray();
        return cells.All(cell => DartsSpace.Edges.Index().GroupBy(edge => edge.Item.To).All(node => node.Count(edge => cell[edge.Index] != 0) == Kept))
            ? $"Genotype(normal=[{Pairs(cells[0])}], normal_concat=range(2, 6), reduce=[{Pairs(cells[1])}], reduce_concat=range(2, 6))"
            : string.Join('|', cells.Select(cell => string.Concat(cell)));
    }

    public override int[] Read(SearchSpace space, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var edges = DartsSpace.Edges.Length;
        if (Digits().Match(text) is { Success: true } digits)
        {
            return [.. (digits.Groups[1].Value + digits.Groups[2].Value).Select(digit => digit - '0')];
        }

        var choices = new int[2 * edges];
        foreach (var (cell, kind) in new[] { "normal", "reduce" }.Index())
        {
            var list = Regex.Match(text, $@"\b{kind}\s*=\s*\[([^\]]*)\]");
            var entries = list.Success ? Entry().Matches(list.Groups[1].Value) : throw new FormatException($"Genotype '{text}' has no list of its {kind} cell, expected {Form}.");
            if (entries.Count != Kept * (6 - Inputs))
            {
                throw new FormatException($"The {kind} cell of '{text}' has {entries.Count} entries ('operator', node), expected {Kept * (6 - Inputs)}.");
            }

            foreach (var (i, entry) in entries.Index())
            {
                var to = Inputs + i / Kept;
                var operation = DartsSpace.OperatorNames.IndexOf(entry.Groups[1].Value);
                var from = int.TryParse(entry.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var node) ? node : int.MaxValue;
                if (operation < 1)
                {
                    throw new FormatException($"Entry {i + 1} of the {kind} cell is {entry.Groups[1].Value}, expected one of {string.Join(", ", DartsSpace.OperatorNames.Skip(1))}.");
                }

                if (from >= to)
                {
                    throw new FormatException($"Entry {i + 1} of the {kind} cell reads node {entry.Groups[2].Value}, but node {to} may only read earlier nodes (0…{to - 1}). Check the order of the entries.");
                }

                var place = cell * edges + Array.IndexOf(DartsSpace.Edges, (from, to));
                choices[place] = choices[place] == 0 ? operation : throw new FormatException($"Node {to} of the {kind} cell reads node {from} twice; its two entries must read different nodes.");
            }
        }

        return choices;
    }

    private static string Pairs(int[] cell) => string.Join(", ", DartsSpace.Edges.Index().Where(edge => cell[edge.Index] != 0)
        .Select(edge => $"('{DartsSpace.OperatorNames[cell[edge.Index]]}', {edge.Item.From})"));

    [GeneratedRegex(@"^\s*([0-7]{14})\|([0-7]{14})\s*$")]
    private static partial Regex Digits();

    [GeneratedRegex(@"\(\s*['""]?(\w+)['""]?\s*,\s*(\d+)\s*\)")]
    private static partial Regex Entry();
}
