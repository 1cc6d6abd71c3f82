using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NasKit.Torch.Tests.Modules;

[Collection("default generator")]
public sealed class TrainingTests
{
    private static Sequential Mlp() => Sequential(Linear(2, 8), Tanh(), Linear(8, 1));

    private static (Tensor X, Tensor Y) Xor() => (tensor(new[,] { { 0f, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }), tensor(new[,] { { 0f }, { 1 }, { 1 }, { 0 } }));

    private static float Step(Sequential net, optim.Optimizer optimizer, Tensor x, Tensor y)
    {
        using DisposeScope scope = NewDisposeScope();
        optimizer.zero_grad();
        Tensor loss = F.binary_cross_entropy_with_logits(net.call(x), y);
        loss.backward();
        optimizer.step();
        return loss.item<float>();
    }

    [Fact]
    public void A_small_net_learns_exclusive_or()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        using Sequential net = Mlp();
        using Adam optimizer = optim.Adam(net.parameters(), 0.05);
        var (x, y) = Xor();
        float loss = 1;
        for (int step = 0; step < 400; step++)
            loss = Step(net, optimizer, x, y);
        Assert.InRange(loss, 0, 0.05f);
        Assert.Equal([0f, 1, 1, 0], net.call(x).sigmoid().round().data<float>().ToArray());
    }

    [Theory]
    [InlineData("SGD")]
    [InlineData("Adam")]
    public void A_thousand_steps_leave_as_many_tensors_as_ten(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential net = Sequential(Conv2d(1, 2, 3, padding: 1), BatchNorm2d(2), ReLU(), AdaptiveAvgPool2d(1), Flatten(), Linear(2, 1));
        using optim.Optimizer optimizer = name == "SGD" ? optim.SGD(net.parameters(), 0.01, momentum: 0.9, weight_decay: 1e-4, nesterov: true) : optim.Adam(net.parameters(), weight_decay: 1e-4, amsgrad: true);
        optim.lr_scheduler.LRScheduler schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, 1000);
        Tensor x = rand(4, 1, 5, 5), y = ones(4, 1);
        long before = 0, inScope = 0;
        for (int step = 0; step < 1000; step++)
        {
            Step(net, optimizer, x, y);
            nn.utils.clip_grad_norm_(net.parameters(), 1.0);
            schedule.step();
            if (step == 9)
                (before, inScope) = (DisposeScopeManager.Statistics.ThreadTotalLiveCount, scope.DisposablesCount);
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(inScope, scope.DisposablesCount);
    }

    [Fact]
    public void Two_threads_train_two_nets_as_one_after_the_other()
    {
        float[] Train(Sequential net)
        {
            using DisposeScope scope = NewDisposeScope();
            using Adam optimizer = optim.Adam(net.parameters(), 0.05);
            var (x, y) = Xor();
            return [.. Enumerable.Range(0, 200).Select(_ => Step(net, optimizer, x, y))];
        }

        manual_seed(2);
        Sequential[] nets = [Mlp(), Mlp()], twins = [Mlp(), Mlp()];
        for (int i = 0; i < 2; i++)
            twins[i].load_state_dict(nets[i].state_dict());
        float[][] alone = Array.ConvertAll(twins, Train);
        var together = new float[2][];
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(i => new Thread(() =>
        {
            try
            {
                together[i] = Train(nets[i]);
            }
            catch (Exception error)
            {
                failure = error;
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Null(failure);
        Assert.Equal(alone, together);
        Array.ForEach([.. nets, .. twins], net => net.Dispose());
    }

    [Fact]
    public void Training_saved_halfway_goes_on_with_the_same_bits()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        var (x, y) = Xor();
        using Sequential whole = Mlp(), resumed = Mlp();
        using AdamW first = optim.AdamW(whole.parameters(), 0.05, weight_decay: 0.01), second = optim.AdamW(resumed.parameters(), 0.05, weight_decay: 0.01);
        var schedule = optim.lr_scheduler.CosineAnnealingLR(first, 40);
        for (int step = 0; step < 20; step++)
        {
            Step(whole, first, x, y);
            schedule.step();
        }
        resumed.load_state_dict(whole.state_dict());
        second.load_named_state(first.named_state());
        var later = optim.lr_scheduler.CosineAnnealingLR(second, 40);
        later.load_state_dict(schedule.state_dict());
        for (int step = 20; step < 40; step++)
        {
            Assert.Equal(Step(whole, first, x, y), Step(resumed, second, x, y));
            schedule.step();
            later.step();
        }
        Assert.All(whole.parameters().Zip(resumed.parameters()), pair => Assert.True(pair.First.detach().equal(pair.Second.detach())));
    }
}
