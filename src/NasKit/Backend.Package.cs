#if TORCHSHARP_PACKAGE
using System.Reflection;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit;

/// <summary>Over the TorchSharp package, whose members for gradients and states differ from version to version and are found by name.</summary>
internal static partial class Backend
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly MethodInfo readGradient =
        typeof(Tensor).GetProperty("grad")?.GetMethod ?? typeof(Tensor).GetMethod("grad", Type.EmptyTypes) ?? throw Missing("Tensor.grad");

    private static readonly MethodInfo writeGradient =
        typeof(Tensor).GetProperty("grad")?.SetMethod ?? typeof(Tensor).GetMethod("set_grad", [typeof(Tensor)]) ?? throw Missing("Tensor.set_grad");

    /// <summary>The tensor layer and its version.</summary>
    internal static string LayerVersion => $"TorchSharp {typeof(torch).Assembly.GetName().Version}";

    /// <summary>The gradient of a leaf, a tensor of the caller's; null where there is none.</summary>
    internal static Tensor? Gradient(Tensor tensor) => (Tensor?)readGradient.Invoke(tensor, null);

    internal static void DropGradients(IEnumerable<Parameter> parameters)
    {
        foreach (Parameter parameter in parameters)
            writeGradient.Invoke(parameter, [null]);
    }

    /// <summary>The package keeps no memory of its own.</summary>
    internal static void ReleaseMemory()
    {
    }

    /// <summary>The package has no switch for this; always false.</summary>
    internal static bool FlushDenormals(bool on) => false;

    /// <summary>All that an optimizer remembers, in the package's own binary form as one tensor of bytes; a copy that belongs to the caller.</summary>
    internal static Dictionary<string, Tensor> OptimizerState(optim.Optimizer optimizer)
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, System.Text.Encoding.UTF8, leaveOpen: true))
            ((OptimizerHelper)optimizer).save_state_dict(writer);
        Tensor bytes = empty(new long[] { memory.Length }, dtype: ScalarType.Byte);
        memory.GetBuffer().AsSpan(0, (int)memory.Length).CopyTo(bytes.bytes);
        return new() { ["torchsharp"] = bytes };
    }

    /// <summary>Takes back what <see cref="OptimizerState"/> gave.</summary>
    internal static void SetOptimizerState(optim.Optimizer optimizer, IReadOnlyDictionary<string, Tensor> state)
    {
        if (!state.TryGetValue("torchsharp", out Tensor? bytes))
            throw new NasKitException("The saved optimizer was written by another tensor layer than TorchSharp's.", "Go on with the layer that wrote it, or start the run anew.");
        using var reader = new BinaryReader(new MemoryStream(bytes.bytes.ToArray()));
        ((OptimizerHelper)optimizer).load_state_dict(reader);
    }

    /// <summary>All that a learning-rate schedule remembers, by name.</summary>
    internal static Dictionary<string, double> ScheduleState(optim.lr_scheduler.LRScheduler schedule)
    {
        var state = new Dictionary<string, double>();
        foreach (FieldInfo field in Fields(schedule))
        {
            switch (field.GetValue(schedule))
            {
                case bool value: state[field.Name] = value ? 1 : 0; break;
                case int value: state[field.Name] = value; break;
                case double value: state[field.Name] = value; break;
                case IList<double> values:
                    for (int i = 0; i < values.Count; i++)
                        state[$"{field.Name}.{i}"] = values[i];
                    break;
            }
        }
        return state;
    }

    /// <summary>Takes back what <see cref="ScheduleState"/> gave, and sets the learning rates of that moment.</summary>
    internal static void SetScheduleState(optim.lr_scheduler.LRScheduler schedule, IReadOnlyDictionary<string, double> state)
    {
        foreach (FieldInfo field in Fields(schedule))
        {
            switch (field.GetValue(schedule))
            {
                case bool: field.SetValue(schedule, state[field.Name] != 0); break;
                case int: field.SetValue(schedule, checked((int)state[field.Name])); break;
                case double: field.SetValue(schedule, state[field.Name]); break;
                case IList<double> values:
                    for (int i = 0; i < values.Count; i++)
                        values[i] = state[$"{field.Name}.{i}"];
                    break;
            }
        }
        foreach (var (group, rate) in ((optim.Optimizer)Fields(schedule).First(field => typeof(optim.Optimizer).IsAssignableFrom(field.FieldType)).GetValue(schedule)!).ParamGroups.Zip(schedule.get_last_lr()))
            group.LearningRate = rate;
    }

    private static IEnumerable<FieldInfo> Fields(object instance)
    {
        for (Type? type = instance.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(Any | BindingFlags.DeclaredOnly))
                yield return field;
        }
    }

    private static NotSupportedException Missing(string member) => new($"This TorchSharp.dll has no {member}; versions 0.99 to 0.105 are known.");

    // The package has no kernels of its own.
    private static Tensor FusedConvolution(Tensor x, Tensor weight, long stride, long padding, long dilation, long groups, bool relu) =>
        PlainConvolution(x, weight, stride, padding, dilation, groups, relu);

    private static Tensor FusedBatchNorm(Tensor x, Tensor? scale, Tensor? shift, double epsilon, Rectifier rectifier) => PlainBatchNorm(x, scale, shift, epsilon, rectifier);

    private static Tensor FusedPool(Tensor x, long stride, bool max) => PlainPool(x, 3, stride, max);

    private static Tensor FusedWeightedSum(IReadOnlyList<Tensor> parts, IReadOnlyList<Tensor> weights) => PlainWeightedSum(parts, weights);
}
#endif
