using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Sums, means, extremes and other values of many elements.</summary>
public static partial class torch
{
    public static Tensor sum(Tensor input, ScalarType? type = null) => input.sum(type);
    public static Tensor sum(Tensor input, int dim, bool keepdim = false, ScalarType? type = null) => input.sum((long)dim, keepdim, type);
    public static Tensor sum(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) => input.sum(dim, keepdim, type);
    public static Tensor sum(Tensor input, ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => input.sum(dim, keepdim, type);
    public static Tensor mean(Tensor input, ScalarType? type = null) => input.mean(type);
    public static Tensor mean(Tensor input, long[] dimensions, bool keepdim = false, ScalarType? type = null) => input.mean(dimensions, keepdim, type);
    public static Tensor prod(Tensor input, ScalarType? type = null) => input.prod(type);
    public static Tensor prod(Tensor input, int dim, bool keepdim = false, ScalarType? type = null) => input.prod((long)dim, keepdim, type);
    public static Tensor prod(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) => input.prod(dim, keepdim, type);
    public static Tensor std(Tensor input, bool unbiased = true) => input.std(unbiased);
    public static Tensor std(Tensor input, long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std(dim, unbiased, keepdim, type);
    public static Tensor std(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std(dimensions, unbiased, keepdim, type);
    public static (Tensor std, Tensor mean) std_mean(Tensor input, bool unbiased = true) => new Operator("std_mean").Call2(input, unbiased);
    public static (Tensor std, Tensor mean) std_mean(Tensor input, long dim, bool unbiased = true, bool keepdim = false) => new Operator("std_mean", "dim").Call2(input, dim, unbiased, keepdim);
    public static (Tensor std, Tensor mean) std_mean(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false) => new Operator("std_mean", "dim").Call2(input, dimensions, unbiased, keepdim);
    public static Tensor var(Tensor input, bool unbiased = true) => input.var(unbiased);
    public static Tensor var(Tensor input, long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var(dim, unbiased, keepdim, type);
    public static Tensor var(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var(dimensions, unbiased, keepdim, type);
    public static (Tensor var, Tensor mean) var_mean(Tensor input, bool unbiased = true) => new Operator("var_mean").Call2(input, unbiased);
    public static (Tensor var, Tensor mean) var_mean(Tensor input, long dim, bool unbiased = true, bool keepdim = false) => new Operator("var_mean", "dim").Call2(input, dim, unbiased, keepdim);
    public static (Tensor var, Tensor mean) var_mean(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false) => new Operator("var_mean", "dim").Call2(input, dimensions, unbiased, keepdim);
    public static Tensor max(Tensor input) => input.max();
    public static Tensor max(Tensor input, Tensor other) => input.max(other);
    public static (Tensor values, Tensor indexes) max(Tensor input, long dim, bool keepdim = false) => input.max(dim, keepdim);
    public static Tensor amax(Tensor input, long[] dims, bool keepdim = false) => input.amax(dims, keepdim);
    public static Tensor argmax(Tensor input) => input.argmax();
    public static Tensor argmax(Tensor input, long dim, bool keepdim = false) => input.argmax(dim, keepdim);
    public static Tensor min(Tensor input) => input.min();
    public static Tensor min(Tensor input, Tensor other) => input.min(other);
    public static (Tensor values, Tensor indexes) min(Tensor input, long dim, bool keepdim = false) => input.min(dim, keepdim);
    public static Tensor amin(Tensor input, long[] dims, bool keepdim = false) => input.amin(dims, keepdim);
    public static Tensor argmin(Tensor input) => input.argmin();
    public static Tensor argmin(Tensor input, long dim, bool keepdim = false) => input.argmin(dim, keepdim);
    public static Tensor all(Tensor input) => input.all();
    public static Tensor all(Tensor input, long dim, bool keepdim = false) => input.all(dim, keepdim);
    public static Tensor any(Tensor input) => input.any();
    public static Tensor any(Tensor input, long dim, bool keepdim = false) => input.any(dim, keepdim);
    public static Tensor median(Tensor input) => input.median();
    public static Tensor logsumexp(Tensor input, long dim, bool keepdim = false) => input.logsumexp(dim, keepdim);
    public static Tensor norm(Tensor input, float p = 2) => input.norm(p);
    public static Tensor norm(Tensor input, int dimension, bool keepdim = false, float p = 2) => input.norm(dimension, keepdim, p);
    public static Tensor count_nonzero(Tensor input, long? dim = null) => input.count_nonzero(dim);
    public static Tensor quantile(Tensor input, Tensor q, long? dim = null, bool keepdim = false) => input.quantile(q, dim, keepdim);
    public static Tensor cumsum(Tensor input, long dim, ScalarType? type = null) => input.cumsum(dim, type);
    public static Tensor cumprod(Tensor input, long dim, ScalarType? type = null) => input.cumprod(dim, type);
    public static Tensor logcumsumexp(Tensor input, long dim) => input.logcumsumexp(dim);

    public partial class Tensor
    {
        private static readonly Operator SumAll = new("sum");
        private static readonly Operator SumAlong = new("sum", "dim_IntList");

        public Tensor sum(ScalarType? type = null) => SumAll.Call(this, type);
        public Tensor sum(int dim, bool keepdim = false, ScalarType? type = null) => sum((long)dim, keepdim, type); // a literal 0 would be a ScalarType too
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => SumAlong.Call(this, dim, keepdim, type);
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => SumAlong.Call(this, dim.ToArray(), keepdim, type);
        public Tensor mean(ScalarType? type = null) => new Operator("mean").Call(this, type);
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => new Operator("mean", "dim").Call(this, dimensions, keepdim, type);
        public Tensor prod(ScalarType? type = null) => new Operator("prod").Call(this, type);
        public Tensor prod(int dim, bool keepdim = false, ScalarType? type = null) => prod((long)dim, keepdim, type); // a literal 0 would be a ScalarType too
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => new Operator("prod", "dim_int").Call(this, dim, keepdim, type);
        public Tensor std(bool unbiased = true) => new Operator("std").Call(this, unbiased);
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(this, type, x => new Operator("std", "dim").Call(x, dim, unbiased, keepdim));
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(this, type, x => new Operator("std", "dim").Call(x, dimensions, unbiased, keepdim));
        public Tensor var(bool unbiased = true) => new Operator("var").Call(this, unbiased);
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(this, type, x => new Operator("var", "dim").Call(x, dim, unbiased, keepdim));
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(this, type, x => new Operator("var", "dim").Call(x, dimensions, unbiased, keepdim));
        public Tensor max() => new Operator("max").Call(this);
        public Tensor max(Tensor other) => new Operator("max", "other").Call(this, other);
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => new Operator("max", "dim").Call2(this, dim, keepdim);
        public Tensor amax(long[] dims, bool keepdim = false) => new Operator("amax").Call(this, dims, keepdim);
        public Tensor argmax() => new Operator("argmax").Call(this);
        public Tensor argmax(long dim, bool keepdim = false) => new Operator("argmax").Call(this, dim, keepdim);
        public Tensor min() => new Operator("min").Call(this);
        public Tensor min(Tensor other) => new Operator("min", "other").Call(this, other);
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => new Operator("min", "dim").Call2(this, dim, keepdim);
        public Tensor amin(long[] dims, bool keepdim = false) => new Operator("amin").Call(this, dims, keepdim);
        public Tensor argmin() => new Operator("argmin").Call(this);
        public Tensor argmin(long dim, bool keepdim = false) => new Operator("argmin").Call(this, dim, keepdim);
        public Tensor all() => new Operator("all").Call(this);
        public Tensor all(long dim, bool keepdim = false) => new Operator("all", "dim").Call(this, dim, keepdim);
        public Tensor any() => new Operator("any").Call(this);
        public Tensor any(long dim, bool keepdim = false) => new Operator("any", "dim").Call(this, dim, keepdim);
        public Tensor median() => new Operator("median").Call(this);
        public (Tensor values, Tensor indices) median(long dim, bool keepdim = false) => new Operator("median", "dim").Call2(this, dim, keepdim);
        public Tensor logsumexp(long dim, bool keepdim = false) => new Operator("logsumexp").Call(this, dim, keepdim);
        public Tensor norm(float p = 2) => new Operator("norm", "Scalar").Call(this, p);
        public Tensor norm(int dim, bool keepdim = false, float p = 2) => new Operator("norm", "ScalarOpt_dim").Call(this, p, dim, keepdim);
        public Tensor count_nonzero(long? dim = null) => dim is { } along ? new Operator("count_nonzero", "dim_IntList").Call(this, along) : new Operator("count_nonzero").Call(this, Arg.None);
        public Tensor quantile(Tensor q, long? dim = null, bool keepdim = false) => new Operator("quantile").Call(this, q, dim, keepdim);
        public Tensor cumsum(long dim, ScalarType? type = null) => new Operator("cumsum").Call(this, dim, type);
        public Tensor cumprod(long dim, ScalarType? type = null) => new Operator("cumprod").Call(this, dim, type);
        public Tensor logcumsumexp(long dim) => new Operator("logcumsumexp").Call(this, dim);

        private static Tensor Typed(Tensor input, ScalarType? type, Func<Tensor, Tensor> operation)
        {
            if (type is not { } wanted || wanted == input.dtype)
            {
                return operation(input);
            }
            using var converted = input.to(wanted);
            return operation(converted);
        }
    }
}
