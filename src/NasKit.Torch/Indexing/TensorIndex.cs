using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Indexing: what can stand between the brackets.</summary>
public static partial class torch
{
    public readonly struct TensorIndex
    {
        internal enum Form
        {
            None, Single, Slice, Ellipsis, Bool, Tensor,
        }

        private TensorIndex(Form kind, long? start = null, long? stop = null, long? step = null, Tensor? tensor = null)
        {
            Kind = kind;
            Start = start;
            Stop = stop;
            Step = step;
            Picks = tensor;
        }

        internal Form Kind { get; }

        internal long? Start { get; }

        internal long? Stop { get; }

        internal long? Step { get; }

        internal Tensor? Picks { get; }

        /// <summary>As many whole dimensions as the other indices leave.</summary>
        public static TensorIndex Ellipsis => new(Form.Ellipsis);

        /// <summary>A new dimension of size 1.</summary>
        public static TensorIndex None => new(Form.None);

        public static TensorIndex Null => None;

        /// <summary>A whole dimension.</summary>
        public static TensorIndex Colon => new(Form.Slice);

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(Form.Slice, start, stop, step);
        public static TensorIndex Slice(Index start, Index stop) => new(Form.Slice, Of(start), Of(stop));
        public static TensorIndex Single(long? index) => index is { } one ? new(Form.Single, one) : None;
        public static TensorIndex Bool(bool value) => new(Form.Bool, value ? 1 : 0);
        public static TensorIndex Tensor(Tensor tensor) => new(Form.Tensor, tensor: tensor);

        public static implicit operator TensorIndex(long value) => Single(value);
        public static implicit operator TensorIndex(int value) => Single((long)value);
        public static implicit operator TensorIndex(bool value) => Bool(value);
        public static implicit operator TensorIndex(Tensor value) => Tensor(value);
        public static implicit operator TensorIndex(Index value) => Single(value.IsFromEnd ? -value.Value : value.Value);
        public static implicit operator TensorIndex(Range value) => Slice(value.Start, value.End);
        public static implicit operator TensorIndex((int? start, int? stop) range) => Slice(range.start, range.stop);

        private static long? Of(Index index) => index.IsFromEnd ? (index.Value == 0 ? null : -index.Value) : index.Value;
    }
}
