using System.Globalization;
using NasKit.Spaces;

namespace NasKit.Supernets;

/// <summary>What a training step of a supernet will hold in memory, counted before it is built.</summary>
/// <param name="Parameters">Weights of the whole supernet.</param>
/// <param name="Values">Values on the way that one image leaves for the backward pass.</param>
/// <param name="Batch">Images in a batch.</param>
/// <remarks>
/// Weights count three times (themselves, gradient, momentum). Of the values on the way each convolution leaves its output and what normalisation and activation make of
/// it, each pooling its output and the places of its maxima, each of several candidates its weighted output and the sum so far. Candidates that share weights have those of
/// the largest. The count is of plain operators and is rather too high than too low.
/// </remarks>
public sealed record MemoryEstimate(long Parameters, long Values, int Batch)
{
    private const int Copies = 3, Size = sizeof(float);

    /// <summary>Bytes in all.</summary>
    public long Bytes => Size * (Copies * Parameters + Values * Batch);

    /// <summary>Counts for a space.</summary>
    /// <param name="space">The space.</param>
    /// <param name="batch">Images in a batch, at least 1.</param>
    /// <param name="allPaths">Whether all candidates of a place run at once, or only the one with the most values.</param>
    public static MemoryEstimate Of(SearchSpace space, int batch, bool allPaths) => Of(space, batch, allPaths ? null : 1);

    /// <summary>Counts for a space.</summary>
    /// <param name="space">The space.</param>
    /// <param name="batch">Images in a batch, at least 1.</param>
    /// <param name="paths">Candidates of a place that run at once, at least 1: those with the most values (<see cref="Relaxations.IRelaxation.PathsAtOnce"/>); null for all.</param>
    public static MemoryEstimate Of(SearchSpace space, int batch, int? paths)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(paths ?? 1, 1, nameof(paths));
        long parameters = 0, values = 0;
        foreach (var node in space.Graph.Nodes)
        {
            switch (node)
            {
                case FixedNode always:
                    parameters += always.Operator.Parameters;
                    values += Held(always.Operator);
                    break;
                case SlotNode { Slot: var slot }:
                    var (candidates, several) = (space.Graph.Slots[slot].Candidates, paths != 1);
                    parameters += GraphModules.Owners(space.Graph.Slots[slot]).Sum(owner => owner.Parameters);
                    values += candidates.Select(candidate => candidate is ZeroSpec ? 0 : Held(candidate) + (several ? 2 * node.Shape.Elements : 0)).OrderDescending().Take(paths ?? int.MaxValue).Sum();
                    break;
                default:
                    values += node.Shape.Elements;
                    break;
            }
        }

        return new(parameters, values, batch);
    }

    /// <summary>Refuses work that the machine would have to swap for.</summary>
    /// <param name="what">What is about to run, for the message.</param>
    /// <exception cref="NasKitException">More memory would be needed than is free.</exception>
    public void Check(string what)
    {
        if (PeakMemory.Available is { } free && Bytes > free)
        {
            throw new NasKitException($"{what} needs about {Text(Bytes)} of memory at batch size {Batch}, and {Text(free)} are free.", "Use a smaller batch, fewer channels or cells, or a relaxation that runs one path.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"about {Text(Bytes)} at batch size {Batch}: {Parameters.ToString("N0", CultureInfo.InvariantCulture)} weights, {Values.ToString("N0", CultureInfo.InvariantCulture)} values an image";

    private static long Held(OperatorSpec spec) => spec switch
    {
        IdentitySpec or ZeroSpec => 0,
        PoolSpec { Kind: Pooling.Max } pool => 4 * pool.Output.Elements, // the output, places of 8 bytes, normalisation
        PoolSpec pool => 2 * pool.Output.Elements,
        _ => spec.Layers.Sum(layer => 2 * layer.Outputs) + spec.Input.Elements,
    };

    private static string Text(long bytes) => (bytes / Math.Pow(1024, 3)).ToString(bytes < 1L << 30 ? "0.00 GiB" : "0.0 GiB", CultureInfo.InvariantCulture);
}
