using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Settings of the whole library: threads, the default dtype, determinism, dispose scopes.</summary>
public static partial class torch
{
    public static unsafe string __version__ => Marshal.PtrToStringUTF8((nint)NativeMethods.nk_version())!;

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.OfThread.Current;

    /// <summary>Opens a scope that disposes, when closed, what this thread created in it and did not move out.</summary>
    public static DisposeScope NewDisposeScope() => new(DisposeScopeManager.OfThread);

    /// <summary>Runs the function in a scope of its own, out of which only the result is moved.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        ArgumentNullException.ThrowIfNull(expr);
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(expr());
    }

    public static void set_num_threads(int num)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(num);
        NativeError.Check(NativeMethods.nk_set_threads(num), nameof(set_num_threads));
    }

    public static int get_num_threads() => NativeMethods.nk_get_threads();

    public static void set_default_dtype(ScalarType dtype) => NativeError.Check(NativeMethods.nk_set_default_dtype((int)dtype), nameof(set_default_dtype));
    public static ScalarType get_default_dtype() => (ScalarType)NativeMethods.nk_get_default_dtype();

    /// <summary>Lets operators throw, or warn, where only a nondeterministic kernel exists. Disposing what is returned restores the setting before.</summary>
    public static IDisposable use_deterministic_algorithms(bool mode = true, bool warn_only = false)
    {
        var before = NativeMethods.nk_get_deterministic();
        NativeMethods.nk_set_deterministic(mode ? 1 : 0, warn_only ? 1 : 0);
        return new Restored(() => NativeMethods.nk_set_deterministic(before, 0));
    }

    public static bool are_deterministic_algorithms_enabled() => NativeMethods.nk_get_deterministic() != 0;

    /// <summary>Runs an action once, when disposed.</summary>
    private sealed class Restored(Action restore) : IDisposable
    {
        private Action? restore = restore;

        public void Dispose() => Interlocked.Exchange(ref restore, null)?.Invoke();
    }
}

/// <summary>Tensors leave their dispose scope by these methods.</summary>
public static class TensorLifetimeExtensions
{
    /// <summary>Hands the tensor to the scope around its own; without one it is on its own.</summary>
    public static T MoveToOuterDisposeScope<T>(this T tensor) where T : torch.Tensor => tensor.Scope is { } scope ? scope.MoveToOuter(tensor) : tensor;

    /// <summary>Takes the tensor out of the scopes' care.</summary>
    public static T DetachFromDisposeScope<T>(this T tensor) where T : torch.Tensor => tensor.Scope is { } scope ? scope.Detach(tensor) : tensor;

    /// <summary>The old spelling of <see cref="DetachFromDisposeScope{T}"/>.</summary>
    public static T DetatchFromDisposeScope<T>(this T tensor) where T : torch.Tensor => tensor.DetachFromDisposeScope();

    /// <summary>Hands the tensor to another scope; null takes it out of the scopes' care.</summary>
    public static T MoveToOtherDisposeScope<T>(this T tensor, DisposeScope? scope) where T : torch.Tensor =>
        scope is null ? tensor.DetachFromDisposeScope() : scope.Attach(tensor);

    /// <summary>Hands the tensor to the scope that holds the other.</summary>
    public static T MoveToOtherDisposeScope<T>(this T tensor, torch.Tensor other) where T : torch.Tensor => tensor.MoveToOtherDisposeScope(other.Scope);
}
