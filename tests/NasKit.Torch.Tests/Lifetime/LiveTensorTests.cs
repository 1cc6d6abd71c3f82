using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Torch.Tests.Lifetime;

/// <summary>Runs alone, as it counts every tensor of the process.</summary>
[Collection("default generator")]
public sealed class LiveTensorTests
{
    /// <summary>A linear model with a hidden layer, on plain tensors.</summary>
    private sealed class Model(ulong seed)
    {
        private readonly Generator generator = new(seed);
        private readonly Tensor[] weights = [.. new[] { (8L, 16L), (16L, 1L) }.Select(s => (randn(new[] { s.Item1, s.Item2 }, generator: new Generator(seed)) * 0.3).detach().requires_grad_())];

        internal double Step()
        {
            using var scope = NewDisposeScope();
            var x = randn(new long[] { 32, 8 }, generator: generator);
            var loss = ((x.matmul(weights[0]).relu().matmul(weights[1]) - x.sum(1, keepdim: true)).pow(2)).mean();
            loss.backward();
            using var grad = no_grad();
            foreach (var weight in weights)
            {
                weight.sub_(weight.grad!, 0.02);
                weight.grad!.zero_();
            }
            return loss.ToDouble();
        }
    }

    [Fact]
    public void A_thousand_training_steps_leave_no_tensor_behind()
    {
        var model = new Model(1);
        model.Step();
        var counts = DisposeScopeManager.Statistics;
        var before = counts.ThreadTotalLiveCount;
        for (var i = 0; i < 1000; i++)
        {
            model.Step();
            Assert.Equal(before, counts.ThreadTotalLiveCount);
        }
    }

    [Fact]
    public void Two_threads_train_as_each_would_alone()
    {
        double[] Train(ulong seed)
        {
            var model = new Model(seed);
            return [.. Enumerable.Range(0, 200).Select(_ => model.Step())];
        }

        var alone = new[] { Train(1), Train(2) };
        var together = new double[2][];
        var threads = Enumerable.Range(0, 2).Select(i => new Thread(() => together[i] = Train((ulong)i + 1))).ToArray();
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.Equal(alone[0], together[0]);
        Assert.Equal(alone[1], together[1]);
        Assert.True(alone[0][^1] < alone[0][0] / 4);
    }

    [Fact]
    public void Disposing_while_another_thread_calls_is_an_error_at_worst()
    {
        for (var round = 0; round < 200; round++)
        {
            var shared = ones(64);
            Exception? caught = null;
            var user = new Thread(() =>
            {
                try
                {
                    for (var i = 0; i < 50; i++)
                    {
                        using var sum = shared + shared;
                    }
                }
                catch (ObjectDisposedException e)
                {
                    caught = e;
                }
            });
            user.Start();
            shared.Dispose();
            user.Join();
            Assert.True(caught is null or ObjectDisposedException);
        }
    }

    [Fact]
    public void Forgotten_tensors_are_freed_by_the_collector()
    {
        Collect();
        var before = Tensor.TotalCount;
        Forget();
        for (var i = 0; i < 10 && Tensor.TotalCount > before + 500; i++)
        {
            Collect();
        }
        Assert.True(Tensor.TotalCount < before + 500);

        static void Collect()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        void Forget()
        {
            Tensor[] held = [.. Enumerable.Range(0, 1000).Select(_ => ones(1))]; // held until counted: a collection in between would take the first ones
            Assert.True(Tensor.TotalCount >= before + 1000);
            Assert.True(Tensor.PeakCount >= before + 1000);
            GC.KeepAlive(held);
        }
    }
}
