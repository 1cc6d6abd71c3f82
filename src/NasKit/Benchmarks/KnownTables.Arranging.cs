using System.Globalization;
using System.Text;

namespace NasKit.Benchmarks;

/// <content>Files whose rows are no architectures yet.</content>
public static partial class KnownTables
{
    // Three columns make the architecture: digits of the depths of 5 units, and of the kernels and expansions of 4 layers in each, where those beyond the depth mean nothing.
    private static byte[] OnceForAllText(byte[] text, string path)
    {
        const int layers = 4;
        var made = new StringBuilder();
        var cursor = new CsvCursor(text, path);
        for (var row = 0; cursor.Next(); row++)
        {
            var fields = Fields(cursor);
            made.Append(row == 0 ? "arch" : $"\"{string.Join(',', fields[0].AsEnumerable())}:{Slots(fields[1], fields[0])}:{Slots(fields[2], fields[0])}\"");
            made.AppendJoin("", fields.Skip(3).Select(field => $",{field}")).Append('\n');
        }

        return Encoding.UTF8.GetBytes(made.ToString());

        static string Slots(string digits, string depths) =>
            string.Join(',', digits.Select((digit, slot) => slot % layers < depths[slot / layers] - '0' ? digit : '0'));
    }

    // A row for each data set and cell becomes a row for each cell, with columns for each data set.
    private static byte[] ZeroCostText(byte[] text, string path)
    {
        var cursor = new CsvCursor(text, path);
        cursor.Next();
        var names = Fields(cursor)[2..].Select(name => name == "val_acc" ? "val_200" : name).ToArray();
        var cells = new SortedDictionary<int, Dictionary<string, string[]>>();
        while (cursor.Next())
        {
            var fields = Fields(cursor);
            var index = int.Parse(fields[1], CultureInfo.InvariantCulture);
            if (!cells.TryGetValue(index, out var sets))
            {
                cells[index] = sets = [];
            }

            sets[fields[0]] = fields[2..];
        }

        var made = new StringBuilder("index");
        made.AppendJoin("", ZeroCostSets.SelectMany(_ => names, (set, name) => $",{set}_{name}")).Append('\n');
        foreach (var (index, sets) in cells)
        {
            made.Append(CultureInfo.InvariantCulture, $"{index}");
            made.AppendJoin("", ZeroCostSets.SelectMany(set => sets.GetValueOrDefault(set) ?? new string[names.Length], (_, field) => $",{field}")).Append('\n');
        }

        return Encoding.UTF8.GetBytes(made.ToString());
    }

    private static string[] Fields(CsvCursor cursor)
    {
        var fields = new string[cursor.Count];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = Encoding.UTF8.GetString(cursor[i]);
        }

        return fields;
    }
}
