using NasKit.Cost;
using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Supernets;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Bench;

/// <summary>One step of DSNAS over 20 choice blocks and 32×32 images: beside the same step written in PyTorch, beside a fixed child's step, and beside a mixture's.</summary>
internal sealed class DsnasCase : IBenchCase
{
    private const int Threads = 1;
    private const int Paths = 5; // of one turn: both sides walk the same ones
    private const int Rounds = 5;

    public string Name => "dsnas";

    public string Description => "a step of DSNAS beside PyTorch's, and beside a fixed child's and a mixture's";

    public bool UsesTensors => true;

    public IEnumerable<BenchResult> Run()
    {
        set_num_threads(Threads);
        var space = ShuffleNetSpace.Spos(TaskShape.Cifar10);
        var macs = AdditiveCost.Macs(space);
        var rng = new Rng(1);
        var paths = Enumerable.Range(0, Paths).Select(_ => space.Sample(rng)).ToArray();
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file, paths.Select(path => path.ToString()));
            foreach (var batch in new[] { 32, 64, 128 })
            {
                using var outer = NewDisposeScope();
                using var side = new Side(space, paths, batch);
                var title = $"DSNAS step, batch {batch}";
                var work = 1e-9 * 2 * 3 * batch * paths.Average(macs.Cost); // forward, and twice as much backward
                if (SideBySide.HasModule("torch"))
                {
                    using var peer = new SideBySide("dsnas.py", [file, $"{batch}", $"{Threads}"]);
                    yield return peer.Measure(title, side.Dsnas, Paths, Rounds).At(work, "GFLOP/s");
                }
                else
                {
                    yield return new BenchResult(title, Timing.MedianMs(side.Dsnas)).At(work, "GFLOP/s");
                }

                if (batch == 64)
                {
                    yield return Beside("DSNAS step beside a fixed child's", side.Dsnas, side.Child);
                    yield return Beside("mixture step beside a fixed child's", side.Mixture, side.Child);
                }
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static BenchResult Beside(string name, Action one, Action other)
    {
        var times = Enumerable.Range(-1, Rounds + 1).Select(round => (Round: round, One: Timing.Ms(one, Paths) / Paths, Other: Timing.Ms(other, Paths) / Paths)).Where(turn => turn.Round >= 0).ToArray();
        long? Peak(Action step) => Enumerable.Range(0, Paths).Select(_ => PeakMemory.Of(step)).Aggregate((sum, peak) => sum + peak);
        return new(name, Timing.Median([.. times.Select(turn => turn.One)]), Timing.Median([.. times.Select(turn => turn.Other)]), Timing.Median([.. times.Select(turn => turn.One / turn.Other)]), MemoryRatio: (double?)Peak(one) / Peak(other));
    }

    private sealed class Side : IDisposable
    {
        private readonly Architecture[] paths;
        private readonly Tensor[] only; // logits that leave one path
        private readonly MixtureSupernet supernet;
        private readonly TorchSharp.Modules.Parameter[] parameters;
        private readonly optim.Optimizer weights;
        private readonly ArchitectureDistribution policy;
        private readonly ArchitectureDescent descent;
        private readonly Rng rng = new(2);
        private readonly Tensor x;
        private readonly Tensor y;
        private int step;

        public Side(SearchSpace space, Architecture[] paths, int batch)
        {
            this.paths = paths;
            supernet = new(space, 1, normEpsilon: 1e-2);
            parameters = [.. supernet.parameters()];
            weights = optim.SGD(parameters, 0.05, momentum: 0.9, weight_decay: 4e-5, nesterov: true);
            policy = new(space, 0, 0, rng);
            descent = new AdamArchitecture(1e-3, WeightDecay: 0).Start(policy);
            only = [.. paths.Select(path => tensor(
                Enumerable.Range(0, 4 * path.Choices.Length).Select(i => i % 4 == path.Choices[i / 4] ? 0 : double.NegativeInfinity).ToArray(), [path.Choices.Length, 4], dtype: ScalarType.Float64))];
            (x, y) = (randn(batch, 3, 32, 32), randint(10, [batch], dtype: int64));
            supernet.train();
        }

        public void Dsnas() => Step(() => descent.Step(new DsnasRelaxation().Estimate(only[step % only.Length], mixture => Loss(supernet.call(x, mixture)), rng)));

        public void Child() => Step(() => Loss(supernet.Path(x, paths[step % paths.Length])).backward());

        public void Mixture() => Step(() =>
        {
            using var logits = policy.ToTensor();
            new SoftmaxRelaxation().Estimate(logits, mixture => Loss(supernet.call(x, mixture)), rng);
        });

        public void Dispose() => supernet.Dispose();

        private void Step(Action accumulate)
        {
            using var scope = NewDisposeScope();
            Backend.DropGradients(parameters);
            accumulate();
            weights.step();
            step++;
        }

        private Tensor Loss(Tensor scores) => nn.functional.cross_entropy(scores, y, label_smoothing: 0.1);
    }
}
