using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NasKit.Torch.Tests.Functional;

[Collection("default generator")]
public sealed class NormalizationTests
{
    [Fact]
    public void Batch_norm_takes_the_batch_in_training_and_moves_the_statistics()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(new[,] { { 1.0, 10 }, { 3, 20 }, { 5, 60 } });
        Tensor mean = zeros(2, dtype: ScalarType.Float64), variance = ones(2, dtype: ScalarType.Float64);
        Tensor y = F.batch_norm(x, mean, variance, tensor(new[] { 2.0, 1 }), tensor(new[] { 0.5, 0 }), training: true, momentum: 0.25, eps: 0);
        double first = Math.Sqrt(8.0 / 3), second = Math.Sqrt(1400.0 / 3);
        Gradients.AssertClose([(2 * -2 / first) + 0.5, -20 / second, 0.5, -10 / second, (2 * 2 / first) + 0.5, 30 / second], y);
        Gradients.AssertClose([0.25 * 3, 0.25 * 30], mean);
        Gradients.AssertClose([0.75 + (0.25 * 4), 0.75 + (0.25 * 700)], variance);
        Gradients.AssertClose([(1 - 0.75) / Math.Sqrt(1.75 + 0.1), (10 - 7.5) / Math.Sqrt(175.75 + 0.1)], F.batch_norm(x, mean, variance, eps: 0.1)[0]);
    }

    [Fact]
    public void Batch_norm_of_one_value_a_channel_is_an_error_in_training_only()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mean = zeros(3), variance = ones(3);
        Assert.Contains("[1, 3, 1, 1]", Assert.Throws<ArgumentException>(() => F.batch_norm(ones(1, 3, 1, 1), mean, variance, training: true)).Message);
        Assert.Equal([1, 3, 1, 1], F.batch_norm(ones(1, 3, 1, 1), mean, variance).shape);
    }

    [Fact]
    public void Groups_and_samples_have_mean_zero_and_variance_one()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Gradients.Values([2, 4, 3, 3]);
        Tensor groups = F.group_norm(x, 2, eps: 0).reshape(4, 18);
        Gradients.AssertClose([0, 0, 0, 0], groups.mean([1]));
        Gradients.AssertClose([1, 1, 1, 1], (groups * groups).mean([1]));
        Tensor layers = F.layer_norm(x, [4, 3, 3], eps: 0).reshape(2, 36);
        Gradients.AssertClose([0, 0], layers.mean([1]));
        Gradients.AssertClose([1, 1], (layers * layers).mean([1]));
    }

    [Fact]
    public void Gradients_follow_the_differences()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Gradients.Values([3, 2, 2, 2]), w = Gradients.Values([2], 5), b = Gradients.Values([2], 8);
        Gradients.Check(t => F.batch_norm(t[0], null, null, t[1], t[2], training: true), x, w, b);
        Tensor mean = Gradients.Values([2], 3), variance = Gradients.Values([2], 3).abs() + 0.5;
        Gradients.Check(t => F.batch_norm(t[0], mean, variance, t[1], t[2]), x, w, b);
        Gradients.Check(t => F.group_norm(t[0], 1, t[1], t[2]), x, w, b);
        Gradients.Check(t => F.layer_norm(t[0], [2], t[1], t[2]), x, w, b);
        Gradients.Check(t => F.normalize(t[0], dim: 1), x);
    }

    [Fact]
    public void Normalized_rows_have_length_one_unless_they_are_shorter_than_eps()
    {
        using DisposeScope scope = NewDisposeScope();
        Gradients.AssertClose([0.6, 0.8, 0, 0], F.normalize(tensor(new[,] { { 3.0, 4 }, { 0, 0 } })));
        Gradients.AssertClose([0.25, 0.75], F.normalize(tensor(new[,] { { 1.0, 3 } }), p: 1));
    }

    [Fact]
    public void Dropout_keeps_scales_and_spares_evaluation()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        Tensor x = ones(4000, dtype: ScalarType.Float64);
        double[] y = F.dropout(x, 0.25).data<double>().ToArray();
        Assert.All(y, value => Assert.True(value == 0 || Math.Abs(value - (4.0 / 3)) < 1e-12));
        // The standard deviation of the share kept is √(0.25 · 0.75 / 4000) = 0.007.
        Assert.InRange(y.Count(value => value != 0) / 4000.0, 0.72, 0.78);
        Assert.True(F.dropout(x, 0.25, training: false).equal(x));
        Tensor channels = F.dropout2d(ones([50, 20, 2, 2], dtype: ScalarType.Float64), 0.5).reshape(1000, 4);
        Assert.True((channels.amax([1]) == channels.amin([1])).all().item<bool>());
        Tensor own = ones(10);
        F.dropout(own, 1, inplace: true);
        Gradients.AssertClose(new double[10], own);
    }
}
