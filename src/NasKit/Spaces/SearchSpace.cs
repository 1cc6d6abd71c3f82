using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Microsoft.DotNet.Interactive.Formatting;

namespace NasKit.Spaces;

/// <summary>A search space: named categorical decisions, and one graph that says what they build.</summary>
/// <remarks>
/// Everything else follows: sampling and variation (this class), strings (<see cref="Format"/>), costs and networks
/// (<see cref="Graph"/> with <see cref="Select"/>), vectors (<see cref="OneHot"/>). A new space is a table of decisions and a graph.
/// </remarks>
[TypeFormatterSource(typeof(PlainText<SearchSpace>), PreferredMimeTypes = ["text/plain"])]
public sealed partial class SearchSpace
{
    private readonly int[][] dependants;
    private readonly NetworkGraph? graph;
    private readonly TaskShape? task;

    /// <summary>Makes a space.</summary>
    /// <param name="name">Its name; architectures of equally named spaces compare equal by their choices.</param>
    /// <param name="task">What its networks are built for.</param>
    /// <param name="decisions">The decisions; a condition refers to an earlier one.</param>
    /// <param name="graph">The network of which every architecture is a part.</param>
    /// <param name="format">The string form of its architectures.</param>
    /// <exception cref="ArgumentException">A condition refers to a later decision, a name occurs twice, or a slot has another number of
    /// candidates than its decisions have combinations.</exception>
    public SearchSpace(string name, TaskShape task, IEnumerable<Decision> decisions, NetworkGraph graph, ArchitectureFormat format)
        : this(name, decisions, format)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(graph);
        (this.task, this.graph) = (task, graph);
        CheckSlots();
    }

    /// <summary>Makes a space whose architectures build no network: those of a table of one's own.</summary>
    /// <param name="name">Its name; architectures of equally named spaces compare equal by their choices.</param>
    /// <param name="decisions">The decisions; a condition refers to an earlier one.</param>
    /// <param name="format">The string form of its architectures.</param>
    /// <exception cref="ArgumentException">There are no decisions, a condition refers to a later one, or a name occurs twice.</exception>
    public SearchSpace(string name, IEnumerable<Decision> decisions, ArchitectureFormat format)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(format);
        Name = name;
        Decisions = [.. decisions];
        Format = format;
        dependants = [.. Decisions.Select((_, parent) => Enumerable.Range(0, Decisions.Length)
            .Where(child => Decisions[child].ActiveWhen?.Decision == parent).ToArray())];
        roots = [.. Enumerable.Range(0, Decisions.Length).Where(decision => Decisions[decision].ActiveWhen is null)];
        CheckDecisions();
        Size = roots.Aggregate(BigInteger.One, (product, decision) => product * Combinations(decision));
        ranks = Size <= long.MaxValue ? [.. Enumerable.Range(0, Decisions.Length).Select(RankTable)] : [];
    }

    /// <summary>Name of the space.</summary>
    public string Name { get; }

    /// <summary>Whether its architectures build networks; a plain space only names them.</summary>
    public bool HasNetworks => graph is not null;

    /// <summary>What its networks are built for.</summary>
    /// <exception cref="NasKitException">Its architectures build no networks.</exception>
    public TaskShape Task => task ?? throw NoNetworks();

    /// <summary>The decisions, in the order in which generators take them.</summary>
    public ImmutableArray<Decision> Decisions { get; }

    /// <summary>The one description that networks, supernets and costs derive from.</summary>
    /// <exception cref="NasKitException">Its architectures build no networks.</exception>
    public NetworkGraph Graph => graph ?? throw NoNetworks();

    /// <summary>The string form of architectures.</summary>
    public ArchitectureFormat Format { get; }

    /// <summary>Number of distinct architectures, exact.</summary>
    public BigInteger Size { get; }

    /// <summary>Whether a decision matters, given the choices before it.</summary>
    /// <param name="choices">Choices of all decisions, or of those up to this one.</param>
    /// <param name="decision">Index of the decision.</param>
    public bool IsActive(ReadOnlySpan<int> choices, int decision)
    {
        for (var condition = Decisions[decision].ActiveWhen; condition is not null; condition = Decisions[condition.Decision].ActiveWhen)
        {
            if (choices[condition.Decision] < condition.AtLeast)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes an architecture from choices; those that do not matter are set to 0.</summary>
    /// <param name="choices">Index of the choice of every decision.</param>
    /// <exception cref="ArgumentException">There are too few or too many choices, or one is out of its range.</exception>
    public Architecture Create(ReadOnlySpan<int> choices)
    {
        if (choices.Length != Decisions.Length)
        {
            throw new ArgumentException($"Space {Name} has {Decisions.Length} decisions, got {choices.Length} choices.", nameof(choices));
        }

        var canonical = choices.ToArray();
        for (var i = 0; i < canonical.Length; i++)
        {
            if (!IsActive(canonical, i))
            {
                canonical[i] = 0;
            }
            else if ((uint)canonical[i] >= (uint)Decisions[i].Count)
            {
                throw new ArgumentException($"Choice {canonical[i]} of {Decisions[i].Name} is not in 0…{Decisions[i].Count - 1}.", nameof(choices));
            }
        }

        return new Architecture(this, Freeze(canonical));
    }

    /// <summary>Reads an architecture from its string.</summary>
    /// <param name="text">A string of the form that <see cref="Format"/> writes.</param>
    /// <exception cref="FormatException">The string is not of that form.</exception>
    public Architecture Parse(string text) => Create(Format.Read(this, text));

    /// <summary>The candidate of every slot that an architecture has, or <see cref="NetworkGraph.Absent"/>.</summary>
    /// <param name="architecture">An architecture of this space.</param>
    /// <exception cref="ArgumentException">The architecture belongs to another space.</exception>
    public int[] Select(Architecture architecture)
    {
        Own(architecture);
        var choices = architecture.Choices.AsSpan();
        var selection = new int[Graph.Slots.Length];
        for (var slot = 0; slot < selection.Length; slot++)
        {
            var candidate = 0;
            foreach (var decision in Graph.Slots[slot].Decisions)
            {
                if (!IsActive(choices, decision))
                {
                    candidate = NetworkGraph.Absent;
                    break;
                }

                candidate = candidate * Decisions[decision].Count + choices[decision];
            }

            selection[slot] = candidate;
        }

        return selection;
    }

    /// <summary>The operators of an architecture's network, in order.</summary>
    /// <param name="architecture">An architecture of this space.</param>
    public IEnumerable<OperatorSpec> Operators(Architecture architecture) => Graph.Operators(Select(architecture));

    /// <summary>The decisions in groups that no condition and no slot ties together; costs and other sums over slots can be optimised group by group.</summary>
    public IReadOnlyList<IReadOnlyList<int>> IndependentGroups()
    {
        var group = Enumerable.Range(0, Decisions.Length).ToArray();
        void Tie(int first, int second)
        {
            var (from, to) = (Math.Max(group[first], group[second]), Math.Min(group[first], group[second]));
            for (var i = 0; i < group.Length; i++)
            {
                group[i] = group[i] == from ? to : group[i];
            }
        }

        for (var i = 0; i < Decisions.Length; i++)
        {
            Tie(i, Decisions[i].ActiveWhen?.Decision ?? i);
        }

        foreach (var slot in (graph?.Slots ?? []).Where(slot => slot.Decisions.Length > 1))
        {
            foreach (var decision in slot.Decisions)
            {
                Tie(slot.Decisions[0], decision);
            }
        }

        return [.. Enumerable.Range(0, group.Length).GroupBy(i => group[i]).Select(members => members.ToArray())];
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}: {Decisions.Length} decisions, {(double)Size:0.###e+0} architectures")
        + (task is null ? ", no networks" : $", input {task.Input}, {task.Classes} classes");

    private static ImmutableArray<int> Freeze(int[] owned) =>
        System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(owned);

    private void Own(Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        if (architecture.Space.Name != Name)
        {
            throw new ArgumentException($"Architecture {architecture} belongs to space {architecture.Space.Name}, expected {Name}.", nameof(architecture));
        }
    }

    private BigInteger Combinations(int decision) => Enumerable.Range(0, Decisions[decision].Count)
        .Aggregate(BigInteger.Zero, (sum, choice) => sum + dependants[decision]
            .Where(child => Decisions[child].ActiveWhen!.AtLeast <= choice)
            .Aggregate(BigInteger.One, (product, child) => product * Combinations(child)));

    private NasKitException NoNetworks() => new(
        $"Space {Name} has no networks: its architectures are only names of rows in a table.", "Choose a space with networks for costs and training.");

    private void CheckDecisions()
    {
        if (Decisions.Length == 0 || Decisions.Any(decision => decision.Count == 0))
        {
            throw new ArgumentException($"Space {Name} needs decisions with choices, got {(Decisions.Length == 0 ? "no decision" : "a decision without choices")}.");
        }

        var duplicate = Decisions.GroupBy(decision => decision.Name).FirstOrDefault(group => group.Count() > 1);
        if (duplicate is not null)
        {
            throw new ArgumentException($"Space {Name} has {duplicate.Count()} decisions named {duplicate.Key}.");
        }

        for (var i = 0; i < Decisions.Length; i++)
        {
            if (Decisions[i].ActiveWhen is { } condition && (condition.Decision < 0 || condition.Decision >= i))
            {
                throw new ArgumentException($"Decision {Decisions[i].Name} depends on decision {condition.Decision}, but may only depend on an earlier one (0…{i - 1}).");
            }
        }
    }

    private void CheckSlots()
    {
        foreach (var slot in Graph.Slots)
        {
            var combinations = slot.Decisions.Aggregate(1, (product, decision) => product * Decisions[decision].Count);
            if (combinations != slot.Candidates.Length)
            {
                throw new ArgumentException($"Slot {slot.Name} has {slot.Candidates.Length} candidates, but its decisions have {combinations} combinations.");
            }
        }
    }
}
