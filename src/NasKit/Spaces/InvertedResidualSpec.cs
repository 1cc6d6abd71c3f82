using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>The inverted residual of the mobile networks: expand 1×1, depthwise k×k, optional squeeze-and-excitation, project 1×1, and
/// a shortcut where the shapes agree.</summary>
/// <param name="Input">Shape of one input.</param>
/// <param name="Channels">Output channels.</param>
/// <param name="Kernel">Size of the depthwise kernel, odd.</param>
/// <param name="Stride">Stride of the depthwise convolution.</param>
/// <param name="Expansion">Expanded channels over input channels; 1 has no expanding convolution.</param>
/// <param name="Activation">Activation after expansion and depthwise convolution.</param>
/// <param name="SqueezeExcite">Whether a squeeze-and-excitation block with a quarter of the channels stands before the projection.</param>
/// <remarks>The family of a slot shares one owner's weights: a smaller kernel is the centre of the larger one and a smaller expansion is
/// its first channels. Source: once-for-all MobileNetV3 (channels are rounded to multiples of 8); its learned kernel transforms are left out.</remarks>
public sealed record InvertedResidualSpec(
    TensorShape Input, int Channels, int Kernel, int Stride, int Expansion, Activation Activation, bool SqueezeExcite) : OperatorSpec(Input)
{
    /// <summary>Groups of both 1×1 convolutions; above 1, the channels are shuffled between the groups behind the first.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Whether the first 1×1 convolution is there even where it expands by 1.</summary>
    public bool ExpandsAlways { get; init; }

    /// <summary>Whether there is a first 1×1 convolution.</summary>
    public bool HasExpansion => Expansion != 1 || ExpandsAlways;

    /// <summary>Expanded channels.</summary>
    public int Middle => Expansion == 1 ? Input.Channels : Divisible(Input.Channels * Expansion);

    /// <summary>Channels of the squeezed vector.</summary>
    public int Squeezed => Divisible(Middle / 4);

    /// <summary>Whether the input is added to the output.</summary>
    public bool HasShortcut => Stride == 1 && Input.Channels == Channels;

    /// <inheritdoc/>
    public override bool PassesInputBy => HasShortcut;

    /// <inheritdoc/>
    public override TensorShape Output => Input.Convolved(Channels, Kernel, Stride);

    /// <inheritdoc/>
    public override IEnumerable<Layer> Layers
    {
        get
        {
            if (HasExpansion)
            {
                yield return Layer.Convolution(Input.Channels, Input with { Channels = Middle }, 1, Groups);
                yield return Layer.BatchNorm(Middle);
            }

            yield return Layer.Convolution(Middle, Output with { Channels = Middle }, Kernel, groups: Middle);
            yield return Layer.BatchNorm(Middle);
            if (SqueezeExcite)
            {
                yield return Layer.Convolution(Middle, new(Squeezed, 1, 1), 1, bias: true);
                yield return Layer.Convolution(Squeezed, new(Middle, 1, 1), 1, bias: true);
            }

            yield return Layer.Convolution(Middle, Output, 1, Groups);
            yield return Layer.BatchNorm(Channels);
        }
    }

    /// <inheritdoc/>
    public override string ShortName => $"MB k{Kernel} e{Expansion}";

    /// <inheritdoc/>
    public override string Key => $"mbconv-{Input}-c{Channels}-k{Kernel}-s{Stride}-e{Expansion}-{Activation}{(SqueezeExcite ? "-se" : "")}{(Groups > 1 ? $"-g{Groups}" : "")}{(ExpandsAlways && Expansion == 1 ? "-pw" : "")}";

    /// <summary>The nearest multiple of 8 that is not below 0.9 times the number, at least 8.</summary>
    /// <param name="channels">A number of channels.</param>
    public static int Divisible(double channels)
    {
        var rounded = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return rounded < 0.9 * channels ? rounded + 8 : rounded;
    }

    /// <inheritdoc/>
    public override bool Contains(OperatorSpec smaller) =>
        smaller is InvertedResidualSpec other && other with { Kernel = Kernel, Expansion = Expansion } == this
        && other.Kernel <= Kernel && other.Expansion <= Expansion && other.HasExpansion == HasExpansion
        && (Groups == 1 || other.Expansion == Expansion); // the first channels of a grouped convolution are not a grouped convolution

    /// <inheritdoc/>
    public override OperatorSpec? Union(OperatorSpec other)
    {
        if (other is not InvertedResidualSpec residual)
        {
            return null;
        }

        var union = this with { Kernel = Math.Max(Kernel, residual.Kernel), Expansion = Math.Max(Expansion, residual.Expansion) };
        return union.Contains(this) && union.Contains(residual) ? union : null;
    }

    /// <inheritdoc/>
    public override OperatorModule Build(Generator init) => new Module(this, init);

    private sealed class Module : OperatorModule
    {
        private readonly InvertedResidualSpec owner;
        private readonly Parameter? expand;
        private readonly ElasticBatchNorm? expandNorm;
        private readonly Parameter depthwise;
        private readonly ElasticBatchNorm depthwiseNorm;
        private readonly Parameter? squeeze;
        private readonly Parameter? squeezeBias;
        private readonly Parameter? excite;
        private readonly Parameter? exciteBias;
        private readonly Parameter project;
        private readonly ElasticBatchNorm projectNorm;

        public Module(InvertedResidualSpec owner, Generator init) : base("InvertedResidual")
        {
            this.owner = owner;
            var middle = owner.Middle;
            if (owner.HasExpansion)
            {
                expand = Weights.Convolution(middle, owner.Input.Channels / owner.Groups, 1, init);
                expandNorm = new ElasticBatchNorm(middle);
            }

            depthwise = Weights.Convolution(middle, 1, owner.Kernel, init);
            depthwiseNorm = new ElasticBatchNorm(middle);
            if (owner.SqueezeExcite)
            {
                squeeze = Weights.Convolution(owner.Squeezed, middle, 1, init);
                squeezeBias = Weights.Zeros(owner.Squeezed);
                excite = Weights.Convolution(middle, owner.Squeezed, 1, init);
                exciteBias = Weights.Zeros(middle);
            }

            project = Weights.Convolution(owner.Channels, middle / owner.Groups, 1, init);
            projectNorm = new ElasticBatchNorm(owner.Channels);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input, OperatorSpec active) => Shortcut(input, Branch(input, (InvertedResidualSpec)active));

        public override Tensor Gated(Tensor x, OperatorSpec active, Tensor gate) => Shortcut(x, Branch(x, (InvertedResidualSpec)active) * gate);

        private Tensor Shortcut(Tensor input, Tensor branch) => owner.HasShortcut ? branch + input : branch;

        private Tensor Branch(Tensor input, InvertedResidualSpec spec)
        {
            var middle = spec.Middle;
            var x = input;
            if (expand is not null)
            {
                x = Backend.Convolution(x, Weights.First(expand, 0, middle), groups: owner.Groups); // [N, mid, H, W]
                x = expandNorm!.forward(x, middle, owner.Activation);
                x = owner.Groups == 1 ? x : ChannelOrder.Shuffle(x, owner.Groups);
            }

            var crop = (owner.Kernel - spec.Kernel) / 2;
            var kernel = Weights.First(depthwise, 0, middle);
            if (crop > 0)
            {
                kernel = kernel.narrow(2, crop, spec.Kernel).narrow(3, crop, spec.Kernel);
            }

            x = Backend.Convolution(x, kernel, owner.Stride, groups: middle);
            x = depthwiseNorm.forward(x, middle, owner.Activation);
            if (owner.SqueezeExcite)
            {
                var gate = x.mean([2, 3], true); // [N, mid, 1, 1]
                gate = nn.functional.conv2d(gate, Weights.First(Weights.First(squeeze!, 0, spec.Squeezed), 1, middle), Weights.First(squeezeBias!, 0, spec.Squeezed)).relu();
                gate = nn.functional.conv2d(gate, Weights.First(Weights.First(excite!, 0, middle), 1, spec.Squeezed), Weights.First(exciteBias!, 0, middle));
                x = x * nn.functional.hardsigmoid(gate);
            }

            x = Backend.Convolution(x, Weights.First(project, 1, middle / owner.Groups), groups: owner.Groups); // [N, C, H', W']
            return projectNorm.forward(x, owner.Channels, Activation.None);
        }
    }
}
