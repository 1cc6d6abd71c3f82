using NasKit.Spaces;

namespace NasKit.Cost;

/// <summary>A cost that is a fixed part plus one entry for every slot's operator: MACs, parameters, or a latency table.</summary>
public sealed class AdditiveCost : ICostModel
{
    private readonly double fixedCost;
    private readonly double[][] entries;
    private readonly Lazy<(Architecture Cheapest, Architecture Dearest)> extremes;

    /// <summary>Makes a model from the cost of single operators.</summary>
    /// <param name="space">The space.</param>
    /// <param name="name">Name of the objective.</param>
    /// <param name="unit">Unit of the costs.</param>
    /// <param name="device">The device, or <c>any</c>.</param>
    /// <param name="cost">Cost of one operator in that unit.</param>
    /// <param name="offset">Cost that every network has besides its operators.</param>
    public AdditiveCost(SearchSpace space, string name, string unit, string device, Func<OperatorSpec, double> cost, double offset = 0)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(cost);
        (Space, Name, Unit, Device) = (space, name, unit, device);
        fixedCost = offset + space.Graph.Nodes.OfType<FixedNode>().Sum(node => cost(node.Operator));
        entries = [.. space.Graph.Slots.Select(slot => slot.Candidates.Select(cost).ToArray())];
        extremes = new(FindExtremes);
    }

    private AdditiveCost(SearchSpace space, string name, string unit, string device, double fixedCost, double[][] entries)
    {
        (Space, Name, Unit, Device, this.fixedCost, this.entries) = (space, name, unit, device, fixedCost, entries);
        extremes = new(FindExtremes);
    }

    /// <summary>Makes a model from the cost of every candidate of every slot, where equal operators may cost differently.</summary>
    /// <param name="space">The space.</param>
    /// <param name="name">Name of the objective.</param>
    /// <param name="unit">Unit of the costs.</param>
    /// <param name="device">The device, or <c>any</c>.</param>
    /// <param name="fixedCost">What every network costs besides its slots.</param>
    /// <param name="entries">A cost for each candidate of each slot.</param>
    /// <exception cref="ArgumentException">There is not one cost for each candidate.</exception>
    public static AdditiveCost BySlot(SearchSpace space, string name, string unit, string device, double fixedCost, IReadOnlyList<IReadOnlyList<double>> entries)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(entries);
        var slots = space.Graph.Slots;
        return entries.Count == slots.Length && slots.Zip(entries).All(pair => pair.First.Candidates.Length == pair.Second.Count)
            ? new(space, name, unit, device, fixedCost, [.. entries.Select(costs => costs.ToArray())])
            : throw new ArgumentException(
                $"Space {space.Name} has {slots.Length} slots with {string.Join(", ", slots.Select(slot => slot.Candidates.Length))} candidates, "
                + $"got {entries.Count} lists of {string.Join(", ", entries.Select(costs => costs.Count))} costs.", nameof(entries));
    }

    /// <summary>The space that the model was made for.</summary>
    public SearchSpace Space { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Unit { get; }

    /// <inheritdoc/>
    public string Device { get; }

    /// <summary>The cheapest architecture of the space, exact.</summary>
    public Architecture Cheapest => extremes.Value.Cheapest;

    /// <summary>The dearest architecture of the space, exact.</summary>
    public Architecture Dearest => extremes.Value.Dearest;

    /// <summary>Multiply-accumulates for one image.</summary>
    /// <param name="space">The space.</param>
    public static AdditiveCost Macs(SearchSpace space) => new(space, "macs", "MACs", "any", spec => spec.Macs);

    /// <summary>Trainable parameters.</summary>
    /// <param name="space">The space.</param>
    public static AdditiveCost Parameters(SearchSpace space) => new(space, "parameters", "parameters", "any", spec => spec.Parameters);

    /// <summary>Cost of one candidate of a slot.</summary>
    internal double Entry(int slot, int candidate) => entries[slot][candidate];

    /// <inheritdoc/>
    public double Cost(Architecture architecture)
    {
        var selection = Space.Select(architecture);
        var sum = fixedCost;
        for (var slot = 0; slot < selection.Length; slot++)
        {
            if (selection[slot] != NetworkGraph.Absent)
            {
                sum += entries[slot][selection[slot]];
            }
        }

        return sum;
    }

    // Decisions that no condition and no slot ties together can be optimised one group after the other.
    private (Architecture, Architecture) FindExtremes()
    {
        var cheapest = new int[Space.Decisions.Length];
        var dearest = new int[Space.Decisions.Length];
        foreach (var group in Space.IndependentGroups())
        {
            var slots = Enumerable.Range(0, entries.Length).Where(slot => Space.Graph.Slots[slot].Decisions.Any(group.Contains)).ToArray();
            var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
            var choices = new int[Space.Decisions.Length];
            do
            {
                var cost = slots.Sum(slot => Entry(slot, choices));
                if (cost < low)
                {
                    low = cost;
                    Copy(choices, cheapest, group);
                }

                if (cost > high)
                {
                    high = cost;
                    Copy(choices, dearest, group);
                }
            }
            while (Advance(choices, group));
        }

        return (Space.Create(cheapest), Space.Create(dearest));
    }

    private double Entry(int slot, int[] choices)
    {
        var candidate = 0;
        foreach (var decision in Space.Graph.Slots[slot].Decisions)
        {
            if (!Space.IsActive(choices, decision))
            {
                return 0;
            }

            candidate = candidate * Space.Decisions[decision].Count + choices[decision];
        }

        return entries[slot][candidate];
    }

    private static void Copy(int[] from, int[] to, IReadOnlyList<int> group)
    {
        foreach (var decision in group)
        {
            to[decision] = from[decision];
        }
    }

    // The next combination of the group in which decisions that do not matter stay 0; false after the last.
    private bool Advance(int[] choices, IReadOnlyList<int> group)
    {
        for (var i = group.Count - 1; i >= 0; i--)
        {
            var decision = group[i];
            if (Space.IsActive(choices, decision) && choices[decision] + 1 < Space.Decisions[decision].Count)
            {
                choices[decision]++;
                return true;
            }

            choices[decision] = 0;
        }

        return false;
    }
}
