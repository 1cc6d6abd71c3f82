using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator batchNorm_ = new("aten::batch_norm");
            private static readonly Operator groupNorm_ = new("aten::group_norm");
            private static readonly Operator layerNorm_ = new("aten::layer_norm");
            private static readonly Operator dropout_ = new("aten::dropout");
            private static readonly Operator dropoutInPlace_ = new("aten::dropout_");
            private static readonly Operator featureDropout_ = new("aten::feature_dropout");
            private static readonly Operator featureDropoutInPlace_ = new("aten::feature_dropout_");
            private static readonly Operator vectorNorm_ = new("aten::linalg_vector_norm");
            private static readonly Operator clampMin_ = new("aten::clamp_min");
            private static readonly Operator divide_ = new("aten::div", "Tensor");

            /// <summary>Normalises each channel of [N, C, …]: by the batch in training, by the running statistics else.</summary>
            /// <remarks>In training the running statistics move in place: new = (1 − momentum)·old + momentum·batch, the variance unbiased.</remarks>
            /// <exception cref="ArgumentException">Training with one value a channel, whose variance does not exist.</exception>
            public static Tensor batch_norm(
                Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1e-5)
            {
                if (training)
                    require_more_than_one_value(input);
                return batchNorm_.Call(input, weight, bias, running_mean, running_var, training, momentum, eps, true);
            }

            /// <summary>Normalises groups of channels of each sample.</summary>
            public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                groupNorm_.Call(input, num_groups, weight, bias, eps, true);

            /// <summary>Normalises each sample over its last dimensions.</summary>
            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                layerNorm_.Call(input, normalized_shape, weight, bias, eps, true);

            /// <summary>Divides by the p-norm along a dimension, by <paramref name="eps"/> where the norm is smaller.</summary>
            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1e-12)
            {
                using Tensor norm = vectorNorm_.Call(input, p, new[] { dim }, true, Arg.None);
                using Tensor floored = clampMin_.Call(norm, eps);
                return divide_.Call(input, floored);
            }

            /// <summary>Zeroes each value with probability p and scales the others by 1 / (1 − p); nothing outside training.</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                (inplace ? dropoutInPlace_ : dropout_).Call(input, p, training);

            /// <summary>As <see cref="dropout"/>, whole channels of [N, C, H, W] at a time.</summary>
            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                (inplace ? featureDropoutInPlace_ : featureDropout_).Call(input, p, training);

            private static void require_more_than_one_value(Tensor input)
            {
                long[] shape = input.shape;
                if (shape.Length < 2)
                    throw new ArgumentException($"batch_norm needs an input [N, C, …], but the shape is [{string.Join(", ", shape)}].", nameof(input));
                long values = shape[0];
                for (int i = 2; i < shape.Length; i++)
                    values *= shape[i];
                if (values == 1)
                    throw new ArgumentException(
                        $"batch_norm in training needs more than one value a channel, but the input is [{string.Join(", ", shape)}]. Use a larger batch, or eval().", nameof(input));
            }
        }
    }
}
