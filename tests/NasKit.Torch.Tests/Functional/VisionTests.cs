using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NasKit.Torch.Tests.Functional;

public sealed class VisionTests
{
    private static Tensor Square() => arange(1, 5, dtype: ScalarType.Float64).reshape(1, 1, 2, 2);

    [Fact]
    public void Nearest_repeats_and_bilinear_mixes()
    {
        using DisposeScope scope = NewDisposeScope();
        Gradients.AssertClose([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4], F.interpolate(Square(), scale_factor: [2]));
        Gradients.AssertClose([1, 1.5, 2, 2, 2.5, 3, 3, 3.5, 4], F.interpolate(Square(), size: [3, 3], mode: InterpolationMode.Bilinear, align_corners: true));
        Gradients.AssertClose([2.5], F.interpolate(Square(), [1, 1], mode: InterpolationMode.Area));
        Assert.Equal([1, 1, 5, 6], F.interpolate(Square(), [5, 6], mode: InterpolationMode.Bicubic).shape);
        Assert.Equal([1, 1, 3, 3], F.interpolate(Square(), [3, 3], mode: InterpolationMode.NearestExact).shape);
        Assert.Equal([1, 1, 1, 1], F.interpolate(Square(), scale_factor: [0.5, 0.5], mode: InterpolationMode.Bilinear, antialias: true).shape);
        Gradients.AssertClose([1, 1.5, 2], F.interpolate(tensor(new[] { 1.0, 2 }).reshape(1, 1, 2), [3], mode: InterpolationMode.Linear, align_corners: true));
        Assert.Equal([1, 1, 4, 4, 4], F.interpolate(ones([1, 1, 2, 2, 2]), scale_factor: [2], mode: InterpolationMode.Trilinear).shape);
    }

    [Fact]
    public void Sizes_and_modes_that_do_not_fit_are_errors()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Square();
        Assert.Throws<ArgumentException>(() => F.interpolate(x));
        Assert.Throws<ArgumentException>(() => F.interpolate(x, [2, 2], [1]));
        Assert.Throws<ArgumentException>(() => F.interpolate(x, [2]));
        Assert.Throws<ArgumentException>(() => F.interpolate(x, [2, 2], align_corners: true));
        Assert.Throws<ArgumentException>(() => F.interpolate(x, [2, 2], antialias: true));
        Assert.Throws<ArgumentException>(() => F.interpolate(x, [2, 2], mode: InterpolationMode.Trilinear));
        Assert.Throws<ArgumentException>(() => F.interpolate(ones(3), [2, 2]));
    }

    [Fact]
    public void Shuffles_move_channels_where_the_definitions_say()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor channels = arange(4, dtype: ScalarType.Float64).reshape(1, 4, 1, 1);
        Gradients.AssertClose([0, 1, 2, 3], F.pixel_shuffle(channels, 2));
        Assert.Equal([1, 1, 2, 2], F.pixel_shuffle(channels, 2).shape);
        Gradients.AssertClose([0, 2, 1, 3], F.channel_shuffle(channels, 2));
    }

    [Fact]
    public void Gradients_follow_the_differences()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Gradients.Values([1, 4, 3, 3]);
        Gradients.Check(t => F.interpolate(t[0], [5, 2]), x);
        Gradients.Check(t => F.interpolate(t[0], [5, 2], mode: InterpolationMode.Bilinear), x);
        Gradients.Check(t => F.pixel_shuffle(t[0], 2), x);
        Gradients.Check(t => F.channel_shuffle(t[0], 2), x);
        Tensor index = tensor(new long[] { 2, 0, 2 });
        Gradients.Check(t => F.embedding(index, t[0]), Gradients.Values([3, 2]));
    }

    [Fact]
    public void Embeddings_are_rows_and_the_padding_row_learns_nothing()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor table = arange(6, dtype: ScalarType.Float64).reshape(3, 2).requires_grad_(), index = tensor(new long[] { 2, 1 });
        Tensor rows = F.embedding(index, table, padding_idx: 1);
        Gradients.AssertClose([4, 5, 2, 3], rows);
        rows.sum().backward();
        Gradients.AssertClose([0, 0, 0, 0, 1, 1], table.grad!);
        Assert.Equal([0L, 0, 1, 0, 1, 0], F.one_hot(index).data<long>().ToArray());
        Assert.Equal([2, 5], F.one_hot(index, 5).shape);
    }
}
