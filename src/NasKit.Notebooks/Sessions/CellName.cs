using System.Globalization;

namespace NasKit.Notebooks.Sessions;

/// <summary>What errors call a cell.</summary>
internal static class CellName
{
    /// <summary>A cell that is not counted, as a front end's own question to the session.</summary>
    public const string Unnumbered = "This cell";

    public static string Of(int number) => string.Create(CultureInfo.InvariantCulture, $"Cell {number}");
}
