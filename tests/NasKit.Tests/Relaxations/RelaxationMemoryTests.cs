using NasKit.Relaxations;
using static TorchSharp.torch;

namespace NasKit.Tests.Relaxations;

/// <summary>Counts the tensors of the process, so that nothing else may run beside it.</summary>
[Collection("default generator")]
public sealed class RelaxationMemoryTests
{
    [Fact]
    public void An_estimate_leaves_nothing_but_its_result()
    {
        using var values = Backend.Detach(tensor(new float[] { 1, 2, 4 }, [1, 3]).requires_grad_(true));
        using var logits = Backend.Detach(tensor(new[] { 0.5f, -0.2f, 0.1f }, [1, 3]));
        var relaxations = Estimators.Names.Select(Estimators.Make).ToArray();
        // What tests before this one left to the garbage collector must not be freed while this one counts.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = 0;
        for (var step = 0; step < 20; step++)
        {
            foreach (var relaxation in relaxations)
            {
                using var scope = NewDisposeScope();
                var estimate = relaxation.Estimate(logits, mixture => ((mixture.Weights * values).sum() - 2.2).pow(2), new Rng(step));
                Assert.Equal(estimate.WeightGradient is null ? 2 : 3, scope.DisposablesCount);
            }

            before = step == 0 ? Backend.LiveTensors : before;
        }

        Assert.Equal(before, Backend.LiveTensors);
    }
}
