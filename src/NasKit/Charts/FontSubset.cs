using System.Buffers.Binary;
using System.Text;

namespace NasKit.Charts;

/// <summary>Cuts a TrueType font down to the glyphs of some texts.</summary>
/// <remarks>Outlines and advance widths are kept; hinting, kerning and ligatures are not. Source: the OpenType specification, tables cmap, glyf, loca, head, hhea, hmtx, maxp, name, OS/2, post.</remarks>
internal sealed class FontSubset
{
    private readonly byte[] font;
    private readonly Dictionary<string, (int Start, int Length)> tables = [];

    /// <exception cref="FormatException">The bytes are no TrueType font with outlines.</exception>
    public FontSubset(byte[] font)
    {
        this.font = font;
        try
        {
            if (U32(0) is not (0x00010000 or 0x74727565)) throw new FormatException("The font does not begin as a TrueType font.");
            for (var i = 0; i < U16(4); i++)
            {
                var entry = 12 + (16 * i);
                tables[Encoding.ASCII.GetString(font, entry, 4)] = ((int)U32(entry + 8), (int)U32(entry + 12));
            }
            if (new[] { "cmap", "glyf", "loca", "head", "hhea", "hmtx", "maxp", "OS/2", "post" }.Where(name => !tables.ContainsKey(name)).ToArray() is { Length: > 0 } missing)
            {
                throw new FormatException($"The font has no table {string.Join(", ", missing)}.");
            }
        }
        catch (Exception error) when (error is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new FormatException("The font is cut off.", error);
        }
    }

    /// <summary>The font with the glyphs of these characters; those that it lacks are left out.</summary>
    public byte[] Of(IEnumerable<Rune> characters, string family)
    {
        var wanted = characters.Where(rune => rune.IsBmp).Select(rune => (Code: rune.Value, Glyph: Glyph(rune.Value))).Where(pair => pair.Glyph > 0)
            .DistinctBy(pair => pair.Code).OrderBy(pair => pair.Code).ToArray();
        // Glyph 0 is what stands for an unknown character; the parts of a composed glyph come along.
        List<int> kept = [0];
        var place = new Dictionary<int, int> { [0] = 0 };
        foreach (var (_, glyph) in wanted) Keep(glyph);
        for (var i = 0; i < kept.Count; i++) foreach (var (_, part) in Parts(kept[i])) Keep(part);

        var outlines = new MemoryStream();
        var ends = new List<int> { 0 };
        foreach (var glyph in kept)
        {
            outlines.Write(Outline(glyph, place));
            while (outlines.Length % 4 != 0) outlines.WriteByte(0);
            ends.Add((int)outlines.Length);
        }
        var head = Copy("head");
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), 0);
        var across = Copy("hhea");
        BinaryPrimitives.WriteUInt16BigEndian(across.AsSpan(34), (ushort)kept.Count);
        var counts = Copy("maxp");
        BinaryPrimitives.WriteUInt16BigEndian(counts.AsSpan(4), (ushort)kept.Count);
        var post = Copy("post")[..32];
        BinaryPrimitives.WriteUInt32BigEndian(post, 0x00030000);
        return Assemble(new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["OS/2"] = Copy("OS/2"), ["cmap"] = Characters(wanted, place), ["glyf"] = outlines.ToArray(), ["head"] = head, ["hhea"] = across, ["hmtx"] = Widths(kept),
            ["loca"] = Bytes(ends, 4), ["maxp"] = counts, ["name"] = Name(family, (U16(tables["OS/2"].Start + 62) & 0x20) != 0), ["post"] = post,
        });

        void Keep(int glyph)
        {
            if (place.TryAdd(glyph, kept.Count)) kept.Add(glyph);
        }
    }

    private int Glyph(int code)
    {
        var start = tables["cmap"].Start;
        for (var i = 0; i < U16(start + 2); i++)
        {
            var table = start + (int)U32(start + 4 + (8 * i) + 4);
            if (U16(table) != 4) continue;
            var twice = U16(table + 6);
            for (var s = 0; s < twice; s += 2)
            {
                if (U16(table + 14 + s) < code) continue;
                var first = U16(table + 16 + twice + s);
                if (first > code) return 0;
                var (delta, offset) = (U16(table + 16 + (2 * twice) + s), U16(table + 16 + (3 * twice) + s));
                if (offset == 0) return (code + delta) & 0xFFFF;
                var glyph = U16(table + 16 + (3 * twice) + s + offset + (2 * (code - first)));
                return glyph == 0 ? 0 : (glyph + delta) & 0xFFFF;
            }
        }
        return 0;
    }

    private ReadOnlySpan<byte> Raw(int glyph)
    {
        var (loca, glyf) = (tables["loca"].Start, tables["glyf"].Start);
        var (from, to) = U16(tables["head"].Start + 50) == 0
            ? (2 * U16(loca + (2 * glyph)), 2 * U16(loca + (2 * glyph) + 2))
            : ((int)U32(loca + (4 * glyph)), (int)U32(loca + (4 * glyph) + 4));
        return font.AsSpan(glyf + from, to - from);
    }

    /// <summary>The places, in the glyph's bytes, of the numbers of its parts, and those numbers; none for a glyph of its own outline.</summary>
    private List<(int At, int Glyph)> Parts(int glyph)
    {
        var raw = Raw(glyph);
        List<(int, int)> parts = [];
        if (raw.Length < 10 || BinaryPrimitives.ReadInt16BigEndian(raw) >= 0) return parts;
        for (var at = 10; ;)
        {
            var flags = BinaryPrimitives.ReadUInt16BigEndian(raw[at..]);
            parts.Add((at + 2, BinaryPrimitives.ReadUInt16BigEndian(raw[(at + 2)..])));
            at += 4 + ((flags & 1) != 0 ? 4 : 2) + ((flags & 0x08) != 0 ? 2 : (flags & 0x40) != 0 ? 4 : (flags & 0x80) != 0 ? 8 : 0);
            if ((flags & 0x20) == 0) return parts;
        }
    }

    private byte[] Outline(int glyph, Dictionary<int, int> place)
    {
        var raw = Raw(glyph).ToArray();
        if (raw.Length < 10) return [];
        if (Parts(glyph) is { Count: > 0 } parts)
        {
            foreach (var (at, part) in parts)
            {
                BinaryPrimitives.WriteUInt16BigEndian(raw.AsSpan(at), (ushort)place[part]);
                // No instructions follow.
                raw[at - 2] &= 0xFE;
            }
            return raw;
        }
        var end = 10 + (2 * BinaryPrimitives.ReadInt16BigEndian(raw));
        var hints = BinaryPrimitives.ReadUInt16BigEndian(raw.AsSpan(end));
        return [.. raw[..end], 0, 0, .. raw[(end + 2 + hints)..]];
    }

    private byte[] Widths(List<int> kept)
    {
        var (start, full) = (tables["hmtx"].Start, U16(tables["hhea"].Start + 34));
        var widths = new MemoryStream();
        foreach (var glyph in kept)
        {
            var width = start + (4 * Math.Min(glyph, full - 1));
            widths.Write(font, width, 2);
            widths.Write(font, glyph < full ? width + 2 : start + (4 * full) + (2 * (glyph - full)), 2);
        }
        return widths.ToArray();
    }

    private static byte[] Characters((int Code, int Glyph)[] wanted, Dictionary<int, int> place)
    {
        var count = wanted.Length + 1;
        var power = 1 << (int)Math.Log2(count);
        int[] codes = [.. wanted.Select(pair => pair.Code), 0xFFFF];
        int[] deltas = [.. wanted.Select(pair => (place[pair.Glyph] - pair.Code) & 0xFFFF), 1];
        int[] words =
        [
            0, 1, 3, 1, 0, 12, // one table: Windows, Unicode
            4, 16 + (8 * count), 0, 2 * count, 2 * power, (int)Math.Log2(power), 2 * (count - power),
            .. codes, 0, .. codes, .. deltas, .. new int[count],
        ];
        return Bytes(words, 2);
    }

    /// <summary>Family, style, full name and the name that PDF files show.</summary>
    private static byte[] Name(string family, bool bold)
    {
        var style = bold ? "Bold" : "Regular";
        (int Id, byte[] Text)[] names =
        [
            .. new[] { (1, family), (2, style), (4, bold ? $"{family} Bold" : family), (6, family.Replace(" ", "", StringComparison.Ordinal) + (bold ? "-Bold" : "")) }
                .Select(name => (name.Item1, Encoding.BigEndianUnicode.GetBytes(name.Item2))),
        ];
        var words = new List<int> { 0, names.Length, 6 + (12 * names.Length) };
        var at = 0;
        foreach (var (id, text) in names)
        {
            words.AddRange([3, 1, 0x409, id, text.Length, at]);
            at += text.Length;
        }
        return [.. Bytes(words, 2), .. names.SelectMany(name => name.Text)];
    }

    private static byte[] Assemble(SortedDictionary<string, byte[]> parts)
    {
        var power = 1 << (int)Math.Log2(parts.Count);
        using var file = new MemoryStream();
        file.Write([0, 1, 0, 0, .. Bytes([parts.Count, 16 * power, (int)Math.Log2(power), 16 * (parts.Count - power)], 2)]);
        var at = 12 + (16 * parts.Count);
        foreach (var (name, content) in parts)
        {
            file.Write([.. Encoding.ASCII.GetBytes(name), .. Bytes([(int)Sum(content), at, content.Length], 4)]);
            at += (content.Length + 3) / 4 * 4;
        }
        var headAt = 0;
        foreach (var (name, content) in parts)
        {
            if (name == "head") headAt = (int)file.Length;
            file.Write(content);
            while (file.Length % 4 != 0) file.WriteByte(0);
        }
        var font = file.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(font.AsSpan(headAt + 8), unchecked(0xB1B0AFBA - Sum(font)));
        return font;
    }

    private static uint Sum(byte[] content)
    {
        var sum = 0u;
        for (var i = 0; i < content.Length; i++) sum = unchecked(sum + ((uint)content[i] << (24 - (8 * (i % 4)))));
        return sum;
    }

    private static byte[] Bytes(IReadOnlyList<int> numbers, int size)
    {
        var bytes = new byte[size * numbers.Count];
        for (var i = 0; i < numbers.Count; i++)
        {
            if (size == 2) BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * i), unchecked((ushort)numbers[i]));
            else BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), numbers[i]);
        }
        return bytes;
    }

    private byte[] Copy(string table) => font[tables[table].Start..(tables[table].Start + tables[table].Length)];

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(font.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(font.AsSpan(at));
}
