using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Bench;

/// <summary>The limits that a step of training works against: products of matrices, and copies in the caches and in memory.</summary>
internal sealed class MachineCase : IBenchCase
{
    private const long Float = sizeof(float);

    public string Name => "machine";

    public string Description => "peak rate of matrix products and of copies, for each number of threads";

    public bool UsesTensors => true;

    public IEnumerable<BenchResult> Run()
    {
        foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
        {
            set_num_threads(threads);
            var under = $"{threads} thread{(threads == 1 ? "" : "s")}";
            foreach (var size in new long[] { 64, 256, 1024, 2048 })
            {
                using var scope = NewDisposeScope();
                Tensor left = rand(size, size), right = rand(size, size);
                yield return Rated($"product of {size}×{size} matrices, {under}", () => left.mm(right).Dispose(), 2e-9 * size * size * size, "GFLOP/s");
            }

            foreach (var (what, count) in new[] { ("256 KB", 1L << 16), ("256 MB", 1L << 26) })
            {
                using var scope = NewDisposeScope();
                Tensor from = rand(count), to = rand(count);
                yield return Rated($"copy of {what}, {under}", () => to.copy_(from), 2e-9 * Float * count, "GB/s");
                yield return Rated($"scaled sum of {what}, {under}", () => to.add_(from, 1e-3), 3e-9 * Float * count, "GB/s"); // two read, one written
            }
        }
    }

    private static BenchResult Rated(string name, Action call, double work, string unit) => new BenchResult(name, Timing.MedianMs(call)).At(work, unit);
}
