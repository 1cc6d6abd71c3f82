namespace NasKit.Notebooks.Jupyter;

/// <summary>Positions in code: the protocol counts characters of Unicode, .NET counts halves of those beyond the first 65,536.</summary>
internal static class CodePoints
{
    /// <summary>The protocol's position as .NET's; one beyond the end is the end.</summary>
    public static int ToIndex(string text, int position)
    {
        var index = 0;
        for (; position > 0 && index < text.Length; position--)
            index += char.IsSurrogatePair(text, index) ? 2 : 1;
        return index;
    }

    /// <summary>.NET's position as the protocol's.</summary>
    public static int FromIndex(string text, int index)
    {
        var position = 0;
        for (var i = 0; i < index; i += char.IsSurrogatePair(text, i) ? 2 : 1)
            position++;
        return position;
    }
}
