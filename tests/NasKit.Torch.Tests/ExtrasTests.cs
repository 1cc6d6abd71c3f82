using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Torch.Tests;

public sealed class ExtrasTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Channels_last_changes_the_order_in_memory_alone()
    {
        var x = arange(24, float32).reshape(1, 2, 3, 4);
        var y = Extras.to_channels_last(x);
        Assert.False(Extras.is_channels_last(x));
        Assert.True(Extras.is_channels_last(y));
        Assert.Equal([24L, 1, 8, 2], y.stride());
        Assert.True(x.equal(y));
        Assert.True(Extras.is_channels_last(y.relu()));
        Assert.Equal(x.data<float>().ToArray(), y.data<float>().ToArray());
        Assert.Throws<ExternalException>(() => Extras.to_channels_last(ones(2)));
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Bool)]
    [InlineData(ScalarType.ComplexFloat64)]
    public void Bytes_go_there_and_back(ScalarType dtype)
    {
        var x = (rand(3, 2) * 5).to(dtype).t();
        var bytes = Extras.get_bytes(x);
        var y = Extras.from_bytes(bytes, dtype, x.shape);
        Assert.True(x.equal(y));
        var z = zeros_like(x);
        Extras.set_bytes(z, bytes);
        Assert.True(x.equal(z));
        Assert.Throws<ArgumentException>(() => Extras.set_bytes(z, bytes.AsSpan(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Extras.from_bytes(bytes, dtype, [-1, -6]));
    }

    private delegate int Count();

    // With another library than OpenBLAS there is nothing to ask.
    private static int BlasThreads() =>
        NativeLibrary.TryLoad("libopenblas.so.0", out var library) && NativeLibrary.TryGetExport(library, "openblas_get_num_threads", out var address)
            ? Marshal.GetDelegateForFunctionPointer<Count>(address)() : get_num_threads();

    [Fact]
    public void Settings_say_what_was_set()
    {
        var threads = get_num_threads();
        set_num_threads(1);
        Assert.Equal(1, get_num_threads());
        Assert.Equal(1, BlasThreads());
        set_num_threads(2);
        Assert.Equal(2, BlasThreads());
        set_num_threads(threads);
        Assert.Throws<ArgumentOutOfRangeException>(() => set_num_threads(0));
        Assert.Matches(@"^\d+\.\d+", Extras.version);
        Assert.True(Extras.flush_denormals());
        Assert.Equal(0f, (tensor(1e-38f) * 0.01f).item<float>());
        Extras.flush_denormals(false);
        Assert.NotEqual(0f, (tensor(1e-38f) * 0.01f).item<float>());
        Assert.True(Extras.live_tensors > 0);
        using (use_deterministic_algorithms())
        {
            Assert.True(are_deterministic_algorithms_enabled());
        }
        Assert.False(are_deterministic_algorithms_enabled());
        Assert.Throws<ExternalException>(() => set_default_dtype(int64));
        Assert.Equal(float32, get_default_dtype());
    }

    [Fact]
    public void Memory_of_freed_tensors_goes_back_and_the_others_stay_as_they_are()
    {
        var tensors = Enumerable.Range(0, 4000).Select(i => full(new long[] { 16_384 }, (float)i)).ToArray(); // 64 KiB each
        var kept = tensors.Where((_, i) => i % 20 == 0).ToArray();
        foreach (var freed in tensors.Where((_, i) => i % 20 != 0))
        {
            freed.Dispose();
        }

        var before = Environment.WorkingSet;
        Extras.release_memory();
        Assert.True(Environment.WorkingSet < before - 100_000_000, $"{before} bytes before, {Environment.WorkingSet} after");
        Assert.All(kept.Index(), tensor => Assert.True(tensor.Item.eq(20f * tensor.Index).all().item<bool>()));
    }

    [Fact]
    public void Devices_have_names_and_are_equal_by_value()
    {
        Assert.Equal("cpu", CPU.ToString());
        Assert.Equal("cuda:1", device("cuda:1").ToString());
        Assert.Equal(device("cuda"), device(DeviceType.CUDA, 0));
        Assert.True(device("meta") == META);
        Assert.Throws<ArgumentException>(() => device("gpu"));
        Assert.Throws<ArgumentException>(() => device("cuda:x"));
        Assert.Throws<ArgumentException>(() => device("3"));
        Assert.Throws<ArgumentException>(() => device(""));
        Assert.Equal(DeviceType.META, zeros(new long[] { 2 }, device: META).device_type);
        if (!cuda.is_available())
        {
            Assert.Throws<ExternalException>(() => zeros(new long[] { 2 }, device: CUDA));
            Assert.Throws<ExternalException>(() => ones(2).cuda());
            Assert.Throws<ExternalException>(() => cuda.synchronize());
        }
    }
}
