using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasKit.Torch.Tests.Init;

public sealed class InitTests
{
    [Fact]
    public void Constants_identity_and_orthogonal_matrices_are_what_they_say()
    {
        using DisposeScope scope = NewDisposeScope();
        Gradients.AssertClose([2.5, 2.5], init.constant_(empty(2), 2.5));
        Gradients.AssertClose([1, 1], init.ones_(empty(2)));
        Gradients.AssertClose([0, 0], init.zeros_(empty(2)));
        Gradients.AssertClose([1, 0, 0, 0, 1, 0], init.eye_(empty(2, 3)));
        using var generator = new Generator(5);
        Tensor tall = init.orthogonal_(empty([5, 3], dtype: ScalarType.Float64), 2, generator), wide = init.orthogonal_(empty([3, 2, 4], dtype: ScalarType.Float64), 1, generator).reshape(3, 8);
        Gradients.AssertClose([4, 0, 0, 0, 4, 0, 0, 0, 4], matmul(tall.t(), tall), 1e-10);
        Gradients.AssertClose([1, 0, 0, 0, 1, 0, 0, 0, 1], matmul(wide, wide.t()), 1e-10);
    }

    [Fact]
    public void Fans_and_gains_follow_their_definitions()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal((4 * 9L, 8 * 9L), init.CalculateFanInAndFanOut(empty(8, 4, 3, 3)));
        Assert.Equal((4L, 8L), init.CalculateFanInAndFanOut(empty(8, 4)));
        Assert.Contains("[8]", Assert.Throws<ArgumentException>(() => init.CalculateFanInAndFanOut(empty(8))).Message);
        Assert.Equal(Math.Sqrt(2), init.calculate_gain(init.NonlinearityType.ReLU));
        Assert.Equal(5.0 / 3, init.calculate_gain(init.NonlinearityType.Tanh));
        Assert.Equal(Math.Sqrt(2 / 1.04), init.calculate_gain(init.NonlinearityType.LeakyReLU, 0.2));
        Assert.Equal(1, init.calculate_gain(init.NonlinearityType.Conv2D));
        Assert.Throws<ArgumentException>(() => init.trunc_normal_(empty(2), a: 1, b: 1));
    }

    [Fact]
    public void Draws_come_from_the_generator_given_and_leave_gradients_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator first = new(9), second = new(9);
        Parameter weight = new(empty(50, 20));
        init.normal_(weight, 1, 0.5, first);
        Assert.True(weight.requires_grad && weight.is_leaf);
        Assert.True(weight.detach().equal(init.normal_(empty(50, 20), 1, 0.5, second)));
        Tensor truncated = init.trunc_normal_(empty(1000), 0, 1, -0.5, 1, first);
        Assert.InRange(truncated.min().item<float>(), -0.5f, 1f);
        Assert.InRange(truncated.max().item<float>(), -0.5f, 1f);
    }
}

public sealed class UtilsTests
{
    private static Parameter[] WithGradients(params double[][] gradients) => Array.ConvertAll(gradients, gradient =>
    {
        var parameter = new Parameter(zeros(gradient.Length, dtype: ScalarType.Float64));
        parameter.grad = tensor(gradient);
        return parameter;
    });

    [Fact]
    public void Gradients_are_scaled_down_to_the_common_norm()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = [.. WithGradients([3, 0], [4]), new Parameter(ones(2))];
        Assert.Equal(5, nn.utils.clip_grad_norm_(parameters, 10), 1e-12);
        Gradients.AssertClose([3, 0], parameters[0].grad!);
        Assert.Equal(5, nn.utils.clip_grad_norm_(parameters, 1), 1e-12);
        Gradients.AssertClose([3 / 5.000001, 0], parameters[0].grad!);
        Gradients.AssertClose([4 / 5.000001], parameters[1].grad!);
        Assert.Equal(4 / 5.000001, nn.utils.clip_grad_norm_(parameters, 1, double.PositiveInfinity), 1e-12);
        Assert.Equal(7 / 5.000001, nn.utils.clip_grad_norm_(parameters, 10, 1), 1e-12);
        Assert.Equal(0, nn.utils.clip_grad_norm_([], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => nn.utils.clip_grad_norm_(parameters, -1));
    }

    [Fact]
    public void A_norm_that_is_not_finite_comes_back_and_reaches_the_gradients()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] infinite = WithGradients([double.PositiveInfinity, 1]), none = WithGradients([double.NaN, 1]);
        Assert.Equal(double.PositiveInfinity, nn.utils.clip_grad_norm_(infinite, 1));
        Assert.Equal([double.NaN, 0], infinite[0].grad!.data<double>().ToArray());
        Assert.Equal(double.NaN, nn.utils.clip_grad_norm_(none, 1));
        Assert.Equal([double.NaN, double.NaN], none[0].grad!.data<double>().ToArray());
    }

    [Fact]
    public void Values_are_clamped_and_vectors_go_there_and_back()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = WithGradients([-3, 0.5], [4]);
        nn.utils.clip_grad_value_(parameters, 1);
        Gradients.AssertClose([-1, 0.5], parameters[0].grad!);
        Gradients.AssertClose([1], parameters[1].grad!);
        nn.utils.vector_to_parameters(tensor(new[] { 1.0, 2, 3 }), parameters);
        Gradients.AssertClose([1, 2], parameters[0]);
        Gradients.AssertClose([1, 2, 3], nn.utils.parameters_to_vector(parameters));
        Assert.Contains("3 values", Assert.Throws<ArgumentException>(() => nn.utils.vector_to_parameters(ones(4), parameters)).Message);
    }
}
