using System.Text.RegularExpressions;

namespace NasKit.Notebooks.Sessions;

/// <summary>What <c>#r "nuget: Name, Version"</c> asks for.</summary>
/// <param name="Name">The package.</param>
/// <param name="Version">Its version, or a pattern as <c>1.*</c>.</param>
/// <param name="Place">Where the cell says so.</param>
internal sealed partial record PackageReference(string Name, string Version, string Place)
{
    /// <summary>Whether the same words may mean another version tomorrow.</summary>
    public bool IsFloating => Version.Contains('*', StringComparison.Ordinal);

    /// <summary>Reads the text of a <c>#r</c>; null where it is no package.</summary>
    /// <exception cref="NotebookException">It names a package in a way that nobody understands.</exception>
    public static PackageReference? TryParse(string text, string place)
    {
        if (!text.TrimStart().StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
            return null;
        var match = Form().Match(text);
        if (!match.Success)
            throw new NotebookException($"{place}: #r \"{text}\" names no package; write #r \"nuget: Name, Version\", or without the version for the latest.");
        return new PackageReference(match.Groups[1].Value, match.Groups[2].Success ? match.Groups[2].Value : "*", place);
    }

    [GeneratedRegex(@"^\s*nuget:\s*([A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*)\s*(?:,\s*([0-9A-Za-z*][0-9A-Za-z.*+-]*)\s*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
