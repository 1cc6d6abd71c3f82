namespace NasKit.Spaces;

/// <summary>The string form of a space's architectures.</summary>
public abstract class ArchitectureFormat
{
    /// <summary>The canonical string of an architecture.</summary>
    /// <param name="architecture">An architecture of the space that this format belongs to.</param>
    public abstract string Write(Architecture architecture);

    /// <summary>Reads a string into one choice for each decision; the space checks and canonicalises them.</summary>
    /// <param name="space">The space to read for.</param>
    /// <param name="text">The string.</param>
    /// <exception cref="FormatException">The string is not of this form: the message says where and what was expected.</exception>
    public abstract int[] Read(SearchSpace space, string text);
}

/// <summary>The once-for-all string: depths, kernels and expansions, <c>d1,..:k1,..:e1,..</c>, layers beyond a unit's depth as 0.</summary>
/// <param name="units">Number of units.</param>
/// <param name="layers">Largest number of layers in a unit.</param>
/// <remarks>Source: the lists of architectures released with PNAG. The decisions of the space stand unit by unit: depth, then expansion
/// and kernel of each layer.</remarks>
public sealed class UnitFormat(int units, int layers) : ArchitectureFormat
{
    private int DepthIndex(int unit) => unit * (1 + 2 * layers);

    private int ExpansionIndex(int unit, int layer) => DepthIndex(unit) + 1 + 2 * layer;

    private int KernelIndex(int unit, int layer) => ExpansionIndex(unit, layer) + 1;

    /// <inheritdoc/>
    public override string Write(Architecture architecture)
    {
        var space = architecture.Space;
        string Label(int decision) => space.IsActive(architecture.Choices.AsSpan(), decision)
            ? space.Decisions[decision].Labels[architecture.Choices[decision]] : "0";
        var slots = Enumerable.Range(0, units).SelectMany(unit => Enumerable.Range(0, layers), (unit, layer) => (unit, layer)).ToArray();
        return string.Join(':',
            string.Join(',', Enumerable.Range(0, units).Select(unit => Label(DepthIndex(unit)))),
            string.Join(',', slots.Select(slot => Label(KernelIndex(slot.unit, slot.layer)))),
            string.Join(',', slots.Select(slot => Label(ExpansionIndex(slot.unit, slot.layer)))));
    }

    /// <inheritdoc/>
    public override int[] Read(SearchSpace space, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(':');
        if (parts.Length != 3)
        {
            throw new FormatException($"Architecture '{text}' has {parts.Length} parts separated by ':', expected 3 (depths:kernels:expansions).");
        }

        var depths = Numbers(parts[0], "depths", units);
        var kernels = Numbers(parts[1], "kernels", units * layers);
        var expansions = Numbers(parts[2], "expansions", units * layers);
        var choices = new int[space.Decisions.Length];
        for (var unit = 0; unit < units; unit++)
        {
            choices[DepthIndex(unit)] = Choice(space, DepthIndex(unit), depths[unit]);
            for (var layer = 0; layer < layers; layer++)
            {
                var slot = unit * layers + layer;
                var present = space.IsActive(choices, KernelIndex(unit, layer));
                foreach (var (what, label) in new[] { ("kernel", kernels[slot]), ("expansion", expansions[slot]) })
                {
                    if (present == (label == "0"))
                    {
                        throw new FormatException(
                            $"Unit {unit + 1} of '{text}' has depth {depths[unit]}, but the {what} of its layer {layer + 1} is {label}: "
                            + $"layers beyond the depth are 0 and the others are not.");
                    }
                }

                if (present)
                {
                    choices[KernelIndex(unit, layer)] = Choice(space, KernelIndex(unit, layer), kernels[slot]);
                    choices[ExpansionIndex(unit, layer)] = Choice(space, ExpansionIndex(unit, layer), expansions[slot]);
                }
            }
        }

        return choices;
    }

    private static string[] Numbers(string part, string what, int count)
    {
        var numbers = part.Split(',', StringSplitOptions.TrimEntries);
        return numbers.Length == count ? numbers
            : throw new FormatException($"Expected {count} {what} separated by ',', got {numbers.Length} in '{part}'.");
    }

    private static int Choice(SearchSpace space, int decision, string label)
    {
        var index = space.Decisions[decision].Labels.IndexOf(label);
        return index >= 0 ? index : throw new FormatException($"{space.Decisions[decision].Name} is {label}, expected one of {string.Join(", ", space.Decisions[decision].Labels)}.");
    }
}
