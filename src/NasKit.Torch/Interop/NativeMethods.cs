using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]
[module: SkipLocalsInit]

namespace TorchSharp.Interop;

/// <summary>The entry points of libnaskit_torch. The library is found and loaded at the first call of any of them.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "naskit_torch";

    static NativeMethods() => NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name == Library ? NativeLibraryFile.Load() : 0;

    /// <summary>The message of the last call on this thread that returned −1 or null.</summary>
    internal static string LastError() => Marshal.PtrToStringUTF8((nint)nk_last_error()) ?? "";

    [DllImport(Library)] internal static extern byte* nk_last_error();
    [DllImport(Library)] internal static extern byte* nk_version();

    [DllImport(Library)] internal static extern nint nk_operator(byte* name, byte* overload);
    [DllImport(Library)] internal static extern int nk_call(nint op, NativeValue* arguments, int count, NativeValue* results, int capacity);

    [DllImport(Library)] internal static extern nint nk_tensor(void* data, long* sizes, int dimensions, int dtype, long device);
    [DllImport(Library)] internal static extern void nk_free(nint tensor);
    [DllImport(Library), SuppressGCTransition] internal static extern void nk_retain(nint tensor);
    [DllImport(Library)] internal static extern int nk_info(nint tensor, TensorInfo* info);
    [DllImport(Library), SuppressGCTransition] internal static extern int nk_dim(nint tensor);
    [DllImport(Library)] internal static extern int nk_sizes(nint tensor, long* sizes);
    [DllImport(Library)] internal static extern int nk_strides(nint tensor, long* strides);
    [DllImport(Library)] internal static extern int nk_set_requires_grad(nint tensor, int value);
    [DllImport(Library)] internal static extern int nk_get_grad(nint tensor, nint* grad);
    [DllImport(Library)] internal static extern int nk_set_grad(nint tensor, nint grad);

    [DllImport(Library)]
    internal static extern int nk_backward(nint* tensors, int tensorCount, nint* grads, int gradCount, nint* inputs, int inputCount, int retainGraph, int createGraph);

    [DllImport(Library)]
    internal static extern int nk_grad(nint* outputs, int outputCount, nint* inputs, int inputCount, nint* grads, int gradCount, int retainGraph, int createGraph, int allowUnused, nint* results);

    [DllImport(Library)] internal static extern int nk_get_grad_mode();
    [DllImport(Library)] internal static extern void nk_set_grad_mode(int enabled);
    [DllImport(Library)] internal static extern nint nk_begin_inference(int enabled);
    [DllImport(Library)] internal static extern void nk_end_inference(nint guard);
    [DllImport(Library)] internal static extern int nk_is_inference();
    [DllImport(Library)] internal static extern int nk_get_anomaly_mode();
    [DllImport(Library)] internal static extern void nk_set_anomaly_mode(int enabled, int checkNan);

    [DllImport(Library)] internal static extern nint nk_generator(long device, int make);
    [DllImport(Library)] internal static extern void nk_free_generator(nint generator);
    [DllImport(Library)] internal static extern int nk_generator_seed(nint generator, int set, ulong* seed);
    [DllImport(Library)] internal static extern int nk_generator_state(nint generator, nint* state);
    [DllImport(Library)] internal static extern int nk_set_generator_state(nint generator, nint state);
    [DllImport(Library)] internal static extern int nk_manual_seed(ulong seed);

    [DllImport(Library)] internal static extern int nk_get_threads();
    [DllImport(Library)] internal static extern void nk_release_memory();
    [DllImport(Library)] internal static extern int nk_set_threads(int count);
    [DllImport(Library)] internal static extern int nk_flush_denormals(int on);
    [DllImport(Library)] internal static extern int nk_get_default_dtype();
    [DllImport(Library)] internal static extern int nk_set_default_dtype(int dtype);
    [DllImport(Library)] internal static extern int nk_get_deterministic();
    [DllImport(Library)] internal static extern void nk_set_deterministic(int on, int warnOnly);
    [DllImport(Library)] internal static extern int nk_cuda_count();
    [DllImport(Library)] internal static extern int nk_cuda_synchronize(long index);
    [DllImport(Library)] internal static extern int nk_cuda_seed(ulong seed, int all);
}

/// <summary>What an argument or a result holds; the numbers are those of the native file.</summary>
internal enum NativeKind
{
    None, Tensor, Int, Double, Bool, IntList, DoubleList, TensorList, ScalarType, Device, String, Generator, MemoryFormat, Default,
}

/// <summary>A tagged argument or result as it crosses to native code.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    internal NativeKind Kind;
    internal int Count;
    internal long Bits;
}

/// <summary>The facts about a tensor that one native call reads.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TensorInfo
{
    internal long Dimensions, Elements, ElementSize, DType, Device;
    internal void* Data;
    internal int RequiresGrad, IsLeaf, IsContiguous, IsChannelsLast;
}
