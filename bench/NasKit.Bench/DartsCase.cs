using NasKit.Cost;
using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Supernets;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Bench;

/// <summary>A first-order search step of DARTS, one of the logits and one of the weights, beside the same step written in PyTorch.</summary>
internal sealed class DartsCase : IBenchCase
{
    private const int Threads = 1;
    private const int Rounds = 5;

    private static readonly (int Channels, int Cells, int Batch, TaskShape Task)[] Sizes =
        [(4, 3, 64, TaskShape.FashionMnist), (8, 5, 32, TaskShape.FashionMnist), (16, 8, 32, TaskShape.Cifar10)];

    public string Name => "darts";

    public string Description => "a first-order search step of DARTS beside PyTorch's";

    public bool UsesTensors => true;

    public IEnumerable<BenchResult> Run()
    {
        set_num_threads(Threads);
        foreach (var (channels, cells, batch, task) in Sizes)
        {
            using var outer = NewDisposeScope();
            using var side = new Side(channels, cells, batch, task);
            var title = $"DARTS step, C={channels}, {cells} cells, batch {batch}, {task.Input.Height}×{task.Input.Width}";
            if (SideBySide.HasModule("torch"))
            {
                using var peer = new SideBySide("darts.py", [$"{channels}", $"{cells}", $"{batch}", $"{task.Input.Height}", $"{task.Input.Channels}", $"{Threads}"], TimeSpan.FromMinutes(10));
                yield return peer.Measure(title, side.Step, 1, Rounds, warmUp: 1).At(side.GigaFlop, "GFLOP/s");
            }
            else
            {
                yield return new BenchResult(title, Timing.MedianMs(side.Step)).At(side.GigaFlop, "GFLOP/s");
            }
        }
    }

    private sealed class Side : IDisposable
    {
        private readonly MixtureSupernet supernet;
        private readonly TorchSharp.Modules.Parameter[] parameters;
        private readonly optim.Optimizer weights;
        private readonly ArchitectureDistribution policy;
        private readonly ArchitectureDescent descent;
        private readonly SoftmaxRelaxation relaxation = new();
        private readonly Rng rng = new(2);
        private readonly (Tensor X, Tensor Y) training;
        private readonly (Tensor X, Tensor Y) held;

        public Side(int channels, int cells, int batch, TaskShape task)
        {
            var space = DartsSpace.Supernet("darts", task, channels, cells);
            supernet = new(space, 1);
            parameters = [.. supernet.parameters()];
            weights = optim.SGD(parameters, 0.025, momentum: 0.9, weight_decay: 3e-4);
            policy = new(space, 0, 1e-3, rng);
            descent = new AdamArchitecture(3e-4, WeightDecay: 1e-3).Start(policy);
            (Tensor, Tensor) Batch() => (randn(batch, task.Input.Channels, task.Input.Height, task.Input.Width), randint(task.Classes, [batch], dtype: int64));
            (training, held) = (Batch(), Batch());
            var macs = CostParts.Of(AdditiveCost.Macs(space));
            GigaFlop = 1e-9 * 2 * 3 * 2 * batch * (macs.Fixed + macs.Entries.Sum(row => row.Sum())); // two passes, each forward and twice as much backward
            supernet.train();
        }

        /// <summary>Multiplications and additions of a step, in thousand millions, of convolutions and the classifier.</summary>
        public double GigaFlop { get; }

        public void Step()
        {
            using var scope = NewDisposeScope();
            Backend.DropGradients(parameters);
            using (var logits = policy.ToTensor())
            {
                descent.Step(relaxation.Estimate(logits, mixture => Loss(held, mixture), rng));
            }

            Backend.DropGradients(parameters);
            using var moved = policy.ToTensor();
            relaxation.Train(moved, mixture => Loss(training, mixture), rng);
            nn.utils.clip_grad_norm_(parameters, 5);
            weights.step();
        }

        public void Dispose() => supernet.Dispose();

        private Tensor Loss((Tensor X, Tensor Y) batch, Mixture mixture) => nn.functional.cross_entropy(supernet.call(batch.X, mixture), batch.Y);
    }
}
