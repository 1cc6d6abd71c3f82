#if !TORCHSHARP_PACKAGE
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit;

/// <summary>Over this repository's layer.</summary>
internal static partial class Backend
{
    /// <summary>The tensor layer and libtorch's version.</summary>
    internal static string LayerVersion => $"NasKit.Torch on libtorch {__version__}";

    /// <summary>The gradient of a leaf, a tensor of the caller's; null where there is none.</summary>
    internal static Tensor? Gradient(Tensor tensor) => tensor.grad;

    internal static void DropGradients(IEnumerable<Parameter> parameters)
    {
        foreach (Parameter parameter in parameters)
            parameter.grad = null;
    }

    /// <summary>Gives memory that was kept for the next step of a training back to the system.</summary>
    internal static void ReleaseMemory() => Extras.release_memory();

    /// <summary>Treats numbers below the smallest normal one as zero, which is faster; false where the processor or the layer cannot.</summary>
    internal static bool FlushDenormals(bool on) => Extras.flush_denormals(on);

    /// <summary>All that an optimizer remembers, by name; copies that belong to the caller.</summary>
    internal static Dictionary<string, Tensor> OptimizerState(optim.Optimizer optimizer) => ((OptimizerHelper)optimizer).named_state();

    /// <summary>Takes back what <see cref="OptimizerState"/> gave.</summary>
    internal static void SetOptimizerState(optim.Optimizer optimizer, IReadOnlyDictionary<string, Tensor> state) => ((OptimizerHelper)optimizer).load_named_state(state);

    /// <summary>All that a learning-rate schedule remembers, by name.</summary>
    internal static Dictionary<string, double> ScheduleState(optim.lr_scheduler.LRScheduler schedule) => schedule.state_dict();

    /// <summary>Takes back what <see cref="ScheduleState"/> gave, and sets the learning rates of that moment.</summary>
    internal static void SetScheduleState(optim.lr_scheduler.LRScheduler schedule, IReadOnlyDictionary<string, double> state) => schedule.load_state_dict(state);

    private static Tensor FusedConvolution(Tensor x, Tensor weight, long stride, long padding, long dilation, long groups, bool relu) =>
        TorchSharp.Fused.convolution(x, weight, stride, padding, dilation, groups, relu);

    private static Tensor FusedBatchNorm(Tensor x, Tensor? scale, Tensor? shift, double epsilon, Rectifier rectifier) =>
        TorchSharp.Fused.batch_norm(x, scale, shift, epsilon, (TorchSharp.Fused.Activation)rectifier);

    private static Tensor FusedPool(Tensor x, long stride, bool max) => TorchSharp.Fused.pool(x, stride, max);

    private static Tensor FusedWeightedSum(IReadOnlyList<Tensor> parts, IReadOnlyList<Tensor> weights) => TorchSharp.Fused.weighted_sum(parts, weights);
}
#endif
