using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>Normalises groups of channels of each sample.</summary>
    public sealed class GroupNorm : Module<Tensor, Tensor>
    {
        internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device? device, ScalarType? dtype) : base(nameof(GroupNorm))
        {
            Require.Positive(num_groups, nameof(num_groups));
            Require.Positive(num_channels, nameof(num_channels));
            if (num_channels % num_groups != 0)
                throw new ArgumentException($"GroupNorm: {num_groups} groups do not divide {num_channels} channels.", nameof(num_groups));
            this.num_groups = num_groups;
            this.num_channels = num_channels;
            this.eps = eps;
            if (!affine)
                return;
            weight = Layer.Weight([num_channels], device, dtype);
            bias = Layer.Weight([num_channels], device, dtype);
            register_parameter(nameof(weight), weight);
            register_parameter(nameof(bias), bias);
            init.ones_(weight);
            init.zeros_(bias);
        }

        public Parameter? weight { get; }

        public Parameter? bias { get; }

        public long num_groups { get; }

        public long num_channels { get; }

        public double eps { get; }

        public override Tensor forward(Tensor input) => functional.group_norm(input, num_groups, weight, bias, eps);
    }

    /// <summary>Normalises each sample over its last dimensions.</summary>
    public sealed class LayerNorm : Module<Tensor, Tensor>
    {
        internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype) : base(nameof(LayerNorm))
        {
            ArgumentNullException.ThrowIfNull(normalized_shape);
            foreach (long size in normalized_shape)
                Require.Positive(size, nameof(normalized_shape));
            this.normalized_shape = normalized_shape;
            this.eps = eps;
            if (!elementwise_affine)
                return;
            weight = Layer.Weight(normalized_shape, device, dtype);
            register_parameter(nameof(weight), weight);
            init.ones_(weight);
            if (!bias)
                return;
            this.bias = Layer.Weight(normalized_shape, device, dtype);
            register_parameter(nameof(bias), this.bias);
            init.zeros_(this.bias);
        }

        public Parameter? weight { get; }

        public Parameter? bias { get; }

        public long[] normalized_shape { get; }

        public double eps { get; }

        public override Tensor forward(Tensor input) => functional.layer_norm(input, normalized_shape, weight, bias, eps);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Normalises groups of channels of each sample.</summary>
            public static Modules.GroupNorm GroupNorm(long num_groups, long num_channels, double eps = 1e-05, bool affine = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_groups, num_channels, eps, affine, device, dtype);

            /// <summary>Normalises each sample over its last dimensions.</summary>
            public static Modules.LayerNorm LayerNorm(
                long[] normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

            /// <inheritdoc cref="LayerNorm(long[], double, bool, bool, Device, ScalarType?)"/>
            public static Modules.LayerNorm LayerNorm(
                long normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new([normalized_shape], eps, elementwise_affine, bias, device, dtype);
        }
    }
}
