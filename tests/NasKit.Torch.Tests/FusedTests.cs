using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Torch.Tests;

/// <summary>Every fused operator against libtorch's own in double precision, on random shapes.</summary>
[Collection("default generator")]
public sealed class FusedTests : IDisposable
{
    // float32 rounds to 6e-8; a sum of a few thousand terms, taken in another order, stays well below this part of the largest value.
    private const double Close = 1e-5;

    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Depthwise_convolution_agrees_with_plain_operators_on_random_shapes() => ForRandom(250, 1, rng =>
    {
        var (kernel, stride, dilation, relu) = (Pick(rng, 1, 2, 3, 5, 7), rng.Next(1, 4), rng.Next(1, 4), rng.Next(2) == 0);
        var reach = ((kernel - 1) * dilation) + 1;
        var padding = Math.Min(reach - 1, Pick(rng, 0, 1, reach / 2));
        var x = Images(rng, smallest: Math.Max(1, reach - (2 * padding)));
        var channels = x.shape[1];
        Compare(
            inputs => Fused.convolution(inputs[0], inputs[1], stride, padding, dilation, channels, relu),
            inputs => Convolution(inputs[0], inputs[1], stride, padding, dilation, channels, relu),
            [x, randn(channels, 1, kernel, kernel)]);
    });

    [Fact]
    public void Pointwise_and_other_convolutions_agree_with_plain_operators_on_random_shapes() => ForRandom(200, 2, rng =>
    {
        var (kernel, stride, relu) = (Pick(rng, 1, 1, 1, 3), rng.Next(1, 3), rng.Next(2) == 0);
        var x = Images(rng);
        Compare(
            inputs => Fused.convolution(inputs[0], inputs[1], stride, kernel / 2, relu: relu),
            inputs => Convolution(inputs[0], inputs[1], stride, kernel / 2, 1, 1, relu),
            [x, randn(Pick(rng, 1, 3, 8, 16, 20, 33, 70), x.shape[1], kernel, kernel)]);
    });

    [Fact]
    public void Wide_pointwise_convolution_agrees_with_plain_operators() =>
        Compare(inputs => Fused.convolution(inputs[0], inputs[1]), inputs => Convolution(inputs[0], inputs[1], 1, 0, 1, 1, false), [randn(3, 300, 5, 7), randn(270, 300, 1, 1)]);

    [Fact]
    public void Batch_norm_agrees_with_plain_operators_on_random_shapes() => ForRandom(200, 3, rng =>
    {
        var (activation, affine) = (Pick(rng, Fused.Activation.None, Fused.Activation.ReLU, Fused.Activation.ReLU6), rng.Next(2) == 0);
        var x = (Images(rng, smallest: 2) * Pick(rng, 1, 3)) + Pick(rng, 0, 2);
        Tensor[] values = affine ? [x, randn(x.shape[1]), randn(x.shape[1])] : [x];
        Compare(
            inputs => Fused.batch_norm(inputs[0], affine ? inputs[1] : null, affine ? inputs[2] : null, 1e-2, activation),
            inputs => Activate(nn.functional.batch_norm(inputs[0], null, null, affine ? inputs[1] : null, affine ? inputs[2] : null, true, 0, 1e-2), activation),
            values);
    });

    [Fact]
    public void Pooling_agrees_with_plain_operators_on_random_shapes() => ForRandom(200, 4, rng =>
    {
        var (stride, max) = (rng.Next(1, 4), rng.Next(2) == 0);
        var x = Images(rng);
        Compare(inputs => Fused.pool(inputs[0], stride, max), inputs => Pooled(inputs[0], stride, max), [rng.Next(3) == 0 ? x.round() : x]); // equal values too
    });

    [Fact]
    public void Weighted_sum_agrees_with_plain_operators_on_random_shapes() => ForRandom(200, 5, rng =>
    {
        var x = Images(rng);
        var count = rng.Next(1, 8);
        // Numbers of one sign, as the sums of both signs in the weights' gradients may be far smaller than their terms.
        Compare(
            inputs => Fused.weighted_sum(inputs[..count], inputs[count].unbind(0)), inputs => Sum(inputs[..count], inputs[count].unbind(0)),
            [.. Enumerable.Range(0, count).Select(_ => x.abs() + rand(x.shape)), rand(count)], rand(x.shape));
    });

    [Fact]
    public void Tensors_of_double_precision_take_the_plain_operators_and_keep_their_precision()
    {
        var (x, kernel, weight) = (Gradients.Values([2, 3, 4, 5]), Gradients.Values([3, 1, 3, 3], 5), Gradients.Values([2, 3, 1, 1], 9));
        Gradients.Check(inputs => Fused.convolution(inputs[0], inputs[1], 2, 1, 1, 3), x, kernel);
        Gradients.Check(inputs => Fused.convolution(inputs[0], inputs[1]), x, weight);
        Gradients.Check(inputs => Fused.batch_norm(inputs[0], inputs[1], inputs[2]), x, Gradients.Values([3], 3), Gradients.Values([3], 4));
        Gradients.Check(inputs => Fused.pool(inputs[0], 2, true), x);
        Gradients.Check(inputs => Fused.pool(inputs[0], 1, false), x);
        Gradients.Check(inputs => Fused.weighted_sum(inputs[..2], inputs[2..]), x, x.flip(3), Gradients.Values([], 2), Gradients.Values([], 3));
    }

    [Fact]
    public void A_gradient_has_the_gradient_of_the_plain_operators()
    {
        Tensor x = randn(2, 5, 6, 4), kernel = randn(5, 1, 3, 3), weight = randn(4, 5, 1, 1), scale = randn(5), shift = randn(5);
        Tensor Fusion(Tensor[] i)
        {
            var y = Fused.convolution(Fused.batch_norm(Fused.convolution(i[0], i[1], 1, 1, 1, 5), i[3], i[4], 1e-2, Fused.Activation.ReLU), i[2]);
            return Fused.weighted_sum([Fused.pool(y, 2, true), Fused.pool(y, 2, false)], [i[3][0], i[3][1]]);
        }

        Tensor Plain(Tensor[] i)
        {
            var y = Convolution(nn.functional.batch_norm(Convolution(i[0], i[1], 1, 1, 1, 5, false), null, null, i[3], i[4], true, 0, 1e-2).relu(), i[2], 1, 0, 1, 1, false);
            return Sum([Pooled(y, 2, true), Pooled(y, 2, false)], [i[3][0], i[3][1]]);
        }

        double[][] Second(Func<Tensor[], Tensor> f, ScalarType type)
        {
            Tensor[] inputs = [.. new[] { x, kernel, weight, scale, shift }.Select(value => value.to(type).clone().requires_grad_())];
            IList<Tensor> first = autograd.grad([f(inputs).pow(2).sum()], inputs, create_graph: true);
            return [.. autograd.grad([first.Select(g => g.pow(2).sum()).Aggregate((a, b) => a + b)], inputs).Select(Values)];
        }

        foreach (var (expected, found) in Second(Plain, float64).Zip(Second(Fusion, float32)))
        {
            AssertClose(expected, found, 1e-4); // two rounds of rounding through a normalisation
        }
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        var threads = get_num_threads();
        try
        {
            Tensor x = randn(9, 24, 11, 7), kernel = randn(24, 1, 5, 5), weight = randn(20, 24, 1, 1), scale = randn(20);
            double[][] Run(int count)
            {
                set_num_threads(count);
                Tensor[] inputs = [.. new[] { x, kernel, weight, scale }.Select(value => value.clone().requires_grad_())];
                var y = Fused.batch_norm(Fused.convolution(Fused.convolution(inputs[0], inputs[1], 2, 4, 2, 24, true), inputs[2]), inputs[3], null, 1e-5, Fused.Activation.ReLU);
                y.pow(2).sum().backward();
                return [Values(y), .. inputs.Select(input => Values(input.grad!))];
            }

            Assert.Equal(Run(1), Run(2));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void Not_a_number_is_passed_on()
    {
        var x = ones(2, 16, 4, 4);
        x[0, 3, 1, 1] = float.NaN;
        Assert.Contains(double.NaN, Values(Fused.convolution(x, ones(16, 1, 3, 3), 1, 1, 1, 16, relu: true)));
        Assert.Contains(double.NaN, Values(Fused.pool(x, 1, true)));
        Assert.Contains(double.NaN, Values(Fused.pool(x, 2, false)));
        Assert.Contains(double.NaN, Values(Fused.convolution(x, ones(5, 16, 1, 1))));
        Assert.Contains(double.NaN, Values(Fused.batch_norm(x, null, null, 1e-5, Fused.Activation.ReLU)));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_an_exception()
    {
        var x = randn(2, 4, 6, 6);
        Assert.Throws<ExternalException>(() => Fused.convolution(x, randn(4, 1, 3, 3), groups: 3));
        Assert.Throws<ExternalException>(() => Fused.convolution(x, randn(3, 5, 1, 1)));
        Assert.Throws<ExternalException>(() => Fused.convolution(x, randn(4, 1, 9, 9), groups: 4));
        Assert.Throws<ExternalException>(() => Fused.convolution(x, randn(4)));
        Assert.Throws<ExternalException>(() => Fused.convolution(x, randn(4, 1, 3, 3), stride: 0, groups: 4));
        Assert.Throws<ExternalException>(() => Fused.convolution(x, randn(4, 1, 3, 3), dilation: -1, groups: 4));
        Assert.Throws<ExternalException>(() => Fused.convolution(x, randn(4, 1, 3, 3), padding: -1, groups: 4));
        Assert.Throws<ExternalException>(() => Fused.convolution(x, randn(4, 1, 3, 3), groups: 0));
        Assert.Throws<ExternalException>(() => Fused.convolution(x[0], randn(4, 1, 3, 3), groups: 4));
        Assert.Throws<ExternalException>(() => Fused.pool(x, 0, true));
        Assert.Throws<ExternalException>(() => Fused.pool(x[0], 1, false));
        Assert.Throws<ExternalException>(() => Fused.weighted_sum([], []));
        Assert.Throws<ExternalException>(() => Fused.weighted_sum([x], []));
        Assert.Throws<ExternalException>(() => Fused.weighted_sum([x, x[0]], [tensor(1f), tensor(1f)]));
        Assert.Throws<ExternalException>(() => Fused.weighted_sum([x], [ones(1)]));
        Assert.Throws<ExternalException>(() => Fused.batch_norm(x, randn(3), null));
        Assert.Throws<ExternalException>(() => Fused.batch_norm(x, null, randn(4, 1)));
        Assert.Throws<ExternalException>(() => Fused.batch_norm(randn(1, 4, 1, 1), null, null));
        Assert.Throws<ExternalException>(() => Fused.batch_norm(randn(4), null, null));
    }

    private static Tensor Convolution(Tensor x, Tensor weight, long stride, long padding, long dilation, long groups, bool relu) =>
        nn.functional.conv2d(relu ? x.relu() : x, weight, null, [stride, stride], [padding, padding], [dilation, dilation], groups);

    private static Tensor Pooled(Tensor x, long stride, bool max) => max
        ? nn.functional.max_pool2d(x, [3, 3], [stride, stride], [1, 1])
        : nn.functional.avg_pool2d(x, [3, 3], [stride, stride], [1, 1], count_include_pad: false);

    private static Tensor Sum(IEnumerable<Tensor> parts, IEnumerable<Tensor> weights) => parts.Zip(weights, (part, weight) => part * weight).Aggregate((sum, part) => sum + part);

    private static Tensor Activate(Tensor x, Fused.Activation activation) => activation switch
    {
        Fused.Activation.ReLU => nn.functional.relu(x),
        Fused.Activation.ReLU6 => nn.functional.relu6(x),
        _ => x,
    };

    private static T Pick<T>(System.Random rng, params T[] values) => values[rng.Next(values.Length)];

    /// <summary>Images in one of the ways that they can lie in memory: N, C, H, W; N, H, W, C; a part of larger ones.</summary>
    private static Tensor Images(System.Random rng, int smallest = 1)
    {
        var (n, c, h, w) = (Pick(rng, 1, 2, 5), Pick(rng, 1, 2, 3, 4, 5, 7, 8, 12, 16, 17, 24, 31, 32, 40, 64), smallest + rng.Next(12), smallest + rng.Next(12));
        return rng.Next(3) switch
        {
            0 => randn(n, c, h, w),
            1 => randn(n, h, w, c).permute(0, 3, 1, 2),
            _ => randn(n, c + 1, h + 2, w + 1).narrow(1, 1, c).narrow(2, 1, h).narrow(3, 0, w),
        };
    }

    private static void ForRandom(int count, int seed, Action<System.Random> body)
    {
        for (var number = seed * 1000; number < (seed * 1000) + count; number++)
        {
            using var inner = NewDisposeScope();
            manual_seed(number);
            body(new System.Random(number));
        }
    }

    private static void Compare(Func<Tensor[], Tensor> fused, Func<Tensor[], Tensor> plain, Tensor[] values, Tensor? back = null)
    {
        Tensor[] Leaves(ScalarType type) => [.. values.Select(value => value.detach().to(type).requires_grad_())];
        Tensor[] mine = Leaves(float32), others = Leaves(float64);
        Tensor found = fused(mine), expected = plain(others);
        Assert.Equal(expected.shape, found.shape);
        AssertClose(Values(expected), Values(found), Close);
        back ??= randn(expected.shape);
        autograd.backward([found], [back]);
        autograd.backward([expected], [back.to(float64)]);
        for (var i = 0; i < mine.Length; i++)
        {
            AssertClose(Values(others[i].grad!), Values(mine[i].grad!), Close);
        }
    }

    private static double[] Values(Tensor tensor) => tensor.detach().to(float64).contiguous().data<double>().ToArray();

    private static void AssertClose(double[] expected, double[] found, double part)
    {
        var largest = Math.Max(1e-3, expected.Max(Math.Abs));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - found[i]) <= part * largest, $"element {i}: {found[i]} is not {expected[i]}, the largest being {largest}");
        }
    }
}
