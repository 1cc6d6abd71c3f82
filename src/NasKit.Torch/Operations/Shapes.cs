using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>The same elements in another shape or order.</summary>
public static partial class torch
{
    public static Tensor reshape(Tensor input, params long[] shape) => input.reshape(shape);
    public static Tensor flatten(Tensor input, long start_dim = 0, long end_dim = -1) => input.flatten(start_dim, end_dim);
    public static Tensor permute(Tensor input, params long[] permutation) => input.permute(permutation);
    public static Tensor transpose(Tensor input, long dim0, long dim1) => input.transpose(dim0, dim1);
    public static Tensor swapaxes(Tensor input, long axis0, long axis1) => input.transpose(axis0, axis1);
    public static Tensor movedim(Tensor input, long[] source, long[] destination) => input.movedim(source, destination);
    public static Tensor squeeze(Tensor input, long? dim = null) => input.squeeze(dim);
    public static Tensor unsqueeze(Tensor input, long dim) => input.unsqueeze(dim);
    public static Tensor flip(Tensor input, params long[] dims) => input.flip(dims);
    public static Tensor roll(Tensor input, long shifts, long dims) => input.roll(shifts, dims);
    public static Tensor roll(Tensor input, ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => input.roll(shifts, dims);
    public static Tensor rot90(Tensor input, long k = 1, (long, long)? dims = null) => new Operator("rot90").Call(input, k, new[] { dims?.Item1 ?? 0, dims?.Item2 ?? 1 });
    public static Tensor tile(Tensor input, long[] reps) => input.tile(reps);
    public static Tensor tril(Tensor input, long diagonal = 0) => input.tril(diagonal);
    public static Tensor triu(Tensor input, long diagonal = 0) => input.triu(diagonal);
    public static Tensor diag(Tensor input, long diagonal = 0) => input.diag(diagonal);
    public static Tensor diagonal(Tensor input, long offset = 0, long dim1 = 0, long dim2 = 1) => input.diagonal(offset, dim1, dim2);
    public static Tensor broadcast_to(Tensor input, params long[] shape) => input.expand(shape);
    public static Tensor[] broadcast_tensors(params Tensor[] tensors) => new Operator("broadcast_tensors").CallList(tensors);

    public partial class Tensor
    {
        public Tensor view(params long[] shape) => new Operator("view").Call(this, shape);
        public Tensor view_as(Tensor other) => view(other.shape);
        public Tensor reshape(params long[] shape) => new Operator("reshape").Call(this, shape);
        public Tensor reshape_as(Tensor other) => reshape(other.shape);
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => new Operator("flatten", "using_ints").Call(this, start_dim, end_dim);
        public Tensor ravel() => new Operator("ravel").Call(this);
        public Tensor unflatten(long dim, params long[] sizes) => Unflattened(dim, sizes);
        public Tensor permute(params long[] permutation) => new Operator("permute").Call(this, permutation);
        public Tensor transpose(long dim0, long dim1) => new Operator("transpose", "int").Call(this, dim0, dim1);
        public Tensor transpose_(long dim0, long dim1) => new Operator("transpose_").CallInto(this, dim0, dim1);
        public Tensor movedim(long[] source, long[] destination) => new Operator("movedim", "intlist").Call(this, source, destination);
        public Tensor squeeze(long? dim = null) => dim is { } along ? new Operator("squeeze", "dim").Call(this, along) : new Operator("squeeze").Call(this);
        public Tensor squeeze_(long? dim = null) => dim is { } along ? new Operator("squeeze_", "dim").CallInto(this, along) : new Operator("squeeze_").CallInto(this);
        public Tensor unsqueeze(long dim) => new Operator("unsqueeze").Call(this, dim);
        public Tensor unsqueeze_(long dim) => new Operator("unsqueeze_").CallInto(this, dim);
        public Tensor expand(params long[] sizes) => new Operator("expand").Call(this, sizes);
        public Tensor expand_as(Tensor other) => new Operator("expand_as").Call(this, other);
        public Tensor repeat(params long[] sizes) => new Operator("repeat").Call(this, sizes);
        public Tensor repeat_interleave(long repeats, long? dim = null) => new Operator("repeat_interleave", "self_int").Call(this, repeats, dim);
        public Tensor repeat_interleave(Tensor repeats, long? dim = null) => new Operator("repeat_interleave", "self_Tensor").Call(this, repeats, dim);
        public Tensor tile(params long[] reps) => new Operator("tile").Call(this, reps);
        public Tensor flip(params long[] dims) => new Operator("flip").Call(this, dims);
        public Tensor roll(long shifts, long dims) => new Operator("roll").Call(this, shifts, dims);
        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => new Operator("roll").Call(this, shifts.ToArray(), dims.ToArray());
        public Tensor tril(long diagonal = 0) => new Operator("tril").Call(this, diagonal);
        public Tensor triu(long diagonal = 0) => new Operator("triu").Call(this, diagonal);
        public Tensor diag(long diagonal = 0) => new Operator("diag").Call(this, diagonal);
        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => new Operator("diagonal").Call(this, offset, dim1, dim2);
        public Tensor unfold(long dimension, long size, long step) => new Operator("unfold").Call(this, dimension, size, step);
        public Tensor as_strided(long[] size, long[] strides, long? storageOffset = null) => new Operator("as_strided").Call(this, size, strides, storageOffset);

        private Tensor Unflattened(long dim, long[] sizes)
        {
            var at = Wrapped(dim, nameof(unflatten));
            var old = shape;
            return view([.. old[..(int)at], .. sizes, .. old[((int)at + 1)..]]);
        }
    }
}
