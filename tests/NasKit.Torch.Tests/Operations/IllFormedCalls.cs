using TorchSharp;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace NasKit.Torch.Tests.Operations;

/// <summary>Random calls of operators, most of them wrong: shapes, dtypes, dimensions, strides and sizes that do not fit.</summary>
internal static class IllFormedCalls
{
    /// <summary>
    /// Operator, overload and the kinds of its arguments: t tensor, T optional tensor, l list of tensors, i integer, I list of integers,
    /// d number, D list of numbers, b truth value, s dtype, z size, m memory format, n nothing; the other letters are texts.
    /// </summary>
    internal static readonly string[] Table =
    [
        "_foreach_add.List l l d", "_foreach_add_.List l l d", "_foreach_add_.Scalar l d", "_foreach_addcdiv_.ScalarList l l l D", "_foreach_addcmul_.Scalar l l l d", "_foreach_div_.ScalarList l D",
        "_foreach_maximum_.List l l", "_foreach_mul_.Scalar l d", "_foreach_neg l", "_foreach_norm.Scalar l d", "_foreach_sqrt l", "_to_copy t s", "_unique2 t b b b",
        "_upsample_bicubic2d_aa t I b d d", "_upsample_bilinear2d_aa t I b d d", "_upsample_nearest_exact1d t I d", "_upsample_nearest_exact2d t I d d", "_upsample_nearest_exact3d t I d d d", "abs t",
        "abs_ t", "acos t", "acos_ t", "acosh t", "acosh_ t", "adaptive_avg_pool1d t I", "adaptive_avg_pool2d t I", "adaptive_avg_pool3d t I", "adaptive_max_pool2d t I", "add.Tensor t t d",
        "add_.Scalar t d d", "add_.Tensor t t d", "addbmm t t t d d", "addcdiv t t t d", "addcdiv_ t t t d", "addcmul t t t d", "addcmul_ t t t d", "addmm t t t d d", "addmv t t t", "addr t t t",
        "alias t", "all t", "all.dim t i b", "allclose t t d d b", "amax t I b", "amin t I b", "any t", "any.dim t i b", "arange.start_step d d d s", "argmax t i b", "argmin t i b", "argsort t i b",
        "as_strided t I I i", "asin t", "asin_ t", "asinh t", "asinh_ t", "atan t", "atan2 t t", "atan_ t", "atanh t", "atanh_ t", "avg_pool2d t I I I b b i", "baddbmm t t t d d",
        "batch_norm t T T T T b d d b", "bernoulli t", "bernoulli_.float t d", "bernoulli_.Tensor t t", "binary_cross_entropy t t T i", "binary_cross_entropy_with_logits t t T T i", "bincount t T i",
        "bitwise_and.Tensor t t", "bitwise_and_.Tensor t t", "bitwise_left_shift.Tensor t t", "bitwise_left_shift_.Tensor t t", "bitwise_not t", "bitwise_not_ t", "bitwise_or.Tensor t t",
        "bitwise_or_.Tensor t t", "bitwise_right_shift.Tensor t t", "bitwise_right_shift_.Tensor t t", "bitwise_xor.Tensor t t", "bitwise_xor_.Tensor t t", "bmm t t", "broadcast_tensors l",
        "bucketize.Tensor t t b b", "cat l i", "cauchy_ t d d", "cdist t t d i", "ceil t", "ceil_ t", "chunk t i i", "clamp t d d", "clamp.Tensor t T T", "clamp_ t d d", "clamp_.Tensor t T T",
        "clamp_max t d", "clamp_max.Tensor t t", "clamp_max_ t d", "clamp_min t d", "clamp_min.Tensor t t", "clamp_min_ t d", "clone t m", "contiguous t m", "conv1d t t T I I I i",
        "conv2d t t T I I I i", "conv2d.padding t t T I p I i", "conv_transpose2d.input t t T I I I i I", "copy_ t t b", "cos t", "cos_ t", "cosh t", "cosh_ t", "count_nonzero t i",
        "count_nonzero.dim_IntList t I", "cross_entropy_loss t t T i i d", "cumprod t i s", "cumsum t i s", "detach t", "detach_ t", "diag t i", "diagonal t i i i", "digamma t", "digamma_ t",
        "div.Scalar_mode t d r", "div.Tensor t t", "div.Tensor_mode t t r", "div_.Scalar_mode t d r", "div_.Tensor t t", "div_.Tensor_mode t t r", "dot t t", "dropout t d b", "dropout_ t d b",
        "einsum e l", "elu t d d d", "elu_ t d d d", "embedding t t i b b", "empty.memory_format z s", "empty_like t s", "eq.Scalar t d", "eq.Tensor t t", "eq_.Scalar t d", "eq_.Tensor t t",
        "equal t t", "erf t", "erf_ t", "erfc t", "erfc_ t", "erfinv t", "erfinv_ t", "exp t", "exp2 t", "exp2_ t", "exp_ t", "expand t I b", "expand_as t t", "expm1 t", "expm1_ t",
        "exponential_ t d", "eye.m i i s", "feature_dropout t d b", "feature_dropout_ t d b", "fill_.Scalar t d", "fill_.Tensor t t", "flatten.using_ints t i i", "flip t I", "floor t", "floor_ t",
        "floor_divide t t", "floor_divide.Scalar t d", "floor_divide_.Scalar t d", "floor_divide_.Tensor t t", "fmax t t", "fmin t t", "fmod.Scalar t d", "fmod.Tensor t t", "fmod_.Scalar t d",
        "fmod_.Tensor t t", "frac t", "frac_ t", "full z d s", "full_like t d s", "gather t i t b", "ge.Scalar t d", "ge.Tensor t t", "ge_.Scalar t d", "ge_.Tensor t t", "gelu t", "geometric_ t d",
        "group_norm t i T T d b", "gt.Scalar t d", "gt.Tensor t t", "gt_.Scalar t d", "gt_.Tensor t t", "hardsigmoid t", "hardsigmoid_ t", "hardswish t", "hardswish_ t", "hardtanh t d d",
        "hardtanh_ t d d", "histc t i d d", "hstack l", "hypot t t", "im2col t I I I I", "index.Tensor t l", "index_add t i t t d", "index_add_ t i t t d", "index_copy t i t t", "index_copy_ t i t t",
        "index_fill.int_Scalar t i t d", "index_fill_.int_Scalar t i t d", "index_put_ t l t b", "index_select t i t", "inner t t", "isclose t t d d b", "isfinite t", "isinf t", "isnan t",
        "isneginf t", "isposinf t", "item t", "kl_div t t i b", "kron t t", "kthvalue t i i b", "l1_loss t t i", "layer_norm t I T T d b", "le.Scalar t d", "le.Tensor t t", "le_.Scalar t d",
        "le_.Tensor t t", "leaky_relu t d", "leaky_relu_ t d", "lerp.Scalar t t d", "lerp.Tensor t t t", "lerp_.Scalar t t d", "lerp_.Tensor t t t", "lgamma t", "lgamma_ t", "linalg_cholesky t b",
        "linalg_cross t t i", "linalg_det t", "linalg_eigh t", "linalg_eigvalsh t r", "linalg_inv t", "linalg_matrix_power t i", "linalg_norm t d I b s", "linalg_pinv.atol_rtol_float t d d b",
        "linalg_qr t", "linalg_slogdet t", "linalg_solve t t b", "linalg_svd t b", "linalg_svdvals t r", "linalg_vector_norm t d I b s", "linear t t T", "linspace d d i s", "log t", "log10 t",
        "log10_ t", "log1p t", "log1p_ t", "log2 t", "log2_ t", "log_ t", "log_normal_ t d d", "log_sigmoid t", "log_softmax.int t i s", "logaddexp t t", "logaddexp2 t t", "logcumsumexp t i",
        "logical_and t t", "logical_and_ t t", "logical_not t", "logical_not_ t", "logical_or t t", "logical_or_ t t", "logical_xor t t", "logical_xor_ t t", "logspace d d i d s", "logsumexp t I b",
        "lstm.input t l l b i d b b b", "lstm_cell t l t t T T", "lt.Scalar t d", "lt.Tensor t t", "lt_.Scalar t d", "lt_.Tensor t t", "masked_fill.Scalar t t d", "masked_fill_.Scalar t t d",
        "masked_scatter t t t", "masked_scatter_ t t t", "masked_select t t", "matmul t t", "max t", "max.dim t i b", "max.other t t", "max_pool2d t I I I I b", "maximum t t", "mean t s",
        "mean.dim t I b s", "median t", "median.dim t i b", "meshgrid.indexing l x", "min t", "min.dim t i b", "min.other t t", "minimum t t", "mish t", "mish_ t", "mm t t", "movedim.intlist t I I",
        "mse_loss t t i", "mT t", "mul.Tensor t t", "mul_.Tensor t t", "multinomial t i b", "mv t t", "nan_to_num t d d d", "narrow t i i i", "ne.Scalar t d", "ne.Tensor t t", "ne_.Scalar t d",
        "ne_.Tensor t t", "neg t", "neg_ t", "new_empty t z s", "new_full t z d s", "new_ones t z s", "new_zeros t z", "nll_loss_nd t t T i i", "nonzero t", "nonzero_numpy t", "norm.Scalar t d",
        "norm.ScalarOpt_dim t d I b", "normal.float_float d d I n s", "normal.Tensor_Tensor t t", "normal_ t d d", "numpy_T t", "one_hot t i", "ones z s", "ones_like t s", "outer t t", "pad t I p d",
        "permute t I", "pixel_shuffle t i", "poisson t", "pow.Scalar d t", "pow.Tensor_Scalar t d", "pow.Tensor_Tensor t t", "pow_.Scalar t d", "pow_.Tensor t t", "prod t s", "prod.dim_int t i b s",
        "quantile t t i b", "rand.generator z g s", "rand_like t s", "randint.low_generator i i z g s", "randn.generator z g s", "randn_like t s", "random_.from t i i", "randperm.generator i g s",
        "ravel t", "reciprocal t", "reciprocal_ t", "relu t", "relu6 t", "relu6_ t", "relu_ t", "remainder.Scalar t d", "remainder.Tensor t t", "remainder_.Scalar t d", "remainder_.Tensor t t",
        "repeat t I", "repeat_interleave.self_int t i i", "repeat_interleave.self_Tensor t t i", "reshape t I", "retain_grad t", "roll t I I", "rot90 t i I", "round t", "round_ t", "rsqrt t",
        "rsqrt_ t", "scatter.src t i t t", "scatter.value t i t d", "scatter_.src t i t t", "scatter_.value t i t d", "scatter_add t i t t", "scatter_add_ t i t t", "searchsorted.Tensor t t b b",
        "select.int t i i", "selu t", "selu_ t", "set_.source_Tensor t t", "sigmoid t", "sigmoid_ t", "sign t", "sign_ t", "signbit t", "silu t", "silu_ t", "sin t", "sin_ t", "sinh t", "sinh_ t",
        "slice.Tensor t i i i i", "smooth_l1_loss t t i d", "softmax.int t i s", "softplus t d d", "sort.stable t b i b", "split.Tensor t i i", "split_with_sizes t I i", "sqrt t", "sqrt_ t",
        "square t", "square_ t", "squeeze t", "squeeze.dim t i", "squeeze_ t", "squeeze_.dim t i", "stack l i", "std t b", "std.dim t I b b", "std_mean t b", "std_mean.dim t I b b",
        "sub.Tensor t t d", "sub_.Tensor t t d", "sum t s", "sum.dim_IntList t I b s", "t t", "take t t", "take_along_dim t t i", "tan t", "tan_ t", "tanh t", "tanh_ t", "tensor_split.sections t i i",
        "tensordot t t I I", "tile t I", "topk t i i b b", "trace t", "transpose.int t i i", "transpose_ t i i", "tril t i", "tril_indices i i i", "triu t i", "triu_indices i i i", "trunc t",
        "trunc_ t", "unbind.int t i", "unfold t i i i", "uniform_ t d d", "unique_dim t i b b b", "unsqueeze t i", "unsqueeze_ t i", "upsample_bicubic2d t I b d d", "upsample_bilinear2d t I b d d",
        "upsample_linear1d t I b d", "upsample_nearest1d t I d", "upsample_nearest2d t I d d", "upsample_nearest3d t I d d d", "upsample_trilinear3d t I b d d d", "var t b", "var.dim t I b b",
        "var_mean t b", "var_mean.dim t I b b", "vdot t t", "view t I", "vstack l", "where.self t t t", "xlogy.Tensor t t", "zero_ t", "zeros z s", "zeros_like t s",
    ];

    private static readonly long[] Integers = [0, 1, 2, 3, -1, -2, -3, 4, 5, 7, 100, -100, 1L << 40, 1L << 62, long.MaxValue, long.MinValue, -(1L << 40)];
    private static readonly double[] Numbers = [0, 1, -1, 0.5, 2, 1e-5, 3, -0.3, 1e30, 1e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity];
    private static readonly ScalarType[] Types = [float32, float32, float32, float64, int64, int64, int32, uint8, int8, int16, float16, bfloat16, @bool, complex64, complex128];
    private static readonly string[] Equations = ["ij,jk->ik", "ii", "i,j->ij", "...i->i", "ij->", "abc,c", "i,,j", "->", "ij,jk->il", "i..j"];

    /// <summary>
    /// Makes the call that belongs to the seed, half of the time one of <see cref="NearlyRightCalls"/>; false where it threw an exception
    /// that a caller can understand.
    /// </summary>
    /// <param name="seed">Picks the operator and all its arguments.</param>
    /// <param name="before">Is told the call before it is made, so that the last one told is the one that ended the process.</param>
    internal static bool Try(int seed, Action<string>? before = null)
    {
        var random = new System.Random(seed);
        using var scope = NewDisposeScope();
        using var guard = random.Next(4) == 0 ? no_grad() : enable_grad();
        var (name, args) = random.Next(2) == 0 ? Random(random) : NearlyRightCalls.Random(random);
        var parts = name.Split('.');
        before?.Invoke(name + "(" + string.Join(", ", args.Select(a => a.ToString())) + ")");
        try
        {
            Read(new Operator(parts[0], parts.Length > 1 ? parts[1] : "").CallOptional(args));
            foreach (var tensor in args.Select(a => a.Reference).OfType<Tensor>())
            {
                Read(tensor);
            }
            return true;
        }
        catch (System.Runtime.InteropServices.ExternalException e) when ((e.Message.StartsWith(parts[0] + "(", StringComparison.Ordinal) || e.Message.StartsWith("clone(", StringComparison.Ordinal)) && !e.Message.Contains('\n', StringComparison.Ordinal))
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            return true; // the result is no tensor
        }
        catch (MissingMethodException)
        {
            return false; // not in every libtorch
        }
    }

    private static (string Name, Arg[] Args) Random(System.Random random)
    {
        var parts = Table[random.Next(Table.Length)].Split(' ');
        return (parts[0], [.. parts[1..].Select(kind => Argument(kind, random))]);
    }

    /// <summary>Reads every element, since a view made with wrong numbers does its harm only then.</summary>
    private static void Read(Tensor? tensor)
    {
        if (tensor is not null && tensor.numel() is >= 0 and < 1_000_000)
        {
            new Operator("clone").Call(tensor, MemoryFormat.Contiguous);
        }
    }

    internal static Arg Argument(string kind, System.Random random) => kind switch
    {
        "t" => Tensor(random),
        "T" => random.Next(2) == 0 ? Arg.None : Tensor(random),
        "l" => Enumerable.Range(0, random.Next(5)).Select(_ => Tensor(random)).ToArray(),
        "i" => Integer(random),
        "I" => random.Next(8) == 0 ? Integer(random) : Enumerable.Range(0, random.Next(5)).Select(_ => Integer(random)).ToArray(),
        "z" => Enumerable.Range(0, random.Next(5)).Select(_ => Integer(random)).ToArray(),
        "d" => random.Next(3) == 0 ? Integer(random) : Numbers[random.Next(Numbers.Length)],
        "D" => Enumerable.Range(0, random.Next(4)).Select(_ => Numbers[random.Next(Numbers.Length)]).ToArray(),
        "b" => random.Next(2) == 0,
        "n" or "g" => Arg.None,
        "s" => random.Next(3) == 0 ? Arg.None : Types[random.Next(Types.Length)],
        "m" => (MemoryFormat)random.Next(4),
        "r" => random.Next(3) == 0 ? "other" : random.Next(2) == 0 ? "trunc" : "floor",
        "p" => (string[])["same", "valid", "reflect", "constant", "circular"] is var modes ? modes[random.Next(modes.Length)] : "",
        "q" => (string[])["sum", "mean", "amax", "prod", "none"] is var reductions ? reductions[random.Next(reductions.Length)] : "",
        "x" => random.Next(2) == 0 ? "ij" : "zz",
        "e" => Equations[random.Next(Equations.Length)],
        _ => throw new ArgumentException(kind),
    };

    /// <summary>Mostly small: a call that is well-formed by chance must not fill the machine's memory.</summary>
    internal static long Integer(System.Random random) => Integers[random.Next(random.Next(3) == 0 ? Integers.Length : 7)];

    private static Tensor Tensor(System.Random random)
    {
        var shape = Enumerable.Range(0, random.Next(50) == 0 ? 70 : random.Next(6)).Select(_ => (long)random.Next(random.Next(4) == 0 ? 1 : 5)).ToArray();
        if (shape.Length > 5)
        {
            Array.Fill(shape, 1);
        }
        var type = Types[random.Next(Types.Length)];
        var x = ((rand(shape, generator: new Generator((ulong)random.Next())) - 0.3) * random.Next(1, 8)).to(type);
        x = random.Next(6) switch
        {
            0 when shape.Length > 1 => x.transpose(0, shape.Length - 1),
            1 when shape.Length > 0 => x.narrow(0, 0, shape[0] / 2),
            2 => x.unsqueeze(0).expand([3, .. shape]),
            3 when x.dim() == 4 => Extras.to_channels_last(x),
            _ => x,
        };
        return torch.is_floating_point(type) && random.Next(5) == 0 ? x.detach().requires_grad_() : x;
    }
}
