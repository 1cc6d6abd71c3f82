using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Ranges, grids and special matrices.</summary>
public static partial class torch
{
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => arange(0, stop, 1, dtype, device, requires_grad);
    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => arange(start, stop, 1, dtype, device, requires_grad);

    /// <summary>start, start + step, … below stop; integers give Int64, else the default dtype.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finished(new Operator("arange", "start_step").Call(start, stop, step, dtype, Arg.None, Placed(device)), requires_grad);

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finished(new Operator("linspace").Call(start, end, steps, dtype, Arg.None, Placed(device)), requires_grad);

    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finished(new Operator("logspace").Call(start, end, steps, @base, dtype, Arg.None, Placed(device)), requires_grad);

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finished(new Operator("eye", "m").Call(rows, columns < 0 ? rows : columns, dtype, Arg.None, Placed(device)), requires_grad);

    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") => new Operator("meshgrid", "indexing").CallList(Arg.List(tensors), indexing);

    public static Tensor tril_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        new Operator("tril_indices").Call(row, col, offset, dtype, Arg.None, Placed(device));

    public static Tensor triu_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        new Operator("triu_indices").Call(row, col, offset, dtype, Arg.None, Placed(device));
}
