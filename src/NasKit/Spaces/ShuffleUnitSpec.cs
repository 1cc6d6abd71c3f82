using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>The choice block of the ShuffleNetV2 spaces: one half of the channels passes by, the other goes through separable convolutions;
/// with stride 2 all channels go through both branches.</summary>
/// <param name="Input">Shape of one input; an even number of channels.</param>
/// <param name="Channels">Output channels; with stride 1 those of the input.</param>
/// <param name="Kernel">Size of the depthwise kernels, odd; 3 for the Xception form.</param>
/// <param name="Stride">1 or 2.</param>
/// <param name="Xception">Whether the main branch has three depthwise convolutions instead of one.</param>
/// <remarks>Source: the released code of single-path one-shot (blocks.py). Splitting into even and odd channels is the shuffle. Differs:
/// normalisations have scale and shift in the supernet too.</remarks>
public sealed record ShuffleUnitSpec(TensorShape Input, int Channels, int Kernel, int Stride, bool Xception = false) : OperatorSpec(Input)
{
    private readonly record struct Step(bool Depthwise, int In, int Out, int Stride, Activation Activation, bool Downsampled);

    /// <inheritdoc/>
    public override TensorShape Output => Input.Convolved(Channels, Kernel, Stride);

    /// <inheritdoc/>
    public override IEnumerable<Layer> Layers => Main().Concat(Projection()).SelectMany<Step, Layer>(step =>
    {
        var shape = (step.Downsampled ? Output : Input) with { Channels = step.Out };
        return [Layer.Convolution(step.In, shape, step.Depthwise ? Kernel : 1, step.Depthwise ? step.In : 1), Layer.BatchNorm(step.Out)];
    });

    /// <inheritdoc/>
    public override string ShortName => Xception ? "Xception" : $"shuffle k{Kernel}";

    /// <inheritdoc/>
    public override string Key => $"shuffle-{Input}-c{Channels}-k{Kernel}-s{Stride}{(Xception ? "-xception" : "")}";

    /// <inheritdoc/>
    public override bool PassesInputBy => true;

    private int Branch => Stride == 1 ? Input.Channels / 2 : Input.Channels;

    /// <inheritdoc/>
    public override OperatorModule Build(Generator init) => new Module(this, init);

    private IEnumerable<Step> Main()
    {
        var (middle, outputs) = (Channels / 2, Channels - Branch);
        Step Pointwise(int from, int to, bool downsampled) => new(false, from, to, 1, Activation.ReLU, downsampled);
        Step Deep(int channels, int stride, bool downsampled) => new(true, channels, channels, stride, Activation.None, downsampled);
        return Xception
            ? [Deep(Branch, Stride, true), Pointwise(Branch, middle, true), Deep(middle, 1, true), Pointwise(middle, middle, true), Deep(middle, 1, true), Pointwise(middle, outputs, true)]
            : [Pointwise(Branch, middle, false), Deep(middle, Stride, true), Pointwise(middle, outputs, true)];
    }

    private IEnumerable<Step> Projection() => Stride == 1 ? []
        : [new(true, Branch, Branch, Stride, Activation.None, true), new(false, Branch, Branch, 1, Activation.ReLU, true)];

    private sealed class Module : OperatorModule
    {
        private readonly ShuffleUnitSpec spec;
        private readonly ModuleList<Part> main = new();
        private readonly ModuleList<Part> projection = new();

        public Module(ShuffleUnitSpec spec, Generator init) : base("ShuffleUnit")
        {
            this.spec = spec;
            foreach (var step in spec.Main())
            {
                main.Add(new Part(step, spec.Kernel, init));
            }

            foreach (var step in spec.Projection())
            {
                projection.Add(new Part(step, spec.Kernel, init));
            }

            RegisterComponents();
        }

        public override Tensor forward(Tensor x, OperatorSpec active) => Join(x, null);

        public override Tensor Gated(Tensor x, OperatorSpec active, Tensor gate) => Join(x, gate);

        private Tensor Join(Tensor x, Tensor? gate)
        {
            var (passed, worked) = spec.Stride == 1 ? ChannelOrder.Split(x) : (x, x); // [N, C/2, H, W] each, or all twice
            var branch = Run(main, worked);
            return cat([Run(projection, passed), gate is null ? branch : branch * gate], 1);
        }

        private static Tensor Run(ModuleList<Part> parts, Tensor x)
        {
            foreach (var part in parts)
            {
                x = part.call(x);
            }

            return x;
        }
    }

    private sealed class Part : nn.Module<Tensor, Tensor>
    {
        private readonly Step step;
        private readonly Parameter weight;
        private readonly ElasticBatchNorm norm;

        public Part(Step step, int kernel, Generator init) : base("Part")
        {
            this.step = step;
            weight = step.Depthwise ? Weights.Convolution(step.Out, 1, kernel, init) : Weights.Convolution(step.Out, step.In, 1, init);
            norm = new ElasticBatchNorm(step.Out);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            x = Backend.Convolution(x, weight, step.Stride, groups: step.Depthwise ? step.In : 1);
            return norm.forward(x, step.Out, step.Activation);
        }
    }
}
