using System.Globalization;
using NasKit.Notebooks.Documents;

namespace NasKit.Notebooks.Parameters;

/// <summary>Every combination of the values that a command line gives to a notebook's parameters.</summary>
public static class ParameterGrid
{
    private const int Most = 10_000;

    /// <summary>The combinations, in the order of the values; one empty combination where nothing is given.</summary>
    /// <param name="notebook">The notebook; the types of its parameters decide what a list is.</param>
    /// <param name="given">
    /// Names and texts. <c>1..5</c> gives an int each value from 1 to 5, <c>1,2,5</c> a number or bool each of these; a name that comes several times takes
    /// each of its values, which is how a string gets several.
    /// </param>
    /// <exception cref="NotebookException">A range that is none, a value given twice, or more than 10,000 combinations.</exception>
    public static IReadOnlyList<IReadOnlyList<KeyValuePair<string, string>>> Of(Notebook notebook, IReadOnlyList<KeyValuePair<string, string>> given)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        ArgumentNullException.ThrowIfNull(given);
        var types = given.Count == 0 ? [] : ParametersCell.Read(notebook);
        IReadOnlyList<IReadOnlyList<KeyValuePair<string, string>>> all = [[]];
        foreach (var group in given.GroupBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var type = types.FirstOrDefault(parameter => parameter.Name == group.Key)?.Value;
            var values = group.SelectMany(pair => Values(pair.Key, pair.Value, type)).ToList();
            if (values.GroupBy(value => value, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
                throw new NotebookException($"The parameter {group.Key} is given the value {twice.Key} twice; give it once.");
            if ((long)all.Count * values.Count > Most)
                throw new NotebookException(string.Create(CultureInfo.InvariantCulture, $"These are more than {Most} combinations of parameters; give fewer values of {group.Key}."));
            all = [.. all.SelectMany(combination => values.Select(value => (IReadOnlyList<KeyValuePair<string, string>>)[.. combination, KeyValuePair.Create(group.Key, value)]))];
        }
        return all;
    }

    private static IEnumerable<string> Values(string name, string text, object? type)
    {
        // A string is what it is: architectures are full of commas.
        if (type is null or string)
            return [text];
        return text.Split(',', StringSplitOptions.TrimEntries).SelectMany(item => type is int ? Range(name, item) : [item]);
    }

    private static IEnumerable<string> Range(string name, string item)
    {
        if (item.IndexOf("..", StringComparison.Ordinal) is not (>= 0 and var at))
            return [item];
        if (!int.TryParse(item[..at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var first)
            || !int.TryParse(item[(at + 2)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var last) || first > last)
            throw new NotebookException($"-p {name}={item}: a range goes from a whole number to one that is not smaller, as in -p {name}=1..5.");
        if ((long)last - first >= Most)
            throw new NotebookException(string.Create(CultureInfo.InvariantCulture, $"-p {name}={item} has more than {Most} values; give fewer."));
        return Enumerable.Range(first, last - first + 1).Select(value => value.ToString(CultureInfo.InvariantCulture));
    }
}
