using TorchSharp.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>What the batch normalisations of one, two and three dimensions share.</summary>
    public abstract class BatchNorm : Module<Tensor, Tensor>
    {
        private static readonly Operator addOne = new("aten::add_", "Scalar");
        private readonly int dimensions;
        private Parameter? scale, offset;

        private protected BatchNorm(
            string name, int dimensions, long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype) : base(name)
        {
            Require.Positive(num_features, nameof(num_features));
            this.dimensions = dimensions;
            this.num_features = num_features;
            this.eps = eps;
            this.momentum = momentum;
            this.track_running_stats = track_running_stats;
            if (affine)
            {
                scale = Layer.Weight([num_features], device, dtype);
                offset = Layer.Weight([num_features], device, dtype);
                register_parameter(nameof(weight), scale);
                register_parameter(nameof(bias), offset);
            }
            if (track_running_stats)
            {
                running_mean = Layer.Buffer(zeros([num_features], dtype, device));
                running_var = Layer.Buffer(ones([num_features], dtype, device));
                num_batches_tracked = Layer.Buffer(zeros([], ScalarType.Int64, device));
                register_buffer(nameof(running_mean), running_mean);
                register_buffer(nameof(running_var), running_var);
                register_buffer(nameof(num_batches_tracked), num_batches_tracked);
            }
            reset_parameters();
        }

        public Parameter? weight
        {
            get => scale;
            set => ReplaceParameter(nameof(weight), scale = value);
        }

        public Parameter? bias
        {
            get => offset;
            set => ReplaceParameter(nameof(bias), offset = value);
        }

        /// <summary>Mean of each channel so far; null where none is kept.</summary>
        public Tensor? running_mean { get; }

        /// <summary>Unbiased variance of each channel so far; null where none is kept.</summary>
        public Tensor? running_var { get; }

        /// <summary>Batches seen in training, int64 without dimensions.</summary>
        public Tensor? num_batches_tracked { get; }

        public long num_features { get; }

        public double eps { get; set; }

        /// <summary>Weight of a new batch in the running statistics; null gives all batches the same weight.</summary>
        public double? momentum { get; set; }

        public bool affine => scale is not null;

        public bool track_running_stats { get; }

        /// <summary>Mean 0, variance 1, no batches seen.</summary>
        public void reset_running_stats()
        {
            if (running_mean is null)
                return;
            init.zeros_(running_mean);
            init.ones_(running_var!);
            init.zeros_(num_batches_tracked!);
        }

        /// <summary>Scale 1, offset 0, and fresh running statistics.</summary>
        public void reset_parameters()
        {
            reset_running_stats();
            if (scale is not null)
                init.ones_(scale);
            if (offset is not null)
                init.zeros_(offset);
        }

        public override Tensor forward(Tensor input)
        {
            ArgumentNullException.ThrowIfNull(input);
            if (input.dim() != dimensions && !(dimensions == 3 && input.dim() == 2))
                throw new ArgumentException($"{GetType().Name} takes {dimensions} dimensions, but the input is [{string.Join(", ", input.shape)}].", nameof(input));
            double weightOfBatch = momentum ?? 0.0;
            if (training && num_batches_tracked is { } count)
            {
                addOne.CallVoid(count, 1L);
                if (momentum is null)
                    weightOfBatch = 1.0 / count.item<long>();
            }
            return functional.batch_norm(input, running_mean, running_var, scale, offset, training || running_mean is null, weightOfBatch, eps);
        }
    }

    /// <summary>Batch normalisation of [N, C] or [N, C, L].</summary>
    public sealed class BatchNorm1d : BatchNorm
    {
        internal BatchNorm1d(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(nameof(BatchNorm1d), 3, num_features, eps, momentum, affine, track_running_stats, device, dtype)
        {
        }
    }

    /// <summary>Batch normalisation of images [N, C, H, W].</summary>
    public sealed class BatchNorm2d : BatchNorm
    {
        internal BatchNorm2d(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(nameof(BatchNorm2d), 4, num_features, eps, momentum, affine, track_running_stats, device, dtype)
        {
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Batch normalisation of [N, C] or [N, C, L].</summary>
            public static Modules.BatchNorm1d BatchNorm1d(
                long num_features, double eps = 1e-05, double? momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            /// <summary>Batch normalisation of images [N, C, H, W].</summary>
            /// <param name="num_features">Channels.</param>
            /// <param name="eps">Added to the variance.</param>
            /// <param name="momentum">Weight of a new batch in the running statistics; null gives all batches the same weight.</param>
            /// <param name="affine">Trains a scale and an offset.</param>
            /// <param name="track_running_stats">Keeps statistics for evaluation; without them each batch is its own measure.</param>
            /// <param name="device">Where the tensors lie.</param>
            /// <param name="dtype">Their dtype.</param>
            public static Modules.BatchNorm2d BatchNorm2d(
                long num_features, double eps = 1e-05, double? momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
