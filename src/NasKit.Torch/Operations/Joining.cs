using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Tensors joined into one, and one taken apart.</summary>
public static partial class torch
{
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => new Operator("cat").Call(Arg.List(tensors), dim);
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => new Operator("stack").Call(Arg.List(tensors), dim);
    public static Tensor hstack(IList<Tensor> tensors) => new Operator("hstack").Call(Arg.List(tensors));
    public static Tensor vstack(IList<Tensor> tensors) => new Operator("vstack").Call(Arg.List(tensors));
    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0) => tensor.split(split_size_or_sections, dim);
    public static Tensor[] split(Tensor tensor, long split_size_or_sections, long dim = 0) => tensor.split(split_size_or_sections, dim);
    public static Tensor[] chunk(Tensor input, long chunks, long dim = 0) => input.chunk(chunks, dim);
    public static Tensor[] unbind(Tensor input, long dim = 0) => input.unbind(dim);
    public static Tensor[] tensor_split(Tensor tensor, long indices_or_sections, long dim = 0) => new Operator("tensor_split", "sections").CallList(tensor, indices_or_sections, dim);

    public partial class Tensor
    {
        public Tensor[] split(long size, long dim = 0) => new Operator("split", "Tensor").CallList(this, size, dim);
        public Tensor[] split(long[] sizes, long dim = 0) => new Operator("split_with_sizes").CallList(this, sizes, dim);
        public Tensor[] chunk(long chunks, long dim = 0) => new Operator("chunk").CallList(this, chunks, dim);
        public Tensor[] unbind(long dimension = 0) => new Operator("unbind", "int").CallList(this, dimension);
    }
}
