using NasKit.Spaces;
using NasKit.Supernets;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Bench;

/// <summary>One training step of the laptop supernet, beside the same network and step written in PyTorch.</summary>
internal sealed class SupernetCase : IBenchCase
{
    private const int Threads = 1;
    private const int Paths = 10; // of one turn: both sides walk the same ones
    private const int Rounds = 7;

    public string Name => "supernet";

    public string Description => "a training step of the laptop supernet beside PyTorch's";

    public bool UsesTensors => true;

    public IEnumerable<BenchResult> Run()
    {
        set_num_threads(Threads);
        var space = MobileNetV3Space.Laptop;
        var rng = new Rng(1);
        var paths = Enumerable.Range(0, Paths).Select(_ => space.Sample(rng)).ToArray();
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file, paths.Select(path => path.ToString()));
            foreach (var batch in new[] { 64, 128, 256 })
            {
                yield return Measure(space, paths, file, batch);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static BenchResult Measure(SearchSpace space, Architecture[] paths, string file, int batch)
    {
        using var outer = NewDisposeScope();
        using var supernet = new PathSupernet(space, 1);
        var parameters = supernet.parameters().ToArray();
        var optimizer = optim.SGD(parameters, 0.05, momentum: 0.9, weight_decay: 3e-5, nesterov: true);
        var x = randn(batch, 1, 28, 28);
        var y = randint(10, [batch], dtype: int64);
        var step = 0;
        supernet.train();
        void Ours()
        {
            using var scope = NewDisposeScope();
            Backend.DropGradients(parameters);
            nn.functional.cross_entropy(supernet.call(x, paths[step++ % paths.Length]), y).backward();
            optimizer.step();
        }

        var title = $"supernet step, batch {batch}";
        if (!SideBySide.HasModule("torch"))
        {
            return new BenchResult(title, Timing.MedianMs(Ours));
        }

        using var peer = new SideBySide("supernet.py", [file, $"{batch}", $"{Threads}"]);
        return peer.Measure(title, Ours, paths.Length, Rounds);
    }
}
