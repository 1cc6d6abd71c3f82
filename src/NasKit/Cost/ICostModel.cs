using NasKit.Spaces;

namespace NasKit.Cost;

/// <summary>Says what an architecture costs, on one device and in one unit.</summary>
public interface ICostModel
{
    /// <summary>Name of the objective, for example <c>latencyMs</c>, <c>macs</c> or <c>parameters</c>.</summary>
    string Name { get; }

    /// <summary>Unit as it stands on axes, for example <c>ms</c>.</summary>
    string Unit { get; }

    /// <summary>The device that was measured, or <c>any</c> for a cost that depends on none.</summary>
    string Device { get; }

    /// <summary>Cost of an architecture in <see cref="Unit"/>.</summary>
    /// <param name="architecture">An architecture of the space that the model was made for.</param>
    /// <exception cref="ArgumentException">The architecture belongs to another space.</exception>
    double Cost(Architecture architecture);
}
