using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Activation functions as members of tensors.</summary>
public static partial class torch
{
    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

    public partial class Tensor
    {
        public Tensor relu6() => new Operator("relu6").Call(this);
        public Tensor relu6_() => new Operator("relu6_").CallInto(this);
        public Tensor silu() => new Operator("silu").Call(this);
        public Tensor silu_() => new Operator("silu_").CallInto(this);
        public Tensor hardswish() => new Operator("hardswish").Call(this);
        public Tensor hardswish_() => new Operator("hardswish_").CallInto(this);
        public Tensor hardsigmoid() => new Operator("hardsigmoid").Call(this);
        public Tensor hardsigmoid_() => new Operator("hardsigmoid_").CallInto(this);
        public Tensor mish() => new Operator("mish").Call(this);
        public Tensor mish_() => new Operator("mish_").CallInto(this);
        public Tensor selu() => new Operator("selu").Call(this);
        public Tensor selu_() => new Operator("selu_").CallInto(this);
        public Tensor log_sigmoid() => new Operator("log_sigmoid").Call(this);
        public Tensor gelu() => new Operator("gelu").Call(this);
        public Tensor elu() => new Operator("elu").Call(this);
        public Tensor softplus(double beta = 1, double threshold = 20) => new Operator("softplus").Call(this, beta, threshold);
        public Tensor leaky_relu(Scalar negative_slope) => new Operator("leaky_relu").Call(this, negative_slope);
        public Tensor leaky_relu_(Scalar negative_slope) => new Operator("leaky_relu_").CallInto(this, negative_slope);
        public Tensor hardtanh(Scalar min, Scalar max) => new Operator("hardtanh").Call(this, min, max);
        public Tensor softmax(long dim, ScalarType? dtype = null) => new Operator("softmax", "int").Call(this, dim, dtype);
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => new Operator("log_softmax", "int").Call(this, dim, dtype);
    }
}
