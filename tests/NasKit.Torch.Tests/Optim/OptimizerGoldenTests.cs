using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Torch.Tests.Optim;

/// <summary>Two parameters after ten steps, as PyTorch 1.13 computes them in double precision; the second has no gradient in every third step.</summary>
public sealed class OptimizerGoldenTests
{
    private static readonly Dictionary<string, double[]> expected = new()
    {
        ["SGD plain"] = [-0.24173109863458875, -0.5239106124940331, 2.5362276593663733, 0.6868472940179989, 0.6812327733356848],
        ["SGD momentum"] = [-1.3601752833826333, -0.669359614483484, 0.8738508283456998, 1.0496535091652892, 0.6465388635219302],
        ["SGD dampening"] = [-1.5708448920918983, 0.06230528480530997, 1.4846654115743103, 0.979471349998789, 0.9675099781283595],
        ["SGD nesterov decay"] = [-1.2414943671577123, 0.020974657636102893, 1.8022508365001786, 0.8489148529167317, 1.7306624621249078],
        ["SGD nesterov"] = [-1.243808057397053, 0.02173271845243315, 1.8708450973391693, 0.8552517906912337, 1.7348339503469823],
        ["SGD decay"] = [-0.25987394765440974, -0.4989408347905002, 2.270592230003581, 0.6601136354321149, 0.6572224113795546],
        ["SGD maximize"] = [1.259661061360521, -2.9068117609023854, 3.0384910876469986, 0.42522211698702045, -3.5916840743561003],
        ["Adam plain"] = [0.010660720239159649, -1.0385905728413067, 2.0034731427463206, 1.0147552383669745, 0.3871540348143126],
        ["Adam betas eps"] = [0.0388250102952864, -1.1091657202380758, 2.004157238707057, 0.8743771656576395, 0.30374108107930126],
        ["Adam decay"] = [0.012897385642108725, -1.0379071913109792, 2.0067726213314323, 0.914490785640277, 0.3865559954432434],
        ["Adam amsgrad"] = [0.012744975335814188, -1.0677001542219209, 2.0008209123089147, 0.9364243475702951, 0.3465601758233346],
        ["Adam maximize"] = [1.9986971693713131, -3.0122428625424473, 4.012682493857949, -0.1768378293950169, -0.9514687290313416],
        ["AdamW plain"] = [0.010660720239159649, -1.0385905728413067, 2.0034731427463206, 1.0147552383669745, 0.3871540348143126],
        ["AdamW decay"] = [-0.039749048797505515, -0.9015007916172609, 1.7560376613807898, 0.9730933090239431, 0.38343792558718465],
        ["AdamW amsgrad"] = [-0.035435904468958515, -0.9390698631760014, 1.7781039196079464, 0.8980053901457501, 0.342771912952548],
        ["AdamW maximize"] = [1.8614007512651982, -2.775348355591866, 3.6832365214977547, -0.18673658312126862, -0.914439600283811],
    };

    private static readonly Dictionary<string, Func<Parameter[], optim.Optimizer>> cases = new()
    {
        ["SGD plain"] = p => optim.SGD(p, 0.1),
        ["SGD momentum"] = p => optim.SGD(p, 0.1, momentum: 0.9),
        ["SGD dampening"] = p => optim.SGD(p, 0.1, momentum: 0.9, dampening: 0.3),
        ["SGD nesterov decay"] = p => optim.SGD(p, 0.05, momentum: 0.9, nesterov: true, weight_decay: 0.01),
        ["SGD nesterov"] = p => optim.SGD(p, 0.05, momentum: 0.9, nesterov: true),
        ["SGD decay"] = p => optim.SGD(p, 0.1, weight_decay: 0.1),
        ["SGD maximize"] = p => optim.SGD(p, 0.01, momentum: 0.5, weight_decay: 0.1, maximize: true),
        ["Adam plain"] = p => optim.Adam(p, 0.1),
        ["Adam betas eps"] = p => optim.Adam(p, 0.1, beta1: 0.5, beta2: 0.9, eps: 1e-3),
        ["Adam decay"] = p => optim.Adam(p, 0.1, weight_decay: 0.1),
        ["Adam amsgrad"] = p => optim.Adam(p, 0.1, beta2: 0.5, amsgrad: true),
        ["Adam maximize"] = p => optim.Adam(p, 0.1, weight_decay: 0.1, maximize: true),
        ["AdamW plain"] = p => optim.AdamW(p, 0.1),
        ["AdamW decay"] = p => optim.AdamW(p, 0.1, weight_decay: 0.1),
        ["AdamW amsgrad"] = p => optim.AdamW(p, 0.1, beta2: 0.5, weight_decay: 0.1, amsgrad: true),
        ["AdamW maximize"] = p => optim.AdamW(p, 0.1, weight_decay: 0.1, maximize: true),
    };

    public static TheoryData<string> Names => [.. cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Ten_steps_end_where_PyTorch_ends(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = Problem.Start();
        using optim.Optimizer optimizer = cases[name](parameters);
        for (int step = 0; step < 10; step++)
            Problem.Step(optimizer, parameters, step);
        Gradients.AssertClose(expected[name], cat([.. parameters.Select(parameter => parameter.flatten())]), 1e-11);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_optimizer_goes_on_with_the_same_bits(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] whole = Problem.Start(), resumed = Problem.Start();
        using optim.Optimizer first = cases[name](whole);
        for (int step = 0; step < 5; step++)
            Problem.Step(first, whole, step);
        Dictionary<string, Tensor> state = ((OptimizerHelper)first).named_state();
        using (no_grad())
        {
            for (int i = 0; i < whole.Length; i++)
                resumed[i].copy_(whole[i]);
        }
        using optim.Optimizer second = cases[name](resumed);
        first.ParamGroups.First().LearningRate *= 0.5;
        ((OptimizerHelper)second).load_named_state(((OptimizerHelper)first).named_state());
        Assert.Equal(state.Keys.Order(), ((OptimizerHelper)second).named_state().Keys.Order());
        for (int step = 5; step < 10; step++)
        {
            Problem.Step(first, whole, step);
            Problem.Step(second, resumed, step);
        }
        for (int i = 0; i < whole.Length; i++)
            Assert.Equal(whole[i].detach().data<double>().ToArray(), resumed[i].detach().data<double>().ToArray());
    }
}

/// <summary>A small loss with two parameters.</summary>
internal static class Problem
{
    internal static Parameter[] Start() => [new(tensor(new[] { 1.0, -2, 3 })), new(tensor(new[,] { { 0.5, -0.25 } }))];

    internal static void Step(optim.Optimizer optimizer, Parameter[] parameters, int step)
    {
        using DisposeScope scope = NewDisposeScope();
        optimizer.zero_grad();
        Tensor p = parameters[0], q = parameters[1];
        Tensor loss = (tensor(new[] { 0.5, 1.0, 0.25 }) * p * p).sum() + p.sin().sum();
        if (step % 3 != 1)
            loss = loss + (q - 1).pow(4.ToScalar()).sum();
        loss.backward();
        optimizer.step();
    }
}
