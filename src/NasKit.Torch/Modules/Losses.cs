using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>A loss of a prediction and a target.</summary>
    public abstract class Loss : Module<Tensor, Tensor, Tensor>
    {
        private protected Loss(string name, Reduction reduction) : base(name) => this.reduction = reduction;

        public Reduction reduction { get; }
    }

    /// <summary>A loss with a weight for each class or element.</summary>
    public abstract class WeightedLoss : Loss
    {
        private protected WeightedLoss(string name, Tensor? weight, Reduction reduction) : base(name, reduction)
        {
            this.weight = weight;
            if (weight is not null)
                register_buffer(nameof(weight), weight);
        }

        public Tensor? weight { get; }
    }

    /// <summary>Cross entropy of logits and class numbers or probabilities.</summary>
    public sealed class CrossEntropyLoss : WeightedLoss
    {
        public CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean, double label_smoothing = 0.0)
            : base(nameof(CrossEntropyLoss), weight, reduction) => (this.ignore_index, this.label_smoothing) = (ignore_index, label_smoothing);

        public long? ignore_index { get; }

        public double label_smoothing { get; }

        public override Tensor forward(Tensor input, Tensor target) => functional.cross_entropy(input, target, weight, ignore_index ?? -100, reduction, label_smoothing);
    }

    /// <summary>Minus the log-probability of the class numbers.</summary>
    public sealed class NLLLoss : WeightedLoss
    {
        internal NLLLoss(Tensor? weight, Reduction reduction) : base(nameof(NLLLoss), weight, reduction)
        {
        }

        public override Tensor forward(Tensor input, Tensor target) => functional.nll_loss(input, target, weight, reduction);
    }

    /// <summary>Squared difference.</summary>
    public sealed class MSELoss : Loss
    {
        internal MSELoss(Reduction reduction) : base(nameof(MSELoss), reduction)
        {
        }

        public override Tensor forward(Tensor input, Tensor target) => functional.mse_loss(input, target, reduction);
    }

    /// <summary>Absolute difference.</summary>
    public sealed class L1Loss : Loss
    {
        internal L1Loss(Reduction reduction) : base(nameof(L1Loss), reduction)
        {
        }

        public override Tensor forward(Tensor input, Tensor target) => functional.l1_loss(input, target, reduction);
    }

    /// <summary>Quadratic below β, linear above.</summary>
    public sealed class SmoothL1Loss : Loss
    {
        internal SmoothL1Loss(Reduction reduction, double beta) : base(nameof(SmoothL1Loss), reduction) => this.beta = beta;

        public double beta { get; }

        public override Tensor forward(Tensor input, Tensor target) => functional.smooth_l1_loss(input, target, reduction, beta);
    }

    /// <summary>Kullback-Leibler divergence.</summary>
    public sealed class KLDivLoss : Loss
    {
        internal KLDivLoss(bool log_target, Reduction reduction) : base(nameof(KLDivLoss), reduction) => this.log_target = log_target;

        public bool log_target { get; }

        public override Tensor forward(Tensor input, Tensor target) => functional.kl_div(input, target, log_target, reduction);
    }

    /// <summary>Cross entropy of probabilities and targets in 0…1.</summary>
    public sealed class BCELoss : WeightedLoss
    {
        internal BCELoss(Tensor? weight, Reduction reduction) : base(nameof(BCELoss), weight, reduction)
        {
        }

        public override Tensor forward(Tensor input, Tensor target) => functional.binary_cross_entropy(input, target, weight, reduction);
    }

    /// <summary>Cross entropy of logits and targets in 0…1.</summary>
    public sealed class BCEWithLogitsLoss : WeightedLoss
    {
        internal BCEWithLogitsLoss(Tensor? weight, Reduction reduction, Tensor? pos_weights) : base(nameof(BCEWithLogitsLoss), weight, reduction)
        {
            this.pos_weights = pos_weights;
            if (pos_weights is not null)
                register_buffer(nameof(pos_weights), pos_weights);
        }

        public Tensor? pos_weights { get; }

        public override Tensor forward(Tensor input, Tensor target) => functional.binary_cross_entropy_with_logits(input, target, weight, reduction, pos_weights);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Cross entropy; label smoothing is an argument of the class's constructor and of the functional, not of this one.</summary>
            public static Modules.CrossEntropyLoss CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean) =>
                new(weight, ignore_index, reduction);

            public static Modules.NLLLoss NLLLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) => new(weight, reduction);

            public static Modules.MSELoss MSELoss(Reduction reduction = Reduction.Mean) => new(reduction);

            public static Modules.L1Loss L1Loss(Reduction reduction = Reduction.Mean) => new(reduction);

            public static Modules.SmoothL1Loss SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1.0) => new(reduction, beta);

            /// <summary>Kullback-Leibler divergence; the target holds logarithms by default, unlike in PyTorch.</summary>
            public static Modules.KLDivLoss KLDivLoss(bool log_target = true, Reduction reduction = Reduction.Mean) => new(log_target, reduction);

            public static Modules.BCELoss BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) => new(weight, reduction);

            public static Modules.BCEWithLogitsLoss BCEWithLogitsLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                new(weight, reduction, pos_weights);
        }
    }
}
