using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NasKit.Torch.Tests.Modules;

public sealed class LayerTests
{
    [Fact]
    public void A_convolution_layer_does_what_the_function_does()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = rand(2, 4, 9, 9);
        using Conv2d layer = Conv2d(4, 6, 3, 2, 1, 2, groups: 2);
        Assert.Equal([6, 2, 3, 3], layer.weight.shape);
        Assert.True(layer.call(x).equal(F.conv2d(x, layer.weight, layer.bias, [2, 2], [1, 1], [2, 2], 2)));
        Assert.Equal((4, 6, 2), (layer.in_channels, layer.out_channels, layer.groups));
        Assert.Equal([2L, 2], layer.stride);
        using Conv2d wide = Conv2d(4, 1, (3, 5), padding: (1, 2), bias: false);
        Assert.Null(wide.bias);
        Assert.Equal([2, 1, 9, 9], wide.call(x).shape);
        using Conv2d same = Conv2d(4, 1, 4, Padding.Same), valid = Conv2d(4, 1, 4, Padding.Valid);
        Assert.Equal([2, 1, 9, 9], same.call(x).shape);
        Assert.Equal([2, 1, 6, 6], valid.call(x).shape);
        using Conv2d circular = Conv2d(4, 1, 3, padding: 1, padding_mode: PaddingModes.Circular);
        Assert.True(circular.call(x).equal(F.conv2d(F.pad(x, [1, 1, 1, 1], PaddingModes.Circular), circular.weight, circular.bias)));
        using Conv2d reflect = Conv2d(4, 1, 4, Padding.Same, padding_mode: PaddingModes.Reflect);
        Assert.Equal([2, 1, 9, 9], reflect.call(x).shape);
    }

    [Fact]
    public void Impossible_sizes_are_refused_by_name()
    {
        Assert.Contains("groups must divide", Assert.Throws<ArgumentException>(() => Conv2d(3, 4, 1, groups: 2)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Conv2d(0, 4, 1));
        Assert.Throws<ArgumentException>(() => Conv2d(1, 4, 3, Padding.Same, stride: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Linear(2, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BatchNorm2d(0));
        Assert.Throws<ArgumentException>(() => GroupNorm(2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dropout(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Embedding(3, 2, padding_idx: 3));
        using BatchNorm2d norm = BatchNorm2d(2);
        using Tensor flat = ones(4, 2);
        Assert.Contains("[4, 2]", Assert.Throws<ArgumentException>(() => norm.call(flat)).Message);
    }

    [Fact]
    public void Batch_norm_keeps_running_statistics_and_uses_them_in_evaluation()
    {
        using DisposeScope scope = NewDisposeScope();
        using BatchNorm2d norm = BatchNorm2d(1, momentum: 0.5);
        norm.@double();
        Tensor first = tensor(new[] { 1.0, 3 }).reshape(2, 1, 1, 1), second = tensor(new[] { 4.0, 10 }).reshape(2, 1, 1, 1);
        norm.call(first);
        norm.call(second);
        Gradients.AssertClose([4], norm.running_mean!);
        Gradients.AssertClose([(0.5 * ((0.5 * 1) + (0.5 * 2))) + (0.5 * 18)], norm.running_var!);
        Assert.Equal(2, norm.num_batches_tracked!.item<long>());
        norm.eval();
        Gradients.AssertClose([-3 / Math.Sqrt(9.75 + 1e-5), -1 / Math.Sqrt(9.75 + 1e-5)], norm.call(first));
        Assert.Equal(2, norm.num_batches_tracked!.item<long>());
        norm.reset_running_stats();
        Gradients.AssertClose([0], norm.running_mean!);
        Gradients.AssertClose([1], norm.running_var!);
    }

    [Fact]
    public void Batch_norm_without_momentum_averages_all_batches_alike()
    {
        using DisposeScope scope = NewDisposeScope();
        using BatchNorm2d norm = BatchNorm2d(1, momentum: null);
        norm.@double();
        foreach (double centre in new[] { 2.0, 7, 12 })
            norm.call(tensor(new[] { centre - 1, centre + 1 }).reshape(2, 1, 1, 1));
        Gradients.AssertClose([7], norm.running_mean!);
        Gradients.AssertClose([2], norm.running_var!);
        using BatchNorm2d untracked = BatchNorm2d(1, affine: false, track_running_stats: false);
        untracked.eval();
        Assert.Empty(untracked.state_dict());
        Gradients.AssertClose([-1, 1], untracked.call(tensor(new[] { 1f, 3 }).reshape(2, 1, 1, 1)), 1e-4);
        using BatchNorm1d flat = BatchNorm1d(3);
        Assert.Equal([5, 3], flat.call(rand(5, 3)).shape);
        Assert.Equal([5, 3, 2], flat.call(rand(5, 3, 2)).shape);
    }

    [Fact]
    public void Activations_and_shapes_do_what_the_functions_do()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn(2, 4, 4, 4);
        (Module<Tensor, Tensor> Layer, Tensor Expected)[] pairs =
        [
            (ReLU(), F.relu(x)), (ReLU6(), F.relu6(x)), (Hardswish(), F.hardswish(x)), (Hardsigmoid(), F.hardsigmoid(x)), (SiLU(), F.silu(x)), (SiLU(false), F.silu(x)),
            (GELU(), F.gelu(x)), (Mish(), F.mish(x)), (Sigmoid(), F.sigmoid(x)), (Tanh(), F.tanh(x)), (LogSigmoid(), F.logsigmoid(x)), (LeakyReLU(0.3), F.leaky_relu(x, 0.3)),
            (ELU(2), F.elu(x, 2)), (Softplus(3), F.softplus(x, 3)), (Softmax(1), F.softmax(x, 1)), (LogSoftmax(1), F.log_softmax(x, 1)), (Identity(), x), (Flatten(), x.reshape(2, 64)),
            (Flatten(1, 2), x.reshape(2, 16, 4)), (ZeroPad2d(1), F.pad(x, [1, 1, 1, 1])), (ZeroPad2d((1, 0, 2, 0)), F.pad(x, [1, 0, 2, 0])), (MaxPool2d(2), F.max_pool2d(x, 2)),
            (MaxPool2d((3, 2), padding: (1, 0)), F.max_pool2d(x, (3, 2), padding: (1, 0))), (AvgPool2d(3, 2, 1, count_include_pad: false), F.avg_pool2d(x, 3, 2, 1, count_include_pad: false)),
            (AdaptiveAvgPool2d(1), F.adaptive_avg_pool2d(x, 1)), (AdaptiveAvgPool2d((2, 1)), F.adaptive_avg_pool2d(x, (2, 1))), (Upsample(scale_factor: [2]), F.interpolate(x, scale_factor: [2])),
            (Upsample([3, 5], mode: UpsampleMode.Bilinear, align_corners: true), F.interpolate(x, [3, 5], mode: InterpolationMode.Bilinear, align_corners: true)),
            (PixelShuffle(2), F.pixel_shuffle(x, 2)), (ChannelShuffle(2), F.channel_shuffle(x, 2)), (GroupNorm(2, 4), F.group_norm(x, 2)), (LayerNorm([4, 4]), F.layer_norm(x, [4, 4])),
            (LayerNorm(4, bias: false), F.layer_norm(x, [4])), (Sequential(), x),
        ];
        foreach (var (layer, expected) in pairs)
        {
            // Normalisations with a scale of one round differently from those without a scale.
            Assert.True(expected.allclose(layer.call(x), 1e-5, 1e-6), layer.GetName());
            layer.Dispose();
        }
        Assert.False(x.IsInvalid);
        using Dropout dropout = Dropout(0.5);
        dropout.eval();
        Assert.True(dropout.call(x).equal(x));
    }

    [Fact]
    public void A_sequence_through_the_cell_is_the_sequence_through_the_layer()
    {
        using DisposeScope scope = NewDisposeScope();
        using LSTM layer = LSTM(3, 4);
        using LSTMCell cell = LSTMCell(3, 4);
        cell.load_state_dict(layer.state_dict().ToDictionary(entry => entry.Key.Replace("_l0", "", StringComparison.Ordinal), entry => entry.Value));
        Tensor x = rand(5, 2, 3);
        var (outputs, hidden, memory) = layer.call(x);
        (Tensor, Tensor)? state = null;
        for (int step = 0; step < 5; step++)
        {
            state = cell.call(x[step], state);
            // float32 sums in another order: some units in the last place.
            Assert.True(outputs[step].allclose(state.Value.Item1, 1e-5, 1e-6));
        }
        Assert.True(hidden[0].allclose(state!.Value.Item1, 1e-5, 1e-6));
        Assert.True(memory[0].allclose(state.Value.Item2, 1e-5, 1e-6));
        using LSTM both = LSTM(3, 4, numLayers: 2, batchFirst: true, bidirectional: true);
        Assert.Equal([2, 5, 8], both.call(x.transpose(0, 1)).Item1.shape);
        Assert.Contains("weight_hh_l1_reverse", both.state_dict().Keys);
        Assert.Equal([2, 5, 8], both.call(x.transpose(0, 1), (zeros(4, 2, 4), zeros(4, 2, 4))).Item1.shape);
    }

    [Fact]
    public void The_padding_row_of_an_embedding_is_zero()
    {
        using DisposeScope scope = NewDisposeScope();
        using Embedding table = Embedding(4, 2, padding_idx: -1);
        Assert.Equal(3, table.padding_idx);
        Gradients.AssertClose([0, 0], table.call(tensor(new long[] { 3 })).flatten());
        Assert.Equal([2, 3, 2], table.call(zeros([2, 3], dtype: ScalarType.Int64)).shape);
    }

    [Fact]
    public void A_weight_put_in_the_place_of_another_is_the_one_that_is_trained()
    {
        using DisposeScope scope = NewDisposeScope();
        using Linear layer = Linear(2, 1);
        Parameter old = layer.weight, fresh = new(ones(1, 2));
        layer.weight = fresh;
        layer.bias = null;
        Assert.True(old.IsInvalid);
        Assert.Equal([fresh], layer.parameters());
        Assert.Equal(5f, layer.call(tensor(new[] { 2f, 3 })).item<float>());
        Assert.Throws<ArgumentNullException>(() => layer.weight = null!);
    }

    [Fact]
    public void A_parameter_takes_over_its_tensor()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor data = ones(2), grown = (ones(2).requires_grad_() * 2);
        Parameter parameter = new(data), leaf = new(grown), frozen = Parameter(ones(2), requires_grad: false);
        Assert.True(data.IsInvalid);
        Assert.True(parameter.requires_grad && parameter.is_leaf);
        Assert.True(leaf.requires_grad && leaf.is_leaf);
        Assert.False(frozen.requires_grad);
        Assert.Throws<ArgumentNullException>(() => new Parameter(null!));
    }
}
