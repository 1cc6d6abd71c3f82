using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Whether the thread records what gradients need. Disposing what a switch returns restores the setting before.</summary>
public static partial class torch
{
    public static IDisposable no_grad() => new GradMode(false);
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);
    public static bool is_grad_enabled() => NativeMethods.nk_get_grad_mode() != 0;

    /// <summary>As <see cref="no_grad"/>, and what is made under it can never take part in autograd.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => NativeMethods.nk_is_inference() != 0;

    private sealed class GradMode : IDisposable
    {
        private readonly int before = NativeMethods.nk_get_grad_mode();
        private bool ended;

        internal GradMode(bool enabled) => NativeMethods.nk_set_grad_mode(enabled ? 1 : 0);

        public void Dispose()
        {
            if (!ended)
            {
                ended = true;
                NativeMethods.nk_set_grad_mode(before);
            }
        }
    }

    private sealed class InferenceMode(bool enabled) : IDisposable
    {
        private readonly int thread = Environment.CurrentManagedThreadId;
        private nint guard = NativeMethods.nk_begin_inference(enabled ? 1 : 0);

        public void Dispose()
        {
            if (thread != Environment.CurrentManagedThreadId)
            {
                throw new InvalidOperationException("inference_mode: it belongs to the thread that began it, and must be disposed there. Do not await inside it.");
            }
            var ending = guard;
            guard = 0;
            if (ending != 0)
            {
                NativeMethods.nk_end_inference(ending);
            }
        }
    }
}
