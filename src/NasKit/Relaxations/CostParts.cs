using System.Runtime.CompilerServices;
using NasKit.Cost;

namespace NasKit.Relaxations;

/// <summary>An additive cost by decisions: a fixed part and what each option adds, over all places that it picks.</summary>
/// <param name="Fixed">Cost that every architecture has.</param>
/// <param name="Entries">Cost of each option of each decision.</param>
internal sealed record CostParts(double Fixed, double[][] Entries)
{
    private static readonly ConditionalWeakTable<AdditiveCost, CostParts> Known = [];

    /// <summary>Mean cost of an option.</summary>
    public double Mean => Entries.SelectMany(row => row).Average();

    public static CostParts Of(AdditiveCost cost) => Known.GetValue(cost, static cost =>
    {
        var slots = cost.Space.Graph.Slots;
        double[][] entries = [.. cost.Space.Decisions.Select((decision, d) => Enumerable.Range(0, decision.Count).Select(option =>
            Enumerable.Range(0, slots.Length).Where(slot => slots[slot].Decisions[0] == d).Sum(slot => cost.Entry(slot, option))).ToArray())];
        return new(cost.Cost(cost.Space.Create(new int[entries.Length])) - entries.Sum(row => row[0]), entries);
    });
}
