using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Moves and converts modules, keeping their type; the weights keep their identity.</summary>
public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, Device device, bool non_blocking = false) where T : nn.Module => Converted(module, null, device, non_blocking);

    public static T to<T>(this T module, string device, bool non_blocking = false) where T : nn.Module => Converted(module, null, new Device(device), non_blocking);

    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false) where T : nn.Module =>
        Converted(module, null, new Device(deviceType, deviceIndex), non_blocking);

    /// <summary>Floating-point weights and buffers take this dtype; others stay.</summary>
    public static T to<T>(this T module, ScalarType type, bool non_blocking = false) where T : nn.Module => Converted(module, type, null, non_blocking);

    public static T to<T>(this T module, Device device, ScalarType type, bool non_blocking = false) where T : nn.Module => Converted(module, type, device, non_blocking);

    /// <summary>To the dtype and device of another tensor.</summary>
    public static T to<T>(this T module, Tensor other, bool non_blocking = false) where T : nn.Module
    {
        ArgumentNullException.ThrowIfNull(other);
        return Converted(module, other.dtype, other.device, non_blocking);
    }

    public static T cpu<T>(this T module, bool non_blocking = false) where T : nn.Module => Converted(module, null, CPU, non_blocking);

    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false) where T : nn.Module =>
        Converted(module, null, new Device(DeviceType.CUDA, Math.Max(deviceIndex, 0)), non_blocking);

    public static T @double<T>(this T module) where T : nn.Module => Converted(module, ScalarType.Float64, null, false);

    public static T @float<T>(this T module) where T : nn.Module => Converted(module, ScalarType.Float32, null, false);

    public static T half<T>(this T module) where T : nn.Module => Converted(module, ScalarType.Float16, null, false);

    public static T bfloat16<T>(this T module) where T : nn.Module => Converted(module, ScalarType.BFloat16, null, false);

    private static T Converted<T>(T module, ScalarType? dtype, Device? device, bool nonBlocking) where T : nn.Module
    {
        ArgumentNullException.ThrowIfNull(module);
        module.Convert(dtype, device, nonBlocking);
        return module;
    }
}
