using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Torch.Tests;

/// <summary>Compares gradients with central differences, in double precision.</summary>
internal static class Gradients
{
    /// <summary>Checks the gradient of sum(w · f(inputs)) with respect to every element of every input, w being fixed weights.</summary>
    /// <remarks>Central differences with h = 1e-6 are right to about h² + 1e-16 / h ≈ 1e-10, relative to values around 1.</remarks>
    internal static void Check(Func<Tensor[], Tensor> f, params Tensor[] inputs)
    {
        using DisposeScope scope = NewDisposeScope();
        const double h = 1e-6;
        Tensor[] leaves = Array.ConvertAll(inputs, input => input.clone().requires_grad_());
        Tensor y = f(leaves);
        Tensor weights = Values(y.shape, 17);
        IList<Tensor> gradients = autograd.grad([(y * weights).sum()], leaves);
        for (int i = 0; i < inputs.Length; i++)
        {
            Assert.Equal(inputs[i].shape, gradients[i].shape);
            double[] gradient = gradients[i].contiguous().data<double>().ToArray();
            double[] values = inputs[i].contiguous().data<double>().ToArray();
            for (int element = 0; element < values.Length; element++)
            {
                double At(double shift)
                {
                    using DisposeScope inner = NewDisposeScope();
                    using IDisposable mode = no_grad();
                    double[] moved = [.. values];
                    moved[element] += shift;
                    Tensor[] arguments = [.. inputs];
                    arguments[i] = tensor(moved).reshape(inputs[i].shape);
                    return (f(arguments) * weights).sum().item<double>();
                }
                double expected = (At(h) - At(-h)) / (2 * h);
                Assert.True(Math.Abs(expected - gradient[element]) <= 1e-7 * Math.Max(1, Math.Abs(expected)), $"input {i}, element {element}: {gradient[element]} is not {expected}");
            }
        }
    }

    /// <summary>Fixed numbers in ±1.5 without ties, away from the kinks at 0, ±3.</summary>
    internal static Tensor Values(long[] shape, int start = 1)
    {
        long count = shape.Aggregate(1L, (product, length) => product * length);
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++)
            numbers[i] = (1.5 * Math.Sin((start * 0.7) + (i * 1.3))) + 1e-3;
        return tensor(numbers).reshape(shape);
    }

    internal static void AssertClose(double[] expected, Tensor actual, double tolerance = 1e-12)
    {
        double[] values = actual.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"element {i}: {values[i]} is not {expected[i]}");
    }
}
