using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>Hands its input on, as an alias.</summary>
    public sealed class Identity : Module<Tensor, Tensor>
    {
        internal Identity() : base(nameof(Identity))
        {
        }

        public override Tensor forward(Tensor input) => input.alias();
    }

    /// <summary>Joins the dimensions from start to end into one.</summary>
    public sealed class Flatten : Module<Tensor, Tensor>
    {
        internal Flatten(long start_dim, long end_dim) : base(nameof(Flatten)) => (this.start_dim, this.end_dim) = (start_dim, end_dim);

        public long start_dim { get; }

        public long end_dim { get; }

        public override Tensor forward(Tensor input) => input.flatten(start_dim, end_dim);
    }

    /// <summary>Zeros around images: left, right, top, bottom.</summary>
    public sealed class ZeroPad2d : Module<Tensor, Tensor>
    {
        internal ZeroPad2d(long[] padding) : base(nameof(ZeroPad2d)) => this.padding = padding;

        public long[] padding { get; }

        public override Tensor forward(Tensor input) => functional.pad(input, padding, PaddingModes.Zeros);
    }

    /// <summary>Zeroes each value with probability p in training and scales the others by 1 / (1 − p).</summary>
    public sealed class Dropout : Module<Tensor, Tensor>
    {
        internal Dropout(double p, bool inplace) : base(nameof(Dropout))
        {
            Require.Probability(p, nameof(p));
            (this.p, this.inplace) = (p, inplace);
        }

        public double p { get; set; }

        /// <summary>Overwrites the input.</summary>
        public bool inplace { get; set; }

        public override Tensor forward(Tensor input) => functional.dropout(input, p, training, inplace);
    }

    /// <summary>As <see cref="Dropout"/>, whole channels at a time.</summary>
    public sealed class Dropout2d : Module<Tensor, Tensor>
    {
        internal Dropout2d(double p, bool inplace) : base(nameof(Dropout2d))
        {
            Require.Probability(p, nameof(p));
            (this.p, this.inplace) = (p, inplace);
        }

        public double p { get; set; }

        /// <summary>Overwrites the input.</summary>
        public bool inplace { get; set; }

        public override Tensor forward(Tensor input) => functional.dropout2d(input, p, training, inplace);
    }

    /// <summary>Resizes images to a size or by a factor.</summary>
    public sealed class Upsample : Module<Tensor, Tensor>
    {
        internal Upsample(long[]? size, double[]? scale_factor, UpsampleMode mode, bool? align_corners) : base(nameof(Upsample)) =>
            (this.size, this.scale_factor, this.mode, this.align_corners) = (size, scale_factor, mode, align_corners);

        public long[]? size { get; }

        public double[]? scale_factor { get; }

        public UpsampleMode mode { get; }

        public bool? align_corners { get; }

        public override Tensor forward(Tensor input) =>
            functional.interpolate(input, size, scale_factor, (InterpolationMode)(int)mode, mode == UpsampleMode.Nearest ? null : align_corners);
    }

    /// <summary>[N, C·r·r, H, W] to [N, C, H·r, W·r].</summary>
    public sealed class PixelShuffle : Module<Tensor, Tensor>
    {
        internal PixelShuffle(long upscale_factor) : base(nameof(PixelShuffle))
        {
            Require.Positive(upscale_factor, nameof(upscale_factor));
            this.upscale_factor = upscale_factor;
        }

        public long upscale_factor { get; }

        public override Tensor forward(Tensor input) => functional.pixel_shuffle(input, upscale_factor);
    }

    /// <summary>Interleaves the channels of the groups.</summary>
    public sealed class ChannelShuffle : Module<Tensor, Tensor>
    {
        internal ChannelShuffle(long groups) : base(nameof(ChannelShuffle))
        {
            Require.Positive(groups, nameof(groups));
            this.groups = groups;
        }

        public long groups { get; }

        public override Tensor forward(Tensor input) => functional.channel_shuffle(input, groups);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Identity Identity() => new();

            public static Modules.Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);

            public static Modules.ZeroPad2d ZeroPad2d(long padding) => new([padding, padding, padding, padding]);

            public static Modules.ZeroPad2d ZeroPad2d((long, long, long, long) padding) => new([padding.Item1, padding.Item2, padding.Item3, padding.Item4]);

            public static Modules.Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);

            public static Modules.Dropout2d Dropout2d(double p = 0.5, bool inplace = false) => new(p, inplace);

            public static Modules.Upsample Upsample(long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool? align_corners = null) =>
                new(size, scale_factor, mode, align_corners);

            public static Modules.PixelShuffle PixelShuffle(long upscale_factor) => new(upscale_factor);

            public static Modules.ChannelShuffle ChannelShuffle(long groups) => new(groups);
        }
    }
}
