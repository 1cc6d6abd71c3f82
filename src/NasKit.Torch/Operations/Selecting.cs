using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Parts of a tensor chosen by position, by index or by mask, and writing to them.</summary>
public static partial class torch
{
    public static Tensor select(Tensor input, long dim, long index) => input.select(dim, index);
    public static Tensor narrow(Tensor input, long dim, long start, long length) => input.narrow(dim, start, length);
    public static Tensor gather(Tensor input, long dim, Tensor index) => input.gather(dim, index);
    public static Tensor gather(Tensor input, long dim, Tensor index, bool sparse_grad) => new Operator("gather").Call(input, dim, index, sparse_grad);
    public static Tensor scatter(Tensor input, long dim, Tensor index, Tensor src) => input.scatter(dim, index, src);
    public static Tensor scatter_(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_(dim, index, src);
    public static Tensor scatter_add(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_add(dim, index, src);
    public static Tensor scatter_add_(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_add_(dim, index, src);
    public static Tensor index_select(Tensor input, long dim, Tensor index) => input.index_select(dim, index);
    public static Tensor masked_select(Tensor input, Tensor mask) => input.masked_select(mask);
    public static Tensor masked_fill(Tensor input, Tensor mask, Scalar value) => input.masked_fill(mask, value);
    public static Tensor take(Tensor input, Tensor index) => input.take(index);
    public static Tensor take_along_dim(Tensor input, Tensor indices, long dim) => new Operator("take_along_dim").Call(input, indices, dim);
    public static Tensor nonzero(Tensor input) => input.nonzero();

    public partial class Tensor
    {
        public Tensor select(long dim, long index) => new Operator("select", "int").Call(this, dim, index);
        public Tensor narrow(long dim, long start, long length) => new Operator("narrow").Call(this, dim, start, length);
        public Tensor slice(long dim, long start, long finish, long step) => new Operator("slice", "Tensor").Call(this, dim, start, finish, step);
        public Tensor gather(long dim, Tensor index) => new Operator("gather").Call(this, dim, index);
        public Tensor scatter(long dim, Tensor index, Tensor src) => new Operator("scatter", "src").Call(this, dim, index, src);
        public Tensor scatter(long dim, Tensor index, Scalar value) => new Operator("scatter", "value").Call(this, dim, index, value);
        public Tensor scatter_(long dim, Tensor index, Tensor src) => new Operator("scatter_", "src").CallInto(this, dim, index, src);
        public Tensor scatter_(long dim, Tensor index, Scalar value) => new Operator("scatter_", "value").CallInto(this, dim, index, value);
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => new Operator("scatter_add").Call(this, dim, index, src);
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => new Operator("scatter_add_").CallInto(this, dim, index, src);
        public Tensor index_select(long dim, Tensor index) => new Operator("index_select").Call(this, dim, index);
        public Tensor index_fill(long dim, Tensor index, Scalar value) => new Operator("index_fill", "int_Scalar").Call(this, dim, index, value);
        public Tensor index_fill_(long dim, Tensor index, Scalar value) => new Operator("index_fill_", "int_Scalar").CallInto(this, dim, index, value);
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => new Operator("index_add").Call(this, dim, index, source, alpha);
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => new Operator("index_add_").CallInto(this, dim, index, source, alpha);
        public Tensor index_copy(long dim, Tensor index, Tensor source) => new Operator("index_copy").Call(this, dim, index, source);
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => new Operator("index_copy_").CallInto(this, dim, index, source);
        public Tensor masked_fill(Tensor mask, Scalar value) => new Operator("masked_fill", "Scalar").Call(this, mask, value);
        public Tensor masked_fill_(Tensor mask, Scalar value) => new Operator("masked_fill_", "Scalar").CallInto(this, mask, value);
        public Tensor masked_select(Tensor mask) => new Operator("masked_select").Call(this, mask);
        public Tensor masked_scatter(Tensor mask, Tensor value) => new Operator("masked_scatter").Call(this, mask, value);
        public Tensor masked_scatter_(Tensor mask, Tensor value) => new Operator("masked_scatter_").CallInto(this, mask, value);
        public Tensor take(Tensor index) => new Operator("take").Call(this, index);
        public Tensor nonzero() => new Operator("nonzero").Call(this);
        public Tensor[] nonzero_as_list() => new Operator("nonzero_numpy").CallList(this);
    }
}
