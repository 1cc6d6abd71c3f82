using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Where tensors live; the numbers are libtorch's.</summary>
public enum DeviceType
{
    CPU = 0, CUDA = 1, MKLDNN = 2, OPENGL = 3, OPENCL = 4, IDEEP = 5, HIP = 6, FPGA = 7, MSNPU = 8, XLA = 9, MPS = 13, META = 14,
}

/// <summary>Devices: the type, the ways to name one, and what there is of CUDA.</summary>
public static partial class torch
{
    private static Device defaultDevice = new(DeviceType.CPU);

    public static Device CPU { get; } = new(DeviceType.CPU);
    public static Device CUDA { get; } = new(DeviceType.CUDA, 0);
    public static Device MPS { get; } = new(DeviceType.MPS);
    public static Device META { get; } = new(DeviceType.META);

    public static Device device(string description) => new(description);
    public static Device device(string deviceType, int index = -1) => new(deviceType, index);
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);
    public static Device device(int index) => new(DeviceType.CUDA, index);

    public static void set_default_device(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        defaultDevice = device;
    }

    public static void set_default_device(string device) => set_default_device(new Device(device));
    public static Device get_default_device() => defaultDevice;

    /// <summary>The device of a factory: the one asked for, else the default one.</summary>
    private static Device Placed(Device? device) => device ?? defaultDevice;

    public sealed class Device : IEquatable<Device>
    {
        public Device(string description)
        {
            ArgumentNullException.ThrowIfNull(description);
            var parts = description.Split(':');
            type = TypeNamed(parts[0], description);
            index = parts.Length == 1 ? DefaultIndex(type)
                : parts.Length == 2 && int.TryParse(parts[1], System.Globalization.NumberStyles.None, null, out var given) ? Checked(given)
                : throw new ArgumentException($"'{description}' names no device; expected a name like cpu or cuda:0.", nameof(description));
        }

        public Device(string deviceType, int index = -1) : this(TypeNamed(deviceType, deviceType), index)
        {
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = Enum.IsDefined(deviceType) ? deviceType : throw new ArgumentException($"There is no device type {(int)deviceType}.", nameof(deviceType));
            this.index = index < 0 ? DefaultIndex(type) : Checked(index);
        }

        public DeviceType type { get; }

        /// <summary>The number among devices of the type; −1 where there is only one.</summary>
        public int index { get; }

        internal long Packed => ((long)type << 8) | (byte)(sbyte)index;

        internal static Device Unpack(long packed) => (packed >> 8, (sbyte)(packed & 0xff)) switch
        {
            (0, _) => CPU,
            (1, 0) => CUDA,
            var (type, index) => new((DeviceType)type, index),
        };

        public static implicit operator Device(string description) => new(description);
        public static bool operator ==(Device? left, Device? right) => left is null ? right is null : left.Equals(right);
        public static bool operator !=(Device? left, Device? right) => !(left == right);

        public bool Equals(Device? other) => other is not null && type == other.type && index == other.index;
        public override bool Equals(object? obj) => Equals(obj as Device);
        public override int GetHashCode() => HashCode.Combine(type, index);
        public override string ToString() => type.ToString().ToLowerInvariant() + (index < 0 ? "" : $":{index}");

        private static int DefaultIndex(DeviceType type) => type == DeviceType.CUDA ? 0 : -1;

        private static int Checked(int index) => index <= sbyte.MaxValue ? index : throw new ArgumentOutOfRangeException(nameof(index), index, "A device index is at most 127.");

        private static DeviceType TypeNamed(string name, string description) =>
            Enum.TryParse<DeviceType>(name, true, out var type) && char.IsAsciiLetter(name[0]) ? type
            : throw new ArgumentException($"'{description}' names no device; expected a name like cpu or cuda:0.", nameof(description));
    }

    public static bool cuda_is_available() => cuda.is_available();

    public static class cuda
    {
        public static bool is_available() => device_count() > 0;

        public static int device_count() => Math.Max(0, NativeMethods.nk_cuda_count());

        public static Generator manual_seed(long seed)
        {
            NativeError.Check(is_available() ? NativeMethods.nk_cuda_seed((ulong)seed, 0) : 0, "cuda.manual_seed");
            return Generator.Default;
        }

        public static Generator manual_seed_all(long seed)
        {
            NativeError.Check(is_available() ? NativeMethods.nk_cuda_seed((ulong)seed, 1) : 0, "cuda.manual_seed_all");
            return Generator.Default;
        }

        /// <summary>Waits until all work given to the device is done.</summary>
        public static void synchronize(Device? device = null)
        {
            if (device is { type: not DeviceType.CUDA })
            {
                throw new ArgumentException($"cuda.synchronize takes a CUDA device, not {device}.", nameof(device));
            }
            NativeError.Check(NativeMethods.nk_cuda_synchronize(device?.index ?? -1), "cuda.synchronize");
        }
    }
}
