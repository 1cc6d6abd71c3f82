using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit;

/// <summary>The one place that knows which tensor layer is below: this repository's, or the TorchSharp package.</summary>
/// <remarks>Everything else in NasKit uses only names that both have, in TorchSharp 0.99 to 0.105 alike; a test holds it to that.</remarks>
internal static partial class Backend
{
    /// <summary>Tensor objects alive in this process.</summary>
    internal static long LiveTensors => Tensor.TotalCount;

    /// <summary>The same images [N, C, H, W] in the memory order N, H, W, C, in which convolutions on the processor are fastest.</summary>
    internal static Tensor ChannelsLast(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        if (images.shape[1] == 1)
        {
            // One channel lies both ways at once; only these strides say that the result is meant to be N, H, W, C.
            return images.reshape(images.shape[0], images.shape[2], images.shape[3], 1).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
        }

        return images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    /// <summary>Takes a tensor out of its dispose scope, so that its owner alone disposes it.</summary>
    internal static T Detach<T>(T tensor)
        where T : Tensor
    {
        tensor.DetachFromDisposeScope();
        return tensor;
    }

    /// <summary>The state of the processor's default random generator.</summary>
    internal static byte[] RandomState()
    {
        using Tensor state = get_rng_state();
        return state.bytes.ToArray();
    }

    /// <summary>Takes back what <see cref="RandomState"/> gave.</summary>
    internal static void SetRandomState(byte[] state)
    {
        using Tensor bytes = empty(new long[] { state.Length }, dtype: ScalarType.Byte);
        state.CopyTo(bytes.bytes);
        set_rng_state(bytes);
    }

    /// <summary>The learning rate of the first parameter group.</summary>
    internal static double LearningRate(optim.Optimizer optimizer) => optimizer.ParamGroups.First().LearningRate;

    /// <summary>Sets the learning rate of every parameter group.</summary>
    internal static void SetLearningRate(optim.Optimizer optimizer, double rate)
    {
        foreach (optim.ILearningRateController group in optimizer.ParamGroups)
            group.LearningRate = rate;
    }

    /// <summary>Drops all gradients of a module, so that the next step leaves alone what takes no part in the next loss.</summary>
    internal static void DropGradients(nn.Module module) => DropGradients(module.parameters());

    /// <summary>Waits until the device has done all it was given.</summary>
    internal static void Synchronize(Device device)
    {
        if (device.type == DeviceType.CUDA)
            cuda.synchronize(device);
    }

    /// <summary>What computes: layer, libtorch, threads, device; for the head of a run record.</summary>
    internal static string Describe(Device device) => $"{LayerVersion}, {get_num_threads()} thread{(get_num_threads() == 1 ? "" : "s")}, {device.type.ToString().ToLowerInvariant()}";
}
