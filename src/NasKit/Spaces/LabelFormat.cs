namespace NasKit.Spaces;

/// <summary>The labels of all choices in order, with <c>|</c> between; for decisions of which none depends on another and whose labels have no such sign.</summary>
internal sealed class LabelFormat : ArchitectureFormat
{
    private const char Separator = '|';

    public override string Write(Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return string.Join(Separator, architecture.Choices.Select((choice, decision) => architecture.Space.Decisions[decision].Labels[choice]));
    }

    public override int[] Read(SearchSpace space, string text)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(Separator);
        if (parts.Length != space.Decisions.Length)
        {
            throw new FormatException($"'{text}' has {parts.Length} parts separated by '{Separator}', expected {space.Decisions.Length}, one for each decision of {space.Name}.");
        }

        return [.. parts.Select((part, decision) => space.Decisions[decision].Labels.IndexOf(part) is >= 0 and var choice ? choice
            : throw new FormatException($"'{part}' is none of the choices of {space.Decisions[decision].Name} of {space.Name}: {string.Join(", ", space.Decisions[decision].Labels)}."))];
    }
}
