using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>The tensor type: its native handle, its place in a dispose scope, and its end.</summary>
public static partial class torch
{
    public partial class Tensor : IDisposable
    {
        private static long totalCount;
        private static long peakCount;
        private NativeReference native;

        /// <summary>Owns a native handle and puts itself into the thread's current dispose scope.</summary>
        internal Tensor(nint handle)
        {
            native = new NativeReference(handle);
            var thread = DisposeScopeManager.OfThread;
            if (thread.Current is { } scope)
            {
                thread.Counts.CreatedInScopeCount++;
                scope.Add(this);
            }
            else
            {
                thread.Counts.CreatedOutsideScopeCount++;
            }
            var live = Interlocked.Increment(ref totalCount);
            for (var peak = peakCount; live > peak && Interlocked.CompareExchange(ref peakCount, live, peak) != peak;)
            {
                peak = peakCount;
            }
        }

        ~Tensor() => Free(native.Dispose(out var first), first);

        /// <summary>Tensors alive in this process.</summary>
        public static long TotalCount => Interlocked.Read(ref totalCount);

        /// <summary>The most tensors that were alive at once.</summary>
        public static long PeakCount => Interlocked.Read(ref peakCount);

        /// <summary>True once the tensor was disposed.</summary>
        public bool IsInvalid => native.IsDisposed;

        /// <summary>The native handle.</summary>
        /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
        public nint Handle
        {
            get
            {
                var handle = Acquire(nameof(Handle));
                Release();
                return handle;
            }
        }

        /// <summary>A name for the reader's use; nothing depends on it.</summary>
        public string? name { get; set; }

        internal DisposeScope? Scope { get; set; }

        internal int ScopePosition { get; set; }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var handle = native.Dispose(out var first);
            if (first)
            {
                var counts = DisposeScopeManager.Statistics;
                if (Scope is { } scope)
                {
                    counts.DisposedInScopeCount++;
                    scope.Remove(this);
                }
                else
                {
                    counts.DisposedOutsideScopeCount++;
                }
            }
            Free(handle, first);
        }

        /// <summary>Disposes a tensor that its scope has already let go.</summary>
        internal void DisposeIn(DisposeScope scope)
        {
            if (Scope != scope)
            {
                return; // taken out of the scope on another thread
            }
            Scope = null;
            var handle = native.Dispose(out var first);
            if (first)
            {
                DisposeScopeManager.Statistics.DisposedInScopeCount++;
            }
            Free(handle, first);
            GC.SuppressFinalize(this);
        }

        /// <summary>The handle, safe to use until <see cref="Release"/>.</summary>
        /// <param name="operation">Who asks, for the message.</param>
        /// <param name="position">Which argument of it this is, from 1; 0 for the tensor whose member it is.</param>
        internal nint Acquire(string operation, int position = 0)
        {
            var handle = native.Acquire();
            return handle != 0 ? handle : throw new ObjectDisposedException(nameof(Tensor), $"{operation}: {(position == 0 ? "the tensor" : $"argument {position}")} was disposed. Move it out of its dispose scope, or detach it, to keep it.");
        }

        internal void Release()
        {
            var last = native.Release();
            if (last != 0)
            {
                NativeMethods.nk_free(last);
            }
        }

        /// <summary>The handle for an object that takes this one's place; this one is disposed.</summary>
        internal nint TakeHandle()
        {
            var handle = Acquire(nameof(TakeHandle));
            NativeMethods.nk_retain(handle);
            Release();
            Dispose();
            return handle;
        }

        private static void Free(nint handle, bool first)
        {
            if (first)
            {
                Interlocked.Decrement(ref totalCount);
            }
            if (handle != 0)
            {
                NativeMethods.nk_free(handle);
            }
        }
    }
}
