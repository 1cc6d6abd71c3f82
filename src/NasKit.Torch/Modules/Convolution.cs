using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>A convolution of images [N, C, H, W] with weight [out, in / groups, kH, kW].</summary>
    public sealed class Conv2d : Module<Tensor, Tensor>
    {
        private readonly long[] strides, dilations;
        private long[]? paddings;
        private Padding paddingRule;
        private Parameter kernel;
        private Parameter? offset;

        internal Conv2d(
            long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            : base(nameof(Conv2d))
        {
            Require.Positive(in_channels, nameof(in_channels));
            Require.Positive(out_channels, nameof(out_channels));
            Require.Positive(groups, nameof(groups));
            Require.Positive(kernel_size.Item1, nameof(kernel_size));
            Require.Positive(kernel_size.Item2, nameof(kernel_size));
            if (in_channels % groups != 0 || out_channels % groups != 0)
                throw new ArgumentException($"Conv2d: groups must divide the channels, but {groups} groups, {in_channels} channels in and {out_channels} out came.", nameof(groups));
            this.in_channels = in_channels;
            this.out_channels = out_channels;
            this.kernel_size = [kernel_size.Item1, kernel_size.Item2];
            this.groups = groups;
            this.padding_mode = padding_mode == PaddingModes.Constant ? PaddingModes.Zeros : padding_mode;
            strides = functional.pair(stride ?? (1, 1));
            dilations = functional.pair(dilation ?? (1, 1));
            paddings = functional.pair(padding ?? (0, 0));
            kernel = Layer.Weight([out_channels, in_channels / groups, kernel_size.Item1, kernel_size.Item2], device, dtype);
            register_parameter(nameof(weight), kernel);
            if (bias)
            {
                offset = Layer.Weight([out_channels], device, dtype);
                register_parameter(nameof(bias), offset);
            }
            reset_parameters();
        }

        public Parameter weight
        {
            get => kernel;
            set => ReplaceParameter(nameof(weight), kernel = value ?? throw new ArgumentNullException(nameof(value)));
        }

        public Parameter? bias
        {
            get => offset;
            set => ReplaceParameter(nameof(bias), offset = value);
        }

        public long in_channels { get; }

        public long out_channels { get; }

        public long[] kernel_size { get; }

        public long[] stride => strides;

        /// <summary>Padding in numbers; null where it goes by a rule.</summary>
        public long[]? padding => paddings;

        public long[] dilation => dilations;

        public long groups { get; }

        public PaddingModes padding_mode { get; }

        /// <summary>Draws the weight from ±1/√fan-in (Kaiming-uniform with a = √5) and then the bias from the same range.</summary>
        public void reset_parameters() => Layer.Initialise(kernel, offset);

        /// <summary>Pads by a rule; <see cref="Padding.Same"/> needs stride 1.</summary>
        internal Conv2d SetPadding(Padding padding)
        {
            if (padding == Padding.Same && (strides[0] != 1 || strides[1] != 1))
                throw new ArgumentException("Conv2d: padding Same goes only with stride 1.", nameof(padding));
            paddings = null;
            paddingRule = padding;
            return this;
        }

        public override Tensor forward(Tensor input)
        {
            if (padding_mode == PaddingModes.Zeros)
            {
                return paddings is null
                    ? functional.conv2d(input, kernel, offset, strides, paddingRule, dilations, groups)
                    : functional.conv2d(input, kernel, offset, strides, paddings, dilations, groups);
            }
            long[] border = Border();
            using Tensor padded = functional.pad(input, border, padding_mode);
            return functional.conv2d(padded, kernel, offset, strides, null, dilations, groups);
        }

        private long[] Border()
        {
            if (paddings is { } p)
                return [p[1], p[1], p[0], p[0]];
            if (paddingRule == Padding.Valid)
                return [0, 0, 0, 0];
            long high = dilations[0] * (kernel_size[0] - 1), wide = dilations[1] * (kernel_size[1] - 1);
            return [wide / 2, wide - (wide / 2), high / 2, high - (high / 2)];
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A convolution of images, drawn as PyTorch draws it.</summary>
            /// <exception cref="ArgumentException">Sizes that are not positive, or groups that do not divide the channels.</exception>
            public static Modules.Conv2d Conv2d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), (dilation, dilation), padding_mode, groups, bias, device, dtype);

            /// <inheritdoc cref="Conv2d(long, long, long, long, long, long, PaddingModes, long, bool, Device, ScalarType?)"/>
            public static Modules.Conv2d Conv2d(
                long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride, padding, dilation, padding_mode, groups, bias, device, dtype);

            /// <inheritdoc cref="Conv2d(long, long, long, long, long, long, PaddingModes, long, bool, Device, ScalarType?)"/>
            public static Modules.Conv2d Conv2d(
                long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new Modules.Conv2d(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), null, (dilation, dilation), padding_mode, groups, bias, device, dtype).SetPadding(padding);

            /// <inheritdoc cref="Conv2d(long, long, long, long, long, long, PaddingModes, long, bool, Device, ScalarType?)"/>
            public static Modules.Conv2d Conv2d(
                long in_channels, long out_channels, (long, long) kernel_size, Padding padding, (long, long)? stride = null, (long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new Modules.Conv2d(in_channels, out_channels, kernel_size, stride, null, dilation, padding_mode, groups, bias, device, dtype).SetPadding(padding);
        }
    }
}
