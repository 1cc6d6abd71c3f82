using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>Batch normalisation and activation over the first channels of a widest one, with statistics recalibrated on demand.</summary>
/// <remarks>While training it normalises by the batch and keeps no running statistics: weight sharing makes those meaningless, so each path
/// (or finished network) is recalibrated before it is evaluated.</remarks>
internal sealed class ElasticBatchNorm : nn.Module
{
    private readonly Parameter? weight;
    private readonly Parameter? bias;
    private readonly Tensor mean;
    private readonly Tensor variance;

    /// <param name="channels">Channels of the widest input.</param>
    /// <param name="affine">Whether it learns a scale and a shift.</param>
    public ElasticBatchNorm(int channels, bool affine = true) : base("BatchNorm")
    {
        weight = affine ? Weights.Ones(channels) : null;
        bias = affine ? Weights.Zeros(channels) : null;
        mean = Backend.Detach(zeros(channels));
        variance = Backend.Detach(ones(channels));
        RegisterComponents();
    }

    /// <summary>What is added to the variance.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>Weight of the current batch in the running statistics while recalibrating, 1/(number of batches so far); null otherwise.</summary>
    public double? Recalibration { get; set; }

    // x // [N, channels, H, W]
    public Tensor forward(Tensor x, int channels, Activation activation)
    {
        var scale = weight is null ? null : Weights.First(weight, 0, channels);
        var shift = bias is null ? null : Weights.First(bias, 0, channels);
        if (training && Recalibration is null)
        {
            var rectifier = activation switch
            {
                Activation.ReLU => Rectifier.ReLU,
                Activation.ReLU6 => Rectifier.ReLU6,
                _ => Rectifier.None,
            };
            x = Backend.BatchNorm(x, scale, shift, Epsilon, rectifier);
            return rectifier == Rectifier.None ? activation.Apply(x) : x;
        }

        return activation.Apply(nn.functional.batch_norm(
            x, Weights.First(mean, 0, channels), Weights.First(variance, 0, channels), scale, shift, Recalibration is not null, Recalibration ?? 0, Epsilon));
    }
}

/// <summary>Applies activations in place: what they overwrite is always a fresh result of their own layer.</summary>
internal static class ActivationExtensions
{
    public static Tensor Apply(this Activation activation, Tensor x) => activation switch
    {
        Activation.ReLU => nn.functional.relu(x, true),
        Activation.HardSwish => nn.functional.hardswish(x, true),
        Activation.ReLU6 => nn.functional.relu6(x, true),
        _ => x,
    };

    /// <summary>The activation of a tensor that others read too, which is left as it is.</summary>
    public static Tensor Of(this Activation activation, Tensor x) => activation switch
    {
        Activation.ReLU => nn.functional.relu(x),
        Activation.HardSwish => nn.functional.hardswish(x),
        Activation.ReLU6 => nn.functional.relu6(x),
        _ => x,
    };
}
