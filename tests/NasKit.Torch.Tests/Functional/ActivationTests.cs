using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NasKit.Torch.Tests.Functional;

public sealed class ActivationTests
{
    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Apply, Func<double, double> Formula)> Cases = new()
    {
        ["relu"] = (x => F.relu(x), x => Math.Max(x, 0)),
        ["relu6"] = (x => F.relu6(x), x => Math.Clamp(x, 0, 6)),
        ["leaky_relu"] = (x => F.leaky_relu(x, 0.2), x => x > 0 ? x : 0.2 * x),
        ["elu"] = (x => F.elu(x, 1.5), x => x > 0 ? x : 1.5 * (Math.Exp(x) - 1)),
        ["silu"] = (x => F.silu(x), x => x * Sigmoid(x)),
        ["SiLU"] = (x => F.SiLU(x), x => x * Sigmoid(x)),
        ["hardswish"] = (x => F.hardswish(x), x => x * Math.Clamp(x + 3, 0, 6) / 6),
        ["hardsigmoid"] = (x => F.hardsigmoid(x), x => Math.Clamp(x + 3, 0, 6) / 6),
        ["hardtanh"] = (x => F.hardtanh(x, -0.5, 0.7), x => Math.Clamp(x, -0.5, 0.7)),
        ["mish"] = (x => F.mish(x), x => x * Math.Tanh(Math.Log(1 + Math.Exp(x)))),
        ["sigmoid"] = (x => F.sigmoid(x), Sigmoid),
        ["tanh"] = (x => F.tanh(x), Math.Tanh),
        ["logsigmoid"] = (x => F.logsigmoid(x), x => Math.Log(Sigmoid(x))),
        ["softplus"] = (x => F.softplus(x, 2), x => Math.Log(1 + Math.Exp(2 * x)) / 2),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_follow_the_formula_and_gradients_the_differences(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        double[] points = [-8, -3.5, -1.25, -0.3, 0.1, 0.75, 2.9, 6.5];
        Gradients.AssertClose(Array.ConvertAll(points, point => Cases[name].Formula(point)), Cases[name].Apply(tensor(points)), 1e-10);
        Gradients.Check(x => Cases[name].Apply(x[0]), tensor(points));
    }

    [Fact]
    public void Gelu_is_x_times_the_normal_distribution_function()
    {
        using DisposeScope scope = NewDisposeScope();
        Gradients.AssertClose([0, 0.841344746068543, -0.158655253931457], F.gelu(tensor(new[] { 0.0, 1.0, -1.0 })));
        Gradients.Check(x => F.gelu(x[0]), Gradients.Values([5]));
    }

    [Fact]
    public void In_place_forms_overwrite_their_input()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (Func<Tensor, Tensor> inPlace in new Func<Tensor, Tensor>[]
                 {
                     x => F.relu(x, true), x => F.relu6(x, true), x => F.leaky_relu(x, 0.1, true), x => F.elu(x, 1, true), x => F.silu(x, true), x => F.hardswish(x, true),
                     x => F.hardsigmoid(x, true), x => F.hardtanh(x, -1, 1, true), x => F.sigmoid(x, true), x => F.tanh(x, true),
                 })
        {
            Tensor x = tensor(new[] { -2.0, 0.5 });
            Tensor y = inPlace(x);
            Gradients.AssertClose(y.data<double>().ToArray(), x);
            Assert.NotEqual(-2.0, x[0].item<double>());
        }
    }

    [Fact]
    public void Softmax_and_its_logarithm_follow_the_formula()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] x = [1, 2, 4];
        double total = x.Sum(Math.Exp);
        Gradients.AssertClose([.. x.Select(value => Math.Exp(value) / total)], F.softmax(tensor(x), 0));
        Gradients.AssertClose([.. x.Select(value => value - Math.Log(total))], F.log_softmax(tensor(x), -1));
        Assert.Equal(ScalarType.Float64, F.softmax(ones(3), 0, ScalarType.Float64).dtype);
        Gradients.Check(t => F.softmax(t[0], 1), Gradients.Values([2, 3]));
        Gradients.Check(t => F.log_softmax(t[0], 0), Gradients.Values([2, 3]));
    }
}
