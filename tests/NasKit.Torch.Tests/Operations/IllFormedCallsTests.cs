using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace NasKit.Torch.Tests.Operations;

public sealed class IllFormedCallsTests
{
    /// <summary>libtorch 1.13 itself ends the process or never returns from these.</summary>
    [Fact]
    public void What_libtorch_does_not_check_is_checked_here()
    {
        using var scope = NewDisposeScope();
        var x = ones(1, 4, 2, 2);
        var calls = new Action[]
        {
            () => nn.functional.pixel_shuffle(x, 1L << 40),
            () => linalg.matrix_power(x[0, 0], long.MinValue),
            () => x.repeat_interleave(1L << 62, 1),
            () => x.as_strided([], [], long.MaxValue),
            () => x.repeat_interleave(tensor(new[] { 1L << 62, 1L << 62, 1L << 62, 1L << 62 }), 1),
            () => nn.functional.conv2d(x, ones(4, 1, 1, 1), groups: 1L << 62),
            () => new Operator("upsample_bilinear2d").Call(x, new long[] { 100, 100 }, false, 1e-5, 1e-5),
            () => new Operator("upsample_linear1d").Call(x[0], new long[] { 100 }, false, 1e-5),
            () => new Operator("_upsample_bicubic2d_aa").Call(x, new long[] { 100, 100 }, false, 1e-5, 1e-5),
            () => new Operator("lstm", "input").Call(
                ones(3, 2, 4), new[] { ones(1, 2, 5), ones(0, 2, 5) }, new[] { ones(20, 4), ones(20, 5), ones(20), ones(20) }, true, 1, 0.0, true, false, false),
        };
        Assert.All(calls, call => Assert.Throws<ExternalException>(call));
    }

    /// <summary>What survives here is the process itself: a wild pointer in one of the calls would end it.</summary>
    [Fact]
    public void A_thousand_random_calls_succeed_or_throw_an_exception_that_names_the_operator()
    {
        var succeeded = 0;
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), seed =>
        {
            succeeded += IllFormedCalls.Try(seed) ? 1 : 0;
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
        Assert.InRange(succeeded, 50, 950);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(2, (ones(1) + 1).ToDouble());
    }
}
