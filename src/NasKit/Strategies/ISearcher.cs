using NasKit.Spaces;

namespace NasKit.Strategies;

/// <summary>A search in progress: it asks for evaluations and learns from what it is told. Deterministic given its seed and what it was told.</summary>
/// <remarks>Evaluations may be told in any order, and asking for n at once may give others than asking n times with tells between.</remarks>
public interface ISearcher
{
    /// <summary>What to evaluate next.</summary>
    /// <param name="count">At most how many, 1 or more.</param>
    /// <returns>Fewer where the strategy first waits for what it asked for before; none at all while nothing is pending means that the search is over.</returns>
    IReadOnlyList<Proposal> Ask(int count);

    /// <summary>Tells what came of a proposal, or that it failed.</summary>
    /// <param name="trial">The proposal and its values.</param>
    /// <exception cref="ArgumentException">The proposal was not asked for, or was told before.</exception>
    void Tell(Trial trial);

    /// <summary>What the strategy itself would answer if it were stopped now; null where that is the best architecture it was told about.</summary>
    Architecture? Recommended { get; }

    /// <summary>The whole state: a searcher that loads it goes on in exactly the same way.</summary>
    Snapshot Save();

    /// <summary>Continues from a state that a searcher of the same config, problem and seed saved.</summary>
    /// <param name="snapshot">As <see cref="Save"/> gave it.</param>
    /// <exception cref="NasKitException">It is the state of another strategy or space, or damaged.</exception>
    void Load(Snapshot snapshot);
}
