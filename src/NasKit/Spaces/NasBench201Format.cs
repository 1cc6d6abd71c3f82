using System.Collections.Immutable;
using System.Text;

namespace NasKit.Spaces;

/// <summary>The benchmark's cell strings, <c>|op~0|+|op~0|op~1|+|op~0|op~1|op~2|</c>; six digits are read too.</summary>
/// <remarks>Operators are the labels of the decisions, so that a space with fewer of them writes and reads the same strings.</remarks>
internal sealed class NasBench201Format : ArchitectureFormat
{
    private const string Form = "|op~0|+|op~0|op~1|+|op~0|op~1|op~2|";
    private static readonly DigitFormat Digits = new();

    public override string Write(Architecture architecture)
    {
        var text = new StringBuilder();
        var edge = 0;
        for (var node = 1; node <= 3; node++)
        {
            text.Append(node == 1 ? "|" : "+|");
            for (var from = 0; from < node; from++, edge++)
            {
                text.Append(architecture.Space.Decisions[edge].Labels[architecture.Choices[edge]]).Append('~').Append((char)('0' + from)).Append('|');
            }
        }

        return text.ToString();
    }

    public override int[] Read(SearchSpace space, string text)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith('|'))
        {
            return Digits.Read(space, text);
        }

        var nodes = text.Split('+');
        if (nodes.Length != 3)
        {
            throw new FormatException($"Cell '{text}' has {nodes.Length} nodes separated by '+', expected 3: {Form}.");
        }

        var choices = new int[6];
        var edge = 0;
        for (var node = 1; node <= 3; node++)
        {
            var part = nodes[node - 1];
            var operators = part.Length >= 2 && part[0] == '|' && part[^1] == '|' ? part[1..^1].Split('|') : [];
            if (operators.Length != node)
            {
                throw new FormatException($"Node {node} of '{text}' is '{part}', expected {node} operator{(node == 1 ? "" : "s")} between '|': {Form}.");
            }

            for (var from = 0; from < node; from++)
            {
                choices[edge] = Choice(text, node, from, operators[from], space.Decisions[edge].Labels);
                edge++;
            }
        }

        return choices;
    }

    private static int Choice(string text, int node, int from, string entry, ImmutableArray<string> labels)
    {
        var tilde = entry.LastIndexOf('~');
        if (tilde < 0 || entry[(tilde + 1)..] != $"{from}")
        {
            throw new FormatException($"Operator {from + 1} of node {node} in '{text}' is '{entry}', expected one that reads node {from}: op~{from}.");
        }

        var choice = labels.IndexOf(entry[..tilde]);
        return choice >= 0 ? choice
            : throw new FormatException($"Operator {from + 1} of node {node} in '{text}' is {entry[..tilde]}, expected one of {string.Join(", ", labels)}.");
    }
}
