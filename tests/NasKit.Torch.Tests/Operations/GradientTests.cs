using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Torch.Tests.Operations;

public sealed class GradientTests
{
    private const double Step = 1e-6;

    public static TheoryData<string> Names()
    {
        var data = new TheoryData<string>();
        foreach (var one in GradientTable.All())
        {
            data.Add(one.Name);
        }
        return data;
    }

    /// <summary>Central differences of step 1e-6 in double precision err by about 1e-9 of the values' size, which is below 100 here.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_is_the_slope(string name)
    {
        using var scope = NewDisposeScope();
        var one = GradientTable.All().Single(c => c.Name == name);
        var generator = new Generator((ulong)name.Length + 7);
        var inputs = one.Inputs.Select(i => (rand(i.Shape, ScalarType.Float64, generator: generator) * (i.High - i.Low) + i.Low).requires_grad_()).ToArray();
        var output = one.Function(inputs);
        var weights = rand(output.shape, ScalarType.Float64, generator: generator) + 0.5;
        var gradients = autograd.grad([(output * weights).sum()], inputs);

        double Loss()
        {
            using var inner = NewDisposeScope();
            using var grad = no_grad();
            return (one.Function(inputs) * weights).sum().ToDouble();
        }

        for (var i = 0; i < inputs.Length; i++)
        {
            var values = inputs[i].data<double>();
            var found = gradients[i].data<double>().ToArray();
            for (var k = 0; k < values.Count; k++)
            {
                var at = values[k];
                values[k] = at + Step;
                var above = Loss();
                values[k] = at - Step;
                var below = Loss();
                values[k] = at;
                Assert.True(Math.Abs(((above - below) / (2 * Step)) - found[k]) < 1e-5 * (1 + Math.Abs(found[k])), $"{name}: element {k} of input {i}: slope {(above - below) / (2 * Step)}, gradient {found[k]}");
            }
        }
    }
}
