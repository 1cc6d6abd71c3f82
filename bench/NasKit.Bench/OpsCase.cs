using TorchSharp;

namespace NasKit.Bench;

/// <summary>What a call of a small operator costs from C#, its result disposed, beside the same call from Python.</summary>
internal sealed class OpsCase : IBenchCase
{
    private const int Elements = 16; // so few that the call, not the arithmetic, is measured
    private const int Threads = 1;
    private const int Repetitions = 2000; // some milliseconds together
    private const int Rounds = 101;
    private const int WarmUp = 25; // turns until the compiler's last tier runs

    private static readonly (string Name, Func<torch.Tensor, torch.Tensor, torch.Tensor> Call)[] Operators =
    [
        ("add", (left, right) => left.add(right)),
        ("mul", (left, right) => left.mul(right)),
        ("div", (left, right) => left.div(right)),
        ("maximum", (left, right) => left.maximum(right)),
        ("lt", (left, right) => left.lt(right)),
    ];

    public string Name => "ops";

    public string Description => "a small binary operator from C#, and from Python";

    public bool UsesTensors => true;

    public IEnumerable<BenchResult> Run()
    {
        torch.set_num_threads(Threads);
        using var left = torch.full(Elements, 2.0f);
        using var right = torch.full(Elements, 3.0f);
        var hasPeer = SideBySide.HasModule("torch");
        foreach (var (name, call) in Operators)
        {
            void Ours() => call(left, right).Dispose();
            var title = $"{name} of {Elements} floats";
            if (!hasPeer)
            {
                yield return new BenchResult(title, Timing.MedianMs(Ours));
                continue;
            }

            using var peer = new SideBySide("ops.py", [name, $"{Elements}", $"{Threads}"]);
            yield return peer.Measure(title, Ours, Repetitions, Rounds, WarmUp);
        }
    }
}
