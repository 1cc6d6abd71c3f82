using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator crossEntropy_ = new("aten::cross_entropy_loss");
            private static readonly Operator nll_ = new("aten::nll_loss_nd");
            private static readonly Operator mse_ = new("aten::mse_loss");
            private static readonly Operator l1_ = new("aten::l1_loss");
            private static readonly Operator smoothL1_ = new("aten::smooth_l1_loss");
            private static readonly Operator klDiv_ = new("aten::kl_div");
            private static readonly Operator bce_ = new("aten::binary_cross_entropy");
            private static readonly Operator bceWithLogits_ = new("aten::binary_cross_entropy_with_logits");

            /// <summary>Cross entropy of logits [N, K] and class numbers int64 [N], or class probabilities [N, K].</summary>
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0.0) =>
                crossEntropy_.Call(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>Minus the log-probability [N, K] of the class numbers int64 [N].</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                nll_.Call(input, target, weight, (long)reduction, -100L);

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => mse_.Call(input, target, (long)reduction);

            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => l1_.Call(input, target, (long)reduction);

            /// <summary>Quadratic below <paramref name="beta"/>, linear above.</summary>
            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1.0) =>
                smoothL1_.Call(input, target, (long)reduction, beta);

            /// <summary>Kullback-Leibler divergence of log-probabilities <paramref name="input"/> from the target.</summary>
            /// <remarks>The target holds logarithms by default, unlike in PyTorch. <see cref="Reduction.Mean"/> divides by the number of elements; divide the sum by N for the divergence per sample.</remarks>
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                klDiv_.Call(input, target, (long)reduction, log_target);

            /// <summary>Cross entropy of probabilities in 0…1 and targets in 0…1.</summary>
            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                bce_.Call(input, target, weight, (long)reduction);

            /// <summary>Cross entropy of logits and targets in 0…1.</summary>
            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                bceWithLogits_.Call(input, target, weight, pos_weights, (long)reduction);
        }
    }
}
