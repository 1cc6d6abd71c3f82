using TorchSharp;

namespace NasKit;

/// <summary>The whole state of a long step: named tensors and named texts.</summary>
public sealed class Snapshot
{
    /// <summary>Weights, statistics and optimiser state by name; any dtype and shape. They belong to whoever made or loaded the snapshot.</summary>
    public Dictionary<string, torch.Tensor> Tensors { get; init; } = [];

    /// <summary>Counters, config and generator states by name, as text (JSON where there is structure, <see cref="RngState"/> as it prints).</summary>
    public Dictionary<string, string> State { get; init; } = [];
}
