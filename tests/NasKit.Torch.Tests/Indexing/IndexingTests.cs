using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Torch.Tests.Indexing;

public sealed class IndexingTests
{
    [Fact]
    public void Single_slices_and_ellipsis_are_views()
    {
        using var scope = NewDisposeScope();
        var x = arange(24).reshape(2, 3, 4);
        Assert.Equal(23, x[1, 2, 3].item<long>());
        Assert.Equal(23, x[-1, -1, -1].item<long>());
        Assert.Equal([4L, 5, 6, 7], x[0, 1].data<long>().ToArray());
        Assert.Equal([3L, 7, 11], x[0, TensorIndex.Colon, ^1].data<long>().ToArray());
        Assert.Equal([2L, 3, 2], x[.., .., TensorIndex.Slice(0, null, 2)].shape);
        Assert.Equal([1L, 3], x[0, 0, (1, 4)].data<long>().ToArray().Where(v => v % 2 == 1));
        Assert.Equal([3L, 15], x[TensorIndex.Ellipsis, 3][.., 0].data<long>().ToArray());
        Assert.Equal([2L, 1, 3, 4], x[.., TensorIndex.None].shape);
        x[0, 0, 0] = 100;
        Assert.Equal(100, x[0][0][0].item<long>());
        Assert.Equal(100, x.max().item<long>());
    }

    [Fact]
    public void Index_tensors_and_masks_pick()
    {
        using var scope = NewDisposeScope();
        var x = arange(6).reshape(2, 3);
        Assert.Equal([5L, 0], x[tensor(new long[] { 1, 0 }), tensor(new long[] { 2, 0 })].data<long>().ToArray());
        Assert.Equal([3L, 4, 5], x[tensor(new[] { false, true })].data<long>().ToArray());
        Assert.Equal([1L, 3, 5], x[x % 2 == 1].data<long>().ToArray());
        Assert.Equal([2L, 0], x[0, tensor(new long[] { 2, 0 })].data<long>().ToArray());
        Assert.Equal([2L, 2], x[.., tensor(new long[] { 2, 0 })].shape);
        x[x > 3] = 0;
        Assert.Equal([0L, 1, 2, 3, 0, 0], x.data<long>().ToArray());
        x[tensor(new long[] { 0 })] = tensor(new long[] { 7, 8, 9 });
        Assert.Equal([7L, 8, 9], x[0].data<long>().ToArray());
        Assert.Equal([1L, 2, 3], x[true].shape);
        Assert.Equal([0L, 2, 3], x[TensorIndex.Bool(false)].shape);
    }

    [Fact]
    public void What_is_out_of_range_is_an_error()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 3);
        Assert.Contains("index", Assert.Throws<ArgumentException>(() => x[0, 0, 0]).Message);
        Assert.StartsWith("select([2, 3] Float32, 0, 2)", Assert.Throws<ExternalException>(() => x[2]).Message);
        Assert.Throws<ExternalException>(() => x[tensor(new long[] { 5 })]);
        Assert.Throws<ExternalException>(() => x[TensorIndex.Slice(step: -1)]);
        Assert.Throws<ExternalException>(() => x[0] = zeros(2));
        Assert.Throws<ArgumentException>(() => x[TensorIndex.Ellipsis, TensorIndex.Ellipsis]);
        Assert.Throws<ExternalException>(() => x[tensor(new[] { true, false, true })]);
    }

    [Fact]
    public void Slices_are_the_elements_a_loop_finds()
    {
        var part = Gen.Choose(-6, 6).Select(i => (long?)i).Or(Gen.Constant((long?)null));
        var slice = from start in part from stop in part from step in Gen.Choose(1, 3) select (start, stop, step: (long)step);
        var pair = from rows in slice from columns in slice select (rows, columns);
        Prop.ForAll(Arb.From(pair), p =>
        {
            using var scope = NewDisposeScope();
            var x = arange(20).reshape(4, 5);
            var found = x[TensorIndex.Slice(p.rows.start, p.rows.stop, p.rows.step), TensorIndex.Slice(p.columns.start, p.columns.stop, p.columns.step)];
            var expected = (from r in Range(4, p.rows) from c in Range(5, p.columns) select (r * 5) + c).ToArray();
            return expected.SequenceEqual(found.data<long>().ToArray());
        }).QuickCheckThrowOnFailure();
    }

    private static IEnumerable<long> Range(long size, (long? start, long? stop, long step) slice)
    {
        static long Clamp(long at, long size) => Math.Clamp(at < 0 ? at + size : at, 0, size);
        for (var i = Clamp(slice.start ?? 0, size); i < Clamp(slice.stop ?? size, size); i += slice.step)
        {
            yield return i;
        }
    }
}
