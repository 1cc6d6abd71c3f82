using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>max(x, 0).</summary>
    public sealed class ReLU : Module<Tensor, Tensor>
    {
        internal ReLU(bool inplace) : base(nameof(ReLU)) => this.inplace = inplace;

        /// <summary>Overwrites the input.</summary>
        public bool inplace { get; set; }

        public override Tensor forward(Tensor input) => functional.relu(input, inplace);
    }

    /// <summary>min(max(x, 0), 6).</summary>
    public sealed class ReLU6 : Module<Tensor, Tensor>
    {
        internal ReLU6(bool inplace) : base(nameof(ReLU6)) => this.inplace = inplace;

        /// <summary>Overwrites the input.</summary>
        public bool inplace { get; set; }

        public override Tensor forward(Tensor input) => functional.relu6(input, inplace);
    }

    /// <summary>x · relu6(x + 3) / 6.</summary>
    public sealed class Hardswish : Module<Tensor, Tensor>
    {
        internal Hardswish(bool inplace) : base(nameof(Hardswish)) => this.inplace = inplace;

        /// <summary>Overwrites the input.</summary>
        public bool inplace { get; set; }

        public override Tensor forward(Tensor input) => functional.hardswish(input, inplace);
    }

    /// <summary>relu6(x + 3) / 6.</summary>
    public sealed class Hardsigmoid : Module<Tensor, Tensor>
    {
        internal Hardsigmoid(bool inplace) : base(nameof(Hardsigmoid)) => this.inplace = inplace;

        /// <summary>Overwrites the input.</summary>
        public bool inplace { get; set; }

        public override Tensor forward(Tensor input) => functional.hardsigmoid(input, inplace);
    }

    /// <summary>x · sigmoid(x).</summary>
    public sealed class SiLU : Module<Tensor, Tensor>
    {
        internal SiLU(bool inplace) : base(nameof(SiLU)) => this.inplace = inplace;

        /// <summary>Overwrites the input.</summary>
        public bool inplace { get; set; }

        public override Tensor forward(Tensor input) => functional.silu(input, inplace);
    }

    /// <summary>x Φ(x) with the normal distribution function Φ.</summary>
    public sealed class GELU : Module<Tensor, Tensor>
    {
        internal GELU() : base(nameof(GELU))
        {
        }

        public override Tensor forward(Tensor input) => functional.gelu(input);
    }

    /// <summary>x · tanh(softplus(x)).</summary>
    public sealed class Mish : Module<Tensor, Tensor>
    {
        internal Mish() : base(nameof(Mish))
        {
        }

        public override Tensor forward(Tensor input) => functional.mish(input);
    }

    /// <summary>1 / (1 + exp(−x)).</summary>
    public sealed class Sigmoid : Module<Tensor, Tensor>
    {
        internal Sigmoid() : base(nameof(Sigmoid))
        {
        }

        public override Tensor forward(Tensor input) => functional.sigmoid(input);
    }

    /// <summary>The hyperbolic tangent.</summary>
    public sealed class Tanh : Module<Tensor, Tensor>
    {
        internal Tanh() : base(nameof(Tanh))
        {
        }

        public override Tensor forward(Tensor input) => functional.tanh(input);
    }

    /// <summary>log sigmoid(x).</summary>
    public sealed class LogSigmoid : Module<Tensor, Tensor>
    {
        internal LogSigmoid() : base(nameof(LogSigmoid))
        {
        }

        public override Tensor forward(Tensor input) => functional.logsigmoid(input);
    }

    /// <summary>max(x, 0) + slope · min(x, 0).</summary>
    public sealed class LeakyReLU : Module<Tensor, Tensor>
    {
        internal LeakyReLU(double negative_slope, bool inplace) : base(nameof(LeakyReLU)) => (this.negative_slope, this.inplace) = (negative_slope, inplace);

        public double negative_slope { get; set; }

        /// <summary>Overwrites the input.</summary>
        public bool inplace { get; set; }

        public override Tensor forward(Tensor input) => functional.leaky_relu(input, negative_slope, inplace);
    }

    /// <summary>x above zero, α (exp(x) − 1) below.</summary>
    public sealed class ELU : Module<Tensor, Tensor>
    {
        internal ELU(double alpha, bool inplace) : base(nameof(ELU)) => (this.alpha, this.inplace) = (alpha, inplace);

        public double alpha { get; }

        /// <summary>Overwrites the input.</summary>
        public bool inplace { get; set; }

        public override Tensor forward(Tensor input) => functional.elu(input, alpha, inplace);
    }

    /// <summary>log(1 + exp(βx)) / β.</summary>
    public sealed class Softplus : Module<Tensor, Tensor>
    {
        internal Softplus(double beta, double threshold) : base(nameof(Softplus)) => (this.beta, this.threshold) = (beta, threshold);

        public double beta { get; }

        public double threshold { get; }

        public override Tensor forward(Tensor input) => functional.softplus(input, beta, threshold);
    }

    /// <summary>Softmax along a dimension.</summary>
    public sealed class Softmax : Module<Tensor, Tensor>
    {
        internal Softmax(long dim) : base(nameof(Softmax)) => this.dim = dim;

        public long dim { get; }

        public override Tensor forward(Tensor input) => functional.softmax(input, dim);
    }

    /// <summary>Logarithm of the softmax along a dimension.</summary>
    public sealed class LogSoftmax : Module<Tensor, Tensor>
    {
        internal LogSoftmax(long dim) : base(nameof(LogSoftmax)) => this.dim = dim;

        public long dim { get; }

        public override Tensor forward(Tensor input) => functional.log_softmax(input, dim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ReLU ReLU(bool inplace = false) => new(inplace);

            public static Modules.ReLU6 ReLU6(bool inplace = false) => new(inplace);

            public static Modules.Hardswish Hardswish(bool inplace = false) => new(inplace);

            public static Modules.Hardsigmoid Hardsigmoid(bool inplace = false) => new(inplace);

            public static Modules.SiLU SiLU() => new(false);

            public static Modules.SiLU SiLU(bool inplace) => new(inplace);

            public static Modules.GELU GELU() => new();

            public static Modules.Mish Mish() => new();

            public static Modules.Sigmoid Sigmoid() => new();

            public static Modules.Tanh Tanh() => new();

            public static Modules.LogSigmoid LogSigmoid() => new();

            public static Modules.LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);

            public static Modules.ELU ELU(double alpha = 1.0, bool inplace = false) => new(alpha, inplace);

            public static Modules.Softplus Softplus(double beta = 1, double threshold = 20) => new(beta, threshold);

            public static Modules.Softmax Softmax(long dim) => new(dim);

            public static Modules.LogSoftmax LogSoftmax(long dim) => new(dim);
        }
    }
}
