namespace NasKit.Charts;

/// <summary>Collects everything that is wrong with a data record, so that it can be reported at once.</summary>
internal sealed class ChartProblems(string chart)
{
    private const int Shown = 8;
    private readonly List<string> found = [];

    public void Axis(string name, ChartAxis? axis)
    {
        if (axis is null) found.Add($"{name} must be an axis (it is null).");
        else if (string.IsNullOrWhiteSpace(axis.Title)) found.Add($"{name} needs a title (it is empty).");
    }

    public void Number(string where, double value, ChartAxis? axis = null)
    {
        if (!double.IsFinite(value)) found.Add($"{where} must be a finite number (it is {value}).");
        else if (axis is { Log: true } && value <= 0) found.Add($"{where} must be > 0 on the logarithmic axis '{axis.Title}' (it is {value}).");
    }

    public void Require(bool holds, string otherwise)
    {
        if (!holds) found.Add(otherwise);
    }

    /// <summary>Whether a list is there with no null in it.</summary>
    public bool List<T>(string where, IReadOnlyList<T>? list)
    {
        if (list is null)
        {
            found.Add($"{where} must be a list (it is null); an empty list means no data.");
            return false;
        }
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not null) continue;
            found.Add($"{where}[{i}] must not be null.");
            return false;
        }
        return true;
    }

    public void Names(string where, IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (string.IsNullOrWhiteSpace(name)) found.Add($"{where}: every one needs a name (one is empty).");
            else if (!seen.Add(name)) found.Add($"{where}: names must differ ('{name}' occurs twice).");
        }
    }

    /// <exception cref="ArgumentException">Something was wrong; the message lists it.</exception>
    public void Throw()
    {
        if (found.Count == 0) return;
        var more = found.Count > Shown ? $" … and {found.Count - Shown} more." : "";
        throw new ArgumentException($"{chart}: {found.Count} problem{(found.Count == 1 ? "" : "s")}. {string.Join(' ', found.Take(Shown))}{more}");
    }
}
