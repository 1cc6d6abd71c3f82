using System.Collections.Immutable;
using Microsoft.DotNet.Interactive.Formatting;

namespace NasKit.Spaces;

/// <summary>One point of a search space: an immutable choice for every decision, compared by value.</summary>
/// <remarks>Decisions that do not matter (a layer beyond the depth) hold choice 0, so that equal networks are equal architectures.
/// Made by <see cref="SearchSpace.Create"/>, <see cref="SearchSpace.Sample"/> or <see cref="SearchSpace.Parse"/>.</remarks>
[TypeFormatterSource(typeof(PlainText<Architecture>), PreferredMimeTypes = ["text/plain"])]
public sealed class Architecture : IEquatable<Architecture>
{
    private readonly int hash;

    internal Architecture(SearchSpace space, ImmutableArray<int> choices)
    {
        Space = space;
        Choices = choices;
        var code = new HashCode();
        foreach (var choice in choices)
        {
            code.Add(choice);
        }

        hash = code.ToHashCode();
    }

    /// <summary>The space it belongs to.</summary>
    public SearchSpace Space { get; }

    /// <summary>Index of the choice of every decision, in the space's order.</summary>
    public ImmutableArray<int> Choices { get; }

    /// <inheritdoc/>
    public bool Equals(Architecture? other) =>
        other is not null && Space.Name == other.Space.Name && Choices.AsSpan().SequenceEqual(other.Choices.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Architecture);

    /// <inheritdoc/>
    public override int GetHashCode() => hash;

    /// <summary>The canonical string, which <see cref="SearchSpace.Parse"/> reads.</summary>
    public override string ToString() => Space.Format.Write(this);
}
