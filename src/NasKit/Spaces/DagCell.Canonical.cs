namespace NasKit.Spaces;

/// <content>Which cells are the same network.</content>
public readonly partial record struct DagCell
{
    private static readonly int[][][] Orders = [.. Enumerable.Range(0, MostNodes + 1).Select(nodes => nodes < 2 ? [] : Permutations(nodes))];

    /// <summary>The cell without what takes no part in its output: edges beside the paths from input to output, gates of nodes that fewer than two edges lead to, widths of nodes that nothing passes.</summary>
    /// <returns>The same network; without any edge where there is no path.</returns>
    public DagCell Pruned()
    {
        var kept = Wiring.OnPaths().Bits;
        var (edges, left, live, gates) = (0UL, genes, 0, 0UL);
        for (var (to, edge) = (1, 0); to < Nodes; to++)
        {
            var arriving = 0;
            for (var from = 0; from < to; from++, edge++)
            {
                if ((kept >> edge & 1) != 0)
                {
                    edges |= left & 7UL << Bits * edge;
                    arriving++;
                }
            }

            live |= arriving > 0 ? 1 << to : 0;
            gates |= arriving > 1 ? 1UL << GateShift + to & genes : 0;
        }

        var wide = Wide;
        while (wide > 0 && (live >> wide & 1) == 0)
        {
            wide--;
        }

        return new(Nodes, edges | gates | (ulong)wide << WideShift);
    }

    /// <summary>One cell for all that are the same network: pruned, and of all orders of the inner nodes the one with the smallest genes.</summary>
    /// <remarks>
    /// An order counts if edges still lead to higher nodes, wide nodes still stand before the others and each gate still has the same source last. Cells that compute the
    /// same for another reason, as an identity that could be left out, stay different.
    /// </remarks>
    public DagCell Canonical()
    {
        var pruned = Pruned();
        var best = pruned;
        foreach (var order in Orders[Nodes])
        {
            if (pruned.Renamed(order) is { } other && other.genes < best.genes)
            {
                best = other;
            }
        }

        return best;
    }

    // The cell with each node under another number; null where that is no cell, or another network.
    private DagCell? Renamed(int[] order)
    {
        var (renamed, widest, narrowest) = (0UL, 0, Nodes);
        for (var (to, edge) = (1, 0); to < Nodes; to++)
        {
            var (arriving, before, last) = (0, -1, -1);
            for (var from = 0; from < to; from++, edge++)
            {
                var one = genes >> Bits * edge & 7;
                if (one == 0)
                {
                    continue;
                }

                var (source, target) = (order[from], order[to]);
                if (source > target)
                {
                    return null;
                }

                renamed |= one << Bits * (target * (target - 1) / 2 + source);
                arriving++;
                (before, last) = (Math.Max(before, last), source); // sources come in order: the last one must stay the highest
            }

            if (Gates(to))
            {
                if (before > last)
                {
                    return null;
                }

                renamed |= 1UL << GateShift + order[to];
            }

            if (arriving > 0 && to < Nodes - 1)
            {
                (widest, narrowest) = to <= Wide ? (Math.Max(widest, order[to]), narrowest) : (widest, Math.Min(narrowest, order[to]));
            }
        }

        return widest < narrowest && widest <= Wide ? new(Nodes, renamed | (ulong)widest << WideShift) : null;
    }

    // All orders of the inner nodes but the given one; input and output stay in place.
    private static int[][] Permutations(int nodes)
    {
        IEnumerable<int[]> Of(int[] left) => left.Length == 0 ? [[]] : left.SelectMany(first => Of([.. left.Where(other => other != first)]).Select(rest => (int[])[first, .. rest]));
        return [.. Of([.. Enumerable.Range(1, nodes - 2)]).Skip(1).Select(inner => (int[])[0, .. inner, nodes - 1])];
    }
}
