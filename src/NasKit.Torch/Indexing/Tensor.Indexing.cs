using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Reading and writing by index, with the meaning PyTorch gives to each kind.</summary>
public static partial class torch
{
    public partial class Tensor
    {
        public Tensor this[params TensorIndex[] indices]
        {
            get => Indexed(indices);
            set => Assign(indices, value);
        }

        public Tensor this[params long[] indices]
        {
            get => Indexed(Array.ConvertAll(indices, i => (TensorIndex)i));
            set => Assign(Array.ConvertAll(indices, i => (TensorIndex)i), value);
        }

        public Tensor this[params Tensor[] indices]
        {
            get => Indexed(Array.ConvertAll(indices, i => (TensorIndex)i));
            set => Assign(Array.ConvertAll(indices, i => (TensorIndex)i), value);
        }

        public Tensor index(params TensorIndex[] indices) => Indexed(indices);

        /// <summary>The tensor whose k-th element along dimension k is picked by the k-th of the index tensors.</summary>
        public Tensor index(params Tensor[] indices) => new Operator("index", "Tensor").Call(this, indices);

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            Assign(indices, value);
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => new Operator("index_put_").CallInto(this, indices, value);
        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate) => new Operator("index_put_").CallInto(this, indices, value, accumulate);

        private Tensor Indexed(TensorIndex[] indices)
        {
            using var plan = new IndexPlan(this, indices);
            return plan.Picks is { Length: > 0 } picks ? new Operator("index", "Tensor").Call(plan.View, picks) : plan.TakeView();
        }

        private void Assign(TensorIndex[] indices, Tensor value)
        {
            ArgumentNullException.ThrowIfNull(value);
            using var plan = new IndexPlan(this, indices);
            if (plan.Picks is not { Length: > 0 } picks)
            {
                plan.View.copy_(value);
                return;
            }
            var alike = value.to(this);
            new Operator("index_put_").CallVoid(plan.View, picks, alike);
            if (!ReferenceEquals(alike, value))
            {
                alike.Dispose();
            }
        }
    }
}
