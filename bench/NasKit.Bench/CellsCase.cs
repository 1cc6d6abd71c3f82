using NasKit.Spaces;

namespace NasKit.Bench;

/// <summary>Cells as graphs: drawing, changing and canonicalising them.</summary>
internal sealed class CellsCase : IBenchCase
{
    private const int Count = 100_000;

    public string Name => "cells";

    public string Description => "canonical forms of random cells";

    public bool UsesTensors => false;

    public IEnumerable<BenchResult> Run()
    {
        var five = new CellAlphabet { Nodes = 5, Gates = true, Wide = 2 };
        foreach (var (name, alphabet) in new[] { ("of 4 nodes", CellAlphabet.Laptop), ("of 4 nodes, all genes", new CellAlphabet { Gates = true, Wide = 2 }), ("of 5 nodes, all genes", five) })
        {
            var rng = new Rng(1);
            var cells = Enumerable.Range(0, Count).Select(_ => alphabet.Sample(rng)).ToArray();
            yield return new BenchResult($"canonical forms of {Count} random cells {name}", Timing.MedianMs(() => cells.Count(cell => cell.Canonical() == cell)));
            yield return new BenchResult($"mutate {Count} cells {name}", Timing.MedianMs(() => cells.Count(cell => alphabet.Mutate(cell, rng).IsValid)));
        }
    }
}
