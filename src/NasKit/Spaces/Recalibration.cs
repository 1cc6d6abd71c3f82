using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>A network whose normalisations keep no running statistics while training.</summary>
internal interface IRecalibrated
{
    /// <summary>Its normalisations.</summary>
    IEnumerable<ElasticBatchNorm> Norms();
}

/// <summary>Sets the running statistics of a network's normalisations to those of given batches.</summary>
internal static class Recalibration
{
    /// <summary>Runs the batches through the network and averages their statistics; leaves the network in evaluation mode.</summary>
    /// <param name="network">The network.</param>
    /// <param name="forward">Runs one batch through it.</param>
    /// <param name="batches">Images, float32 [N, C, H, W] each; training images, never those that are scored.</param>
    public static void Recalibrate(this IRecalibrated network, Action<Tensor> forward, IReadOnlyList<Tensor> batches)
    {
        using var inference = no_grad();
        var norms = network.Norms().ToArray();
        ((nn.Module)network).eval();
        try
        {
            for (var i = 0; i < batches.Count; i++)
            {
                using var scope = NewDisposeScope();
                foreach (var norm in norms)
                {
                    norm.Recalibration = 1.0 / (i + 1);
                }

                forward(batches[i]);
            }
        }
        finally
        {
            foreach (var norm in norms)
            {
                norm.Recalibration = null;
            }
        }
    }
}
