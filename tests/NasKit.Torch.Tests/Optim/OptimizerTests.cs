using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Rates = TorchSharp.torch.optim.lr_scheduler;

namespace NasKit.Torch.Tests.Optim;

public sealed class OptimizerTests
{
    [Fact]
    public void Dropped_gradients_leave_a_parameter_where_it_is()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter used = new(ones(2)), unused = new(ones(2));
        using Adam optimizer = optim.Adam([used, unused], 0.1);
        (used.sum() + unused.sum()).backward();
        optimizer.step();
        Tensor before = unused.detach().clone();
        optimizer.zero_grad();
        Assert.Null(used.grad);
        used.sum().backward();
        optimizer.step();
        Assert.True(before.equal(unused.detach()));
        Assert.NotEqual(unused[0].item<float>(), used[0].item<float>());
    }

    [Fact]
    public void Groups_have_options_of_their_own()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter a = new(ones(1, dtype: ScalarType.Float64)), b = new(ones(1, dtype: ScalarType.Float64));
        using SGD optimizer = optim.SGD([new SGD.ParamGroup([a]), new SGD.ParamGroup([b], lr: 0.5)], 0.1);
        (a.sum() + b.sum()).backward();
        optimizer.step();
        Gradients.AssertClose([0.9], a);
        Gradients.AssertClose([0.5], b);
        Parameter c = new(ones(1, dtype: ScalarType.Float64));
        optimizer.add_param_group(new SGD.ParamGroup([c]));
        Assert.Equal([0.1, 0.5, 0.1], optimizer.ParamGroups.Select(group => group.LearningRate));
        Assert.Equal(3, optimizer.parameters().Count());
    }

    [Fact]
    public void A_closure_gives_its_loss_back()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter p = new(ones(1));
        using SGD optimizer = optim.SGD([p], 0.25);
        using IDisposable mode = no_grad();
        Tensor loss = optimizer.step(() =>
        {
            Tensor value = (p * 2).sum();
            value.backward();
            return value;
        })!;
        Assert.Equal(2f, loss.item<float>());
        Assert.Equal(0.5f, p.item<float>());
    }

    [Fact]
    public void What_cannot_be_trained_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter p = new(ones(2, 3));
        Assert.Contains("no parameters", Assert.Throws<ArgumentException>(() => optim.SGD(Array.Empty<Parameter>(), 0.1)).Message);
        Assert.Contains("[2, 3] came twice", Assert.Throws<ArgumentException>(() => optim.Adam([p, p])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => optim.SGD([p], -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => optim.SGD([p], double.NaN));
        Assert.Throws<ArgumentException>(() => optim.SGD([p], 0.1, nesterov: true));
        Assert.Throws<ArgumentException>(() => optim.SGD([p], 0.1, momentum: -1));
        Assert.Throws<ArgumentException>(() => optim.AdamW([p], beta1: 1));
        Assert.Throws<ArgumentException>(() => optim.Adam([p], weight_decay: double.NaN));
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_and_changes_nothing()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter p = new(ones(2, 3));
        using SGD optimizer = optim.SGD([p], 0.1, momentum: 0.9);
        p.sum().backward();
        optimizer.step();
        Dictionary<string, Tensor> good = optimizer.named_state();
        foreach (var (name, value) in new (string, Tensor)[]
                 {
                     ("state.0.momentum_buffer", ones(3, 2)), ("state.1.momentum_buffer", ones(2, 3)), ("state.0.exp_avg", ones(2, 3)), ("group.1.LearningRate", tensor(0.1)),
                     ("group.0.beta1", tensor(0.1)), ("momentum_buffer", ones(2, 3)), ("state.x.momentum_buffer", ones(2, 3)),
                 })
        {
            var state = new Dictionary<string, Tensor>(good) { ["group.0.LearningRate"] = tensor(0.7), [name] = value };
            Assert.Contains(name, Assert.Throws<ArgumentException>(() => optimizer.load_named_state(state)).Message);
        }
        Assert.Equal(0.1, optimizer.ParamGroups.First().LearningRate);
        Assert.Equal(1f, optimizer.named_state()["state.0.momentum_buffer"][0, 0].item<float>());
    }

    [Fact]
    public void Schedules_with_impossible_numbers_are_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        using Adam adam = optim.Adam([new Parameter(ones(1))]);
        using SGD plain = optim.SGD([new Parameter(ones(1))], 0.1);
        Assert.Throws<ArgumentOutOfRangeException>(() => Rates.StepLR(adam, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rates.CosineAnnealingLR(adam, 0));
        Assert.Throws<ArgumentException>(() => Rates.LinearLR(adam, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rates.ConstantLR(adam, 2));
        Assert.Throws<ArgumentException>(() => Rates.OneCycleLR(adam, 0.1));
        Assert.Contains("momentum", Assert.Throws<ArgumentException>(() => Rates.OneCycleLR(plain, 0.1, 10)).Message);
        Assert.Throws<ArgumentException>(() => Rates.SequentialLR(adam, [Rates.StepLR(adam, 1)], [3]));
        Assert.Throws<ArgumentException>(() => Rates.ChainedLR([Rates.ReduceLROnPlateau(adam)]));
        Assert.Throws<InvalidOperationException>(() => Rates.ReduceLROnPlateau(adam).step());
        Rates.LRScheduler cycle = Rates.OneCycleLR(adam, 0.1, 2);
        cycle.step();
        Assert.Contains("2 steps", Assert.Throws<InvalidOperationException>(cycle.step).Message);
        Assert.Throws<ArgumentException>(() => Rates.StepLR(adam, 2).load_state_dict(new Dictionary<string, double> { ["last_epoch"] = 3 }));
    }

    [Fact]
    public void One_cycle_moves_the_first_beta_of_Adam()
    {
        using DisposeScope scope = NewDisposeScope();
        using Adam adam = optim.Adam([new Parameter(ones(1))]);
        Rates.OneCycleLR(adam, 0.1, 10);
        Assert.Equal((0.95, 0.999), ((optim.IBetas)adam.ParamGroups.First()).Betas);
    }

    [Fact]
    public void A_step_to_an_epoch_gives_its_rate_directly()
    {
        using DisposeScope scope = NewDisposeScope();
        using SGD optimizer = optim.SGD([new Parameter(ones(1))], 1.0);
        Rates.LRScheduler schedule = Rates.ExponentialLR(optimizer, 0.5);
        schedule.step(3);
        Assert.Equal(0.125, optimizer.ParamGroups.First().LearningRate);
        schedule.step(0.7);
        Assert.Equal([0.0625], schedule.get_last_lr());
    }
}
