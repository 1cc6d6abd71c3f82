using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator relu_ = new("aten::relu");
            private static readonly Operator reluInPlace_ = new("aten::relu_");
            private static readonly Operator relu6_ = new("aten::relu6");
            private static readonly Operator relu6InPlace_ = new("aten::relu6_");
            private static readonly Operator leakyRelu_ = new("aten::leaky_relu");
            private static readonly Operator leakyReluInPlace_ = new("aten::leaky_relu_");
            private static readonly Operator elu_ = new("aten::elu");
            private static readonly Operator eluInPlace_ = new("aten::elu_");
            private static readonly Operator silu_ = new("aten::silu");
            private static readonly Operator siluInPlace_ = new("aten::silu_");
            private static readonly Operator hardswish_ = new("aten::hardswish");
            private static readonly Operator hardswishInPlace_ = new("aten::hardswish_");
            private static readonly Operator hardsigmoid_ = new("aten::hardsigmoid");
            private static readonly Operator hardsigmoidInPlace_ = new("aten::hardsigmoid_");
            private static readonly Operator hardtanh_ = new("aten::hardtanh");
            private static readonly Operator hardtanhInPlace_ = new("aten::hardtanh_");
            private static readonly Operator gelu_ = new("aten::gelu");
            private static readonly Operator sigmoid_ = new("aten::sigmoid");
            private static readonly Operator sigmoidInPlace_ = new("aten::sigmoid_");
            private static readonly Operator tanh_ = new("aten::tanh");
            private static readonly Operator tanhInPlace_ = new("aten::tanh_");
            private static readonly Operator mish_ = new("aten::mish");
            private static readonly Operator softmax_ = new("aten::softmax", "int");
            private static readonly Operator logSoftmax_ = new("aten::log_softmax", "int");
            private static readonly Operator logSigmoid_ = new("aten::log_sigmoid");
            private static readonly Operator softplus_ = new("aten::softplus");

            public static Tensor relu(Tensor x, bool inplace = false) => (inplace ? reluInPlace_ : relu_).Call(x);

            /// <summary>min(max(x, 0), 6).</summary>
            public static Tensor relu6(Tensor x, bool inplace = false) => (inplace ? relu6InPlace_ : relu6_).Call(x);

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                (inplace ? leakyReluInPlace_ : leakyRelu_).Call(input, negative_slope);

            public static Tensor elu(Tensor x, double alpha = 1, bool inplace = false) => (inplace ? eluInPlace_ : elu_).Call(x, alpha);

            /// <summary>x · sigmoid(x).</summary>
            public static Tensor silu(Tensor x, bool inplace = false) => (inplace ? siluInPlace_ : silu_).Call(x);

            /// <summary>The older spelling of <see cref="silu"/>.</summary>
            public static Tensor SiLU(Tensor x, bool inplace = false) => silu(x, inplace);

            /// <summary>x · relu6(x + 3) / 6.</summary>
            public static Tensor hardswish(Tensor input, bool inplace = false) => (inplace ? hardswishInPlace_ : hardswish_).Call(input);

            /// <summary>relu6(x + 3) / 6.</summary>
            public static Tensor hardsigmoid(Tensor input, bool inplace = false) => (inplace ? hardsigmoidInPlace_ : hardsigmoid_).Call(input);

            public static Tensor hardtanh(Tensor x, double min_val = -1, double max_val = 1, bool inplace = false) =>
                (inplace ? hardtanhInPlace_ : hardtanh_).Call(x, min_val, max_val);

            /// <summary>x Φ(x), with the normal distribution function Φ itself, not its tanh approximation.</summary>
            public static Tensor gelu(Tensor x) => gelu_.Call(x);

            public static Tensor mish(Tensor x) => mish_.Call(x);

            public static Tensor sigmoid(Tensor x, bool inplace = false) => (inplace ? sigmoidInPlace_ : sigmoid_).Call(x);

            public static Tensor tanh(Tensor x, bool inplace = false) => (inplace ? tanhInPlace_ : tanh_).Call(x);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => softmax_.Call(input, dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim) => logSoftmax_.Call(x, dim, Arg.None);

            public static Tensor logsigmoid(Tensor x) => logSigmoid_.Call(x);

            /// <summary>log(1 + exp(βx)) / β, linear where βx is above the threshold.</summary>
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => softplus_.Call(x, beta, threshold);
        }
    }
}
