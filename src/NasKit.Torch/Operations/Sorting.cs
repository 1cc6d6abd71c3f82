using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Sorting, selecting and counting.</summary>
public static partial class torch
{
    public static (Tensor values, Tensor indices) topk(Tensor tensor, int k, int dim = -1, bool largest = true, bool sorted = true) => tensor.topk(k, dim, largest, sorted);
    public static (Tensor values, Tensor indices) sort(Tensor input, long dim = -1, bool descending = false, bool stable = false) => input.sort(dim, descending, stable);
    public static Tensor argsort(Tensor input, long dim = -1, bool descending = false) => input.argsort(dim, descending);
    public static (Tensor values, Tensor indices) kthvalue(Tensor input, long k, long? dim = null, bool keepdim = false) => input.kthvalue(k, dim, keepdim);
    public static Tensor bincount(Tensor input, Tensor? weights = null, long minlength = 0) => input.bincount(weights, minlength);
    public static Tensor histc(Tensor input, long bins = 100, long min = 0, long max = 0) => input.histc(bins, min, max);

    /// <summary>The distinct elements; with the place of each element among them and how often each came, where asked for.</summary>
    public static (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(Tensor input, bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
        input.unique(sorted, return_inverse, return_counts, dim);

    public static Tensor searchsorted(Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false) => new Operator("searchsorted", "Tensor").Call(sorted_sequence, values, out_int32, right);
    public static Tensor bucketize(Tensor input, Tensor boundaries, bool outInt32 = false, bool right = false) => new Operator("bucketize", "Tensor").Call(input, boundaries, outInt32, right);

    public partial class Tensor
    {
        public (Tensor values, Tensor indices) topk(int k, int dim = -1, bool largest = true, bool sorted = true) => new Operator("topk").Call2(this, k, dim, largest, sorted);
        public (Tensor values, Tensor indices) sort(long dim = -1, bool descending = false, bool stable = false) => new Operator("sort", "stable").Call2(this, stable, dim, descending);
        public Tensor argsort(long dim = -1, bool descending = false) => new Operator("argsort").Call(this, dim, descending);
        public (Tensor values, Tensor indices) kthvalue(long k, long? dim = null, bool keepdim = false) => new Operator("kthvalue").Call2(this, k, dim ?? -1, keepdim);
        public Tensor bincount(Tensor? weights = null, long minlength = 0) => new Operator("bincount").Call(this, weights, minlength);
        public Tensor histc(long bins = 100, long min = 0, long max = 0) => new Operator("histc").Call(this, bins, min, max);

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            var (output, inverse, counts) = dim is { } along
                ? new Operator("unique_dim").Call3(this, along, sorted, return_inverse, return_counts)
                : new Operator("_unique2").Call3(this, sorted, return_inverse, return_counts);
            return (output, Wanted(inverse, return_inverse), Wanted(counts, return_counts));
        }

        private static Tensor? Wanted(Tensor tensor, bool wanted)
        {
            if (wanted)
            {
                return tensor;
            }
            tensor.Dispose();
            return null;
        }
    }
}
