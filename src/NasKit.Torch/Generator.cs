using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Sources of random numbers: the default one of each device and generators of one's own.</summary>
public static partial class torch
{
    public static Generator manual_seed(long seed) => random.manual_seed(seed);
    public static long seed() => random.seed();
    public static long initial_seed() => random.initial_seed();
    public static Tensor get_rng_state() => random.get_rng_state();
    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    public static class random
    {
        /// <summary>Seeds the default generators of all devices.</summary>
        public static Generator manual_seed(long seed)
        {
            NativeError.Check(NativeMethods.nk_manual_seed((ulong)seed), "manual_seed");
            return Generator.Default;
        }

        public static long seed() => Generator.Default.seed();
        public static long initial_seed() => Generator.Default.initial_seed();
        public static Tensor get_rng_state() => Generator.Default.get_state();
        public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);
    }

    /// <summary>A source of random numbers with a state of its own.</summary>
    public sealed class Generator : IDisposable
    {
        private static readonly Lazy<Generator> DefaultOfCpu = new(() => new Generator(CPU, false));
        private NativeReference native;

        public Generator(ulong seed = 0, Device? device = null) : this(device ?? CPU, true) => Seed(seed);

        private Generator(Device device, bool make)
        {
            this.device = device;
            native = new NativeReference(NativeError.Check(NativeMethods.nk_generator(device.Packed, make ? 1 : 0), "Generator"));
        }

        ~Generator() => Free(native.Dispose(out _));

        /// <summary>The generator that the processor's random operators draw from when given none.</summary>
        public static Generator Default => DefaultOfCpu.Value;

        public Device device { get; }

        public Generator manual_seed(long seed)
        {
            Seed((ulong)seed);
            return this;
        }

        /// <summary>Seeds with a number that cannot be foretold, and returns it.</summary>
        public long seed()
        {
            var fresh = BitConverter.ToInt64(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8)) & long.MaxValue;
            Seed((ulong)fresh);
            return fresh;
        }

        public unsafe long initial_seed()
        {
            ulong seed;
            using var held = new Held(this, "Generator.initial_seed");
            NativeError.Check(NativeMethods.nk_generator_seed(held.Handle, 0, &seed), "Generator.initial_seed");
            return (long)seed;
        }

        /// <summary>The whole state as bytes.</summary>
        public unsafe Tensor get_state()
        {
            nint state;
            using var held = new Held(this, "Generator.get_state");
            NativeError.Check(NativeMethods.nk_generator_state(held.Handle, &state), "Generator.get_state");
            return new Tensor(state);
        }

        public void set_state(Tensor value)
        {
            ArgumentNullException.ThrowIfNull(value);
            using var held = new Held(this, "Generator.set_state");
            using var state = new HandleList([value], "Generator.set_state");
            if (NativeMethods.nk_set_generator_state(held.Handle, state.Handles[0]) < 0)
            {
                throw Operator.Failure("Generator.set_state", NativeMethods.LastError(), [value]);
            }
        }

        /// <summary>Frees the generator. The default one lives as long as the process.</summary>
        public void Dispose()
        {
            if (DefaultOfCpu.IsValueCreated && ReferenceEquals(this, Default))
            {
                return;
            }
            Free(native.Dispose(out _));
            GC.SuppressFinalize(this);
        }

        internal nint Acquire(string operation)
        {
            var handle = native.Acquire();
            return handle != 0 ? handle : throw new ObjectDisposedException(nameof(Generator), $"{operation}: the generator was disposed.");
        }

        internal void Release() => Free(native.Release());

        private unsafe void Seed(ulong seed)
        {
            using var held = new Held(this, "Generator.manual_seed");
            NativeError.Check(NativeMethods.nk_generator_seed(held.Handle, 1, &seed), "Generator.manual_seed");
        }

        private readonly struct Held(Generator generator, string operation) : IDisposable
        {
            internal readonly nint Handle = generator.Acquire(operation);

            public void Dispose() => generator.Release();
        }

        private static void Free(nint handle)
        {
            if (handle != 0)
            {
                NativeMethods.nk_free_generator(handle);
            }
        }
    }
}
