using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>What the built-in layers share: making and drawing their weights.</summary>
internal static class Layer
{
    /// <summary>A parameter without values yet, which no dispose scope frees.</summary>
    internal static Parameter Weight(long[] shape, Device? device, ScalarType? dtype) =>
        (Parameter)new Parameter(empty(shape, dtype, device)).DetachFromDisposeScope();

    internal static Tensor Buffer(Tensor tensor) => tensor.DetachFromDisposeScope();

    /// <summary>Both uniform in ±1/√fan-in of the weight, which Kaiming-uniform with a = √5 comes to.</summary>
    internal static void Initialise(Parameter weight, Parameter? bias)
    {
        init.kaiming_uniform_(weight, Math.Sqrt(5.0));
        if (bias is null)
            return;
        var (fanIn, _) = init.CalculateFanInAndFanOut(weight);
        double bound = fanIn > 0 ? 1.0 / Math.Sqrt(fanIn) : 0.0;
        init.uniform_(bias, -bound, bound);
    }
}

internal static class Require
{
    internal static void Positive(long value, string name)
    {
        if (value <= 0)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be positive.");
    }

    internal static void Probability(double value, string name)
    {
        if (!(value >= 0 && value <= 1))
            throw new ArgumentOutOfRangeException(name, value, $"{name} is a probability in 0…1.");
    }
}
