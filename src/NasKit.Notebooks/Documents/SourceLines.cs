namespace NasKit.Notebooks.Documents;

/// <summary>Splits text where Jupyter does, so that a document saved there does not change.</summary>
internal static class SourceLines
{
    /// <summary>The lines with their ends; joined, they are the text again. The line ends are those of Python's <c>str.splitlines</c>.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\n' or '\r' or '\v' or '\f' or '\u001c' or '\u001d' or '\u001e' or '\u0085' or '\u2028' or '\u2029'))
                continue;
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
                i++;
            yield return text[start..(i + 1)];
            start = i + 1;
        }
        if (start < text.Length)
            yield return text[start..];
    }
}
