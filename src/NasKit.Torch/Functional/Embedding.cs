using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator embedding_ = new("aten::embedding");
            private static readonly Operator oneHot_ = new("aten::one_hot");

            /// <summary>Rows of the weight [entries, width] by number; the row <paramref name="padding_idx"/> receives no gradient.</summary>
            public static Tensor embedding(Tensor x, Tensor weight, long? padding_idx = null, bool scale_grad_by_freq = false, bool sparse = false) =>
                embedding_.Call(weight, x, padding_idx ?? -1L, scale_grad_by_freq, sparse);

            /// <summary>int64 [… , num_classes] with a one at each number; −1 takes the largest number plus one.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1) => oneHot_.Call(x, num_classes);
        }
    }
}
