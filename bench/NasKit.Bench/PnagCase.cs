using NasKit.Cost;
using NasKit.Generators;
using NasKit.Generators.Pnag;
using NasKit.Spaces;
using static TorchSharp.torch;

namespace NasKit.Bench;

/// <summary>What generating costs once a generator is trained, and what a training iteration costs.</summary>
internal sealed class PnagCase : IBenchCase
{
    public string Name => "pnag";

    public string Description => "architectures for a budget by the generator";

    public bool UsesTensors => true;

    public IEnumerable<BenchResult> Run()
    {
        set_num_threads(1);
        var macs = AdditiveCost.Macs(MobileNetV3Space.Laptop);
        var budgets = Enumerable.Range(1, 10).Select(i => 0.4e6 + 0.2e6 * i).ToArray();
        var config = new PnagConfig { Iterations = 3 };
        using var pnag = Pnag.Train(macs, new Cheap(macs), budgets, config, new Seeds(1));
        var rng = new Rng(1);
        foreach (var count in new[] { 1, 20, 100 })
        {
            yield return new BenchResult($"{count} architectures for a budget", Timing.MedianMs(() => pnag.Sample(budgets[5], count, rng)));
        }

        yield return new BenchResult("training, 3 iterations of 10 budgets x 8 samples", Timing.MedianMs(() => Pnag.Train(macs, new Cheap(macs), budgets, config, new Seeds(1)).Dispose()));
    }

    /// <summary>A reward that costs nothing, so that the generator alone is timed.</summary>
    private sealed class Cheap(AdditiveCost cost) : IBudgetReward
    {
        public string Name => "cheap";

        public double[] Score(IReadOnlyList<Architecture> architectures, double budget) => [.. architectures.Select(cost.Cost)];
    }
}
