using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>x Wᵀ + b over the last dimension, with weight [out, in].</summary>
    public sealed class Linear : Module<Tensor, Tensor>
    {
        private Parameter matrix;
        private Parameter? offset;

        internal Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) : base(nameof(Linear))
        {
            Require.Positive(inputSize, nameof(inputSize));
            Require.Positive(outputSize, nameof(outputSize));
            matrix = Layer.Weight([outputSize, inputSize], device, dtype);
            register_parameter(nameof(weight), matrix);
            if (hasBias)
            {
                offset = Layer.Weight([outputSize], device, dtype);
                register_parameter(nameof(bias), offset);
            }
            Layer.Initialise(matrix, offset);
        }

        internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
        {
            ArgumentNullException.ThrowIfNull(weight);
            matrix = weight;
            offset = bias;
            ReplaceParameter(nameof(this.weight), weight);
            ReplaceParameter(nameof(this.bias), bias);
        }

        public Parameter weight
        {
            get => matrix;
            set => ReplaceParameter(nameof(weight), matrix = value ?? throw new ArgumentNullException(nameof(value)));
        }

        public Parameter? bias
        {
            get => offset;
            set => ReplaceParameter(nameof(bias), offset = value);
        }

        public long in_features => matrix.shape[1];

        public long out_features => matrix.shape[0];

        public override Tensor forward(Tensor input) => functional.linear(input, matrix, offset);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A linear layer, drawn as PyTorch draws it.</summary>
            public static Modules.Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);

            /// <summary>A linear layer over parameters that exist already.</summary>
            public static Modules.Linear Linear(Modules.Parameter weight, Modules.Parameter? bias = null) => new(weight, bias);
        }
    }
}
