using System.Runtime.InteropServices;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>What the TorchSharp package has no name for. NasKit reaches it in its one adapter file alone.</summary>
public static class Extras
{
    /// <summary>libtorch's version, as 1.13.0.</summary>
    public static string version => __version__;

    /// <summary>Tensors alive in this process, of all threads.</summary>
    public static long live_tensors => Tensor.TotalCount;

    /// <summary>The same elements, with the channels of each pixel next to each other in memory.</summary>
    /// <param name="tensor">Of four dimensions [N, C, H, W]; returned as it is where it lies so already.</param>
    /// <exception cref="ExternalException">The tensor has another number of dimensions.</exception>
    public static Tensor to_channels_last(Tensor tensor) => new Operator("contiguous").Call(tensor, MemoryFormat.ChannelsLast);

    /// <summary>True for a tensor of four dimensions whose channels lie next to each other.</summary>
    public static bool is_channels_last(Tensor tensor) => tensor.Info(nameof(is_channels_last)).IsChannelsLast != 0;

    /// <summary>Gives memory of freed tensors, which is kept for the next ones, back to the system.</summary>
    public static void release_memory() => NativeMethods.nk_release_memory();

    /// <summary>Lets this thread's arithmetic take denormal numbers as zero; false where the processor cannot.</summary>
    public static bool flush_denormals(bool mode = true) => NativeError.Check(NativeMethods.nk_flush_denormals(mode ? 1 : 0), nameof(flush_denormals)) != 0;

    /// <summary>The bytes of all elements, in row-major order.</summary>
    public static byte[] get_bytes(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var plain = tensor.detach().cpu().contiguous();
        var info = plain.Info(nameof(get_bytes));
        var bytes = new byte[info.Elements * info.ElementSize];
        unsafe
        {
            new ReadOnlySpan<byte>(info.Data, bytes.Length).CopyTo(bytes);
        }
        GC.KeepAlive(plain);
        return bytes;
    }

    /// <summary>Overwrites all elements, in row-major order; gradients know nothing of it.</summary>
    /// <exception cref="ArgumentException">There are more or fewer bytes than the tensor has.</exception>
    public static void set_bytes(Tensor tensor, ReadOnlySpan<byte> bytes)
    {
        using var grad = no_grad();
        using var read = from_bytes(bytes, tensor.dtype, tensor.shape);
        tensor.copy_(read);
    }

    /// <summary>A tensor from the bytes of its elements, in row-major order.</summary>
    /// <exception cref="ArgumentException">There are more or fewer bytes than the shape has.</exception>
    public static unsafe Tensor from_bytes(ReadOnlySpan<byte> bytes, ScalarType dtype, ReadOnlySpan<long> shape)
    {
        var expected = ElementSize(dtype) * Elements(shape);
        if (expected != bytes.Length)
        {
            throw new ArgumentException($"from_bytes: [{string.Join(", ", shape.ToArray())}] {dtype} has {expected} bytes, not {bytes.Length}.", nameof(bytes));
        }
        if (dtype == ScalarType.Bool && bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
        {
            throw new ArgumentException("from_bytes: a truth value is a byte 0 or 1; others were given.", nameof(bytes));
        }
        fixed (byte* data = bytes)
        fixed (long* sizes = shape)
        {
            return new Tensor(NativeError.Check(NativeMethods.nk_tensor(data, sizes, shape.Length, (int)dtype, CPU.Packed), nameof(from_bytes)));
        }
    }
}
