using TorchSharp.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>Rows of a table by number.</summary>
    public sealed class Embedding : Module<Tensor, Tensor>
    {
        private readonly long? paddingIndex;
        private Parameter table;

        internal Embedding(long num_embeddings, long embedding_dims, long? padding_idx, bool scale_grad_by_freq, bool sparse, Device? device, ScalarType? dtype) : base(nameof(Embedding))
        {
            Require.Positive(num_embeddings, nameof(num_embeddings));
            Require.Positive(embedding_dims, nameof(embedding_dims));
            if (padding_idx is { } index && (index >= num_embeddings || index < -num_embeddings))
                throw new ArgumentOutOfRangeException(nameof(padding_idx), padding_idx, $"The padding row is one of the {num_embeddings} rows.");
            paddingIndex = padding_idx < 0 ? padding_idx + num_embeddings : padding_idx;
            (this.scale_grad_by_freq, this.sparse) = (scale_grad_by_freq, sparse);
            table = Layer.Weight([num_embeddings, embedding_dims], device, dtype);
            register_parameter(nameof(weight), table);
            init.normal_(table);
            if (paddingIndex is { } padding)
            {
                using (no_grad())
                using (Tensor row = table.select(0, padding))
                    init.zeros_(row);
            }
        }

        /// <summary>The table [entries, width].</summary>
        public Parameter weight
        {
            get => table;
            set => ReplaceParameter(nameof(weight), table = value ?? throw new ArgumentNullException(nameof(value)));
        }

        public long? padding_idx => paddingIndex;

        public bool scale_grad_by_freq { get; }

        public bool sparse { get; }

        public override Tensor forward(Tensor input) => functional.embedding(input, table, paddingIndex, scale_grad_by_freq, sparse);
    }

    /// <summary>One step of a long short-term memory; input [N, in], state two of [N, hidden].</summary>
    public sealed class LSTMCell : Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)>
    {
        private static readonly Operator cell = new("aten::lstm_cell");

        internal LSTMCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype) : base(nameof(LSTMCell))
        {
            Require.Positive(inputSize, nameof(inputSize));
            Require.Positive(hiddenSize, nameof(hiddenSize));
            this.hiddenSize = hiddenSize;
            weight_ih = Layer.Weight([4 * hiddenSize, inputSize], device, dtype);
            weight_hh = Layer.Weight([4 * hiddenSize, hiddenSize], device, dtype);
            register_parameter(nameof(weight_ih), weight_ih);
            register_parameter(nameof(weight_hh), weight_hh);
            if (bias)
            {
                bias_ih = Layer.Weight([4 * hiddenSize], device, dtype);
                bias_hh = Layer.Weight([4 * hiddenSize], device, dtype);
                register_parameter(nameof(bias_ih), bias_ih);
                register_parameter(nameof(bias_hh), bias_hh);
            }
            double bound = 1.0 / Math.Sqrt(hiddenSize);
            foreach (Parameter parameter in parameters())
                init.uniform_(parameter, -bound, bound);
        }

        public Parameter weight_ih { get; }

        public Parameter weight_hh { get; }

        public Parameter? bias_ih { get; }

        public Parameter? bias_hh { get; }

        private readonly long hiddenSize;

        /// <summary>The next hidden and cell state; zeros stand for a state that is not given.</summary>
        public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
        {
            ArgumentNullException.ThrowIfNull(input);
            if (h0_c0 is { } state)
                return cell.Call2(input, new[] { state.Item1, state.Item2 }, weight_ih, weight_hh, bias_ih, bias_hh);
            using Tensor zero = zeros([input.shape[0], hiddenSize], input.dtype, input.device);
            return cell.Call2(input, new[] { zero, zero }, weight_ih, weight_hh, bias_ih, bias_hh);
        }

        /// <inheritdoc cref="forward"/>
        public new (Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);
    }

    /// <summary>A long short-term memory over sequences.</summary>
    public sealed class LSTM : Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
    {
        private static readonly Operator sequence = new("aten::lstm", "input");
        private readonly Tensor[] weights;
        private readonly long hiddenSize, layers, directions;
        private readonly bool bias, batchFirst, bidirectional;
        private readonly double dropout;

        internal LSTM(long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype) : base(nameof(LSTM))
        {
            Require.Positive(inputSize, nameof(inputSize));
            Require.Positive(hiddenSize, nameof(hiddenSize));
            Require.Positive(numLayers, nameof(numLayers));
            Require.Probability(dropout, nameof(dropout));
            (this.hiddenSize, layers, directions) = (hiddenSize, numLayers, bidirectional ? 2 : 1);
            (this.bias, this.batchFirst, this.dropout, this.bidirectional) = (bias, batchFirst, dropout, bidirectional);
            for (long layer = 0; layer < numLayers; layer++)
            {
                long width = layer == 0 ? inputSize : hiddenSize * directions;
                for (int direction = 0; direction < directions; direction++)
                {
                    string suffix = $"l{layer}{(direction == 1 ? "_reverse" : "")}";
                    register_parameter($"weight_ih_{suffix}", Layer.Weight([4 * hiddenSize, width], device, dtype));
                    register_parameter($"weight_hh_{suffix}", Layer.Weight([4 * hiddenSize, hiddenSize], device, dtype));
                    if (!bias)
                        continue;
                    register_parameter($"bias_ih_{suffix}", Layer.Weight([4 * hiddenSize], device, dtype));
                    register_parameter($"bias_hh_{suffix}", Layer.Weight([4 * hiddenSize], device, dtype));
                }
            }
            weights = [.. parameters()];
            double bound = 1.0 / Math.Sqrt(hiddenSize);
            foreach (Tensor weight in weights)
                init.uniform_(weight, -bound, bound);
        }

        /// <summary>Outputs of all steps, last hidden and last cell state.</summary>
        /// <param name="input">[L, N, in], or [N, L, in] where the batch comes first.</param>
        /// <param name="h0_c0">Two of [layers · directions, N, hidden]; zeros where not given.</param>
        public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
        {
            ArgumentNullException.ThrowIfNull(input);
            if (h0_c0 is { } state)
                return Run(input, state.Item1, state.Item2);
            using Tensor zero = zeros([layers * directions, input.shape[batchFirst ? 0 : 1], hiddenSize], input.dtype, input.device);
            return Run(input, zero, zero);
        }

        /// <inheritdoc cref="forward"/>
        public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

        private (Tensor, Tensor, Tensor) Run(Tensor input, Tensor hidden, Tensor cell) =>
            sequence.Call3(input, new[] { hidden, cell }, weights, bias, layers, dropout, training, bidirectional, batchFirst);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A table of vectors, drawn from the standard normal distribution; the padding row is zero and stays so.</summary>
            public static Modules.Embedding Embedding(
                long num_embeddings, long embedding_dims, long? padding_idx = null, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
                new(num_embeddings, embedding_dims, padding_idx, scale_grad_by_freq, sparse, device, dtype);

            /// <summary>One step of a long short-term memory, drawn as PyTorch draws it.</summary>
            public static Modules.LSTMCell LSTMCell(long inputSize, long hiddenSize, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, bias, device, dtype);

            /// <summary>A long short-term memory over sequences, drawn as PyTorch draws it.</summary>
            public static Modules.LSTM LSTM(
                long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0.0, bool bidirectional = false,
                Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);
        }
    }
}
