using System.Collections.Immutable;

namespace NasKit.Spaces;

/// <summary>One categorical decision of a search space.</summary>
/// <param name="Name">Unique name within the space, for example <c>unit2.layer1.kernel</c>.</param>
/// <param name="Kind">What is decided, for example <c>kernel</c>; decisions of one kind share labels, and generators share one head for them.</param>
/// <param name="Labels">The labels of the choices, in order; at least one.</param>
/// <param name="ActiveWhen">When the decision matters; null for a decision that always does.</param>
public sealed record Decision(string Name, string Kind, ImmutableArray<string> Labels, Condition? ActiveWhen = null)
{
    /// <summary>Number of choices.</summary>
    public int Count => Labels.Length;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} in {{{string.Join(", ", Labels)}}}";
}

/// <summary>An earlier decision that must have reached a choice for a later one to matter.</summary>
/// <param name="Decision">Index of the earlier decision.</param>
/// <param name="AtLeast">Smallest index of its choice at which the later decision is active.</param>
public sealed record Condition(int Decision, int AtLeast);
