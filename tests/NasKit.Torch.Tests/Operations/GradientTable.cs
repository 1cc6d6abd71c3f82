using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Torch.Tests.Operations;

/// <summary>Differentiable operators with inputs at which they are smooth; the shapes are small since every element is moved.</summary>
internal static class GradientTable
{
    internal sealed record Case(string Name, Func<Tensor[], Tensor> Function, params Input[] Inputs);

    /// <summary>A float64 input of this shape with elements in [Low, High].</summary>
    internal sealed record Input(long[] Shape, double Low = -2, double High = 2);

    private static Input Any(params long[] shape) => new(shape);
    private static Input Positive(params long[] shape) => new(shape, 0.3, 2);
    private static Input Within(double low, double high, params long[] shape) => new(shape, low, high);
    private static Tensor Indices(params long[] values) => tensor(values);

    internal static IEnumerable<Case> All()
    {
        foreach (var one in Unary().Concat(Binary()).Concat(Reductions()).Concat(Matrices()).Concat(Shapes()).Concat(Selections()))
        {
            yield return one;
        }
    }

    private static IEnumerable<Case> Unary()
    {
        var smooth = new (string, Func<Tensor, Tensor>)[]
        {
            ("exp", x => x.exp()), ("exp2", x => x.exp2()), ("expm1", x => x.expm1()), ("sin", x => x.sin()), ("cos", x => x.cos()), ("atan", x => x.atan()), ("sinh", x => x.sinh()),
            ("cosh", x => x.cosh()), ("tanh", x => x.tanh()), ("asinh", x => x.asinh()), ("sigmoid", x => x.sigmoid()), ("neg", x => -x), ("square", x => x.square()), ("erf", x => x.erf()),
            ("erfc", x => x.erfc()), ("silu", x => x.silu()), ("gelu", x => x.gelu()), ("mish", x => x.mish()), ("softplus", x => x.softplus()), ("log_sigmoid", x => x.log_sigmoid()),
            ("softmax", x => x.softmax(1)), ("log_softmax", x => x.log_softmax(0)), ("clone", x => x.clone()), ("alias", x => x.alias()), ("contiguous", x => x.t().contiguous()),
            ("elu", x => x.elu()), ("selu", x => x.selu()), ("lerp number", x => x.lerp(x * x, 0.3)), ("add number", x => x + 3), ("rsub number", x => 3.5 - x), ("mul number", x => 2 * x * 1.5f),
            ("to float64 and back", x => x.to(ScalarType.Float64, copy: true)),
        };
        var positive = new (string, Func<Tensor, Tensor>)[]
        {
            ("sqrt", x => x.sqrt()), ("rsqrt", x => x.rsqrt()), ("log", x => x.log()), ("log2", x => x.log2()), ("log10", x => x.log10()), ("log1p", x => x.log1p()), ("reciprocal", x => x.reciprocal()),
            ("lgamma", x => x.lgamma()), ("digamma", x => x.digamma()), ("abs", x => x.abs()), ("relu", x => x.relu()), ("relu6", x => x.relu6()), ("hardswish", x => x.hardswish()), ("hardsigmoid", x => x.hardsigmoid()),
            ("leaky_relu", x => x.leaky_relu(0.1)), ("hardtanh", x => x.hardtanh(-5, 5)), ("clamp", x => x.clamp(0.1, 3)), ("clamp_min", x => x.clamp_min(0.1)), ("clamp_max", x => x.clamp_max(9)), ("tan", x => (x / 2).tan()), ("frac", x => x + x.frac() * 0),
            ("pow number", x => x.pow(2.5)), ("number pow", x => torch.pow(2, x)), ("rdiv number", x => 2 / x), ("div number", x => x / 4), ("remainder", x => x.remainder(7)), ("fmod", x => x.fmod(7)), ("nan_to_num", x => x.nan_to_num()),
            ("abs_", x => x.clone().abs_()), ("exp_", x => x.clone().exp_()), ("mul_", x => x.clone().mul_(3)), ("add_", x => x.clone().add_(x, 2)), ("relu_", x => (x * 2).relu_()), ("normalised", x => x / x.norm()),
        };
        return smooth.Select(c => new Case(c.Item1, x => c.Item2(x[0]), Any(2, 3)))
            .Concat(positive.Select(c => new Case(c.Item1, x => c.Item2(x[0]), Positive(2, 3))))
            .Append(new Case("asin", x => x[0].asin(), Within(-0.8, 0.8, 4))).Append(new Case("acos", x => x[0].acos(), Within(-0.8, 0.8, 4)))
            .Append(new Case("atanh", x => x[0].atanh(), Within(-0.8, 0.8, 4))).Append(new Case("erfinv", x => x[0].erfinv(), Within(-0.8, 0.8, 4))).Append(new Case("acosh", x => x[0].acosh(), Within(1.5, 3, 4)));
    }

    private static IEnumerable<Case> Binary() =>
    [
        new("add", x => x[0] + x[1], Any(2, 3), Any(3)),
        new("add alpha", x => x[0].add(x[1], 2.5), Any(2, 3), Any(3)),
        new("sub", x => x[0] - x[1], Any(2, 3), Any(2, 1)),
        new("sub alpha", x => x[0].sub(x[1], 0.5), Any(2, 3), Any(2, 1)),
        new("mul", x => x[0] * x[1], Any(2, 3), Any(1)),
        new("div", x => x[0] / x[1], Any(2, 3), Positive(2, 3)),
        new("pow", x => x[0].pow(x[1]), Positive(3), Any(3)),
        new("maximum", x => maximum(x[0], x[1]), Within(0, 1, 3), Within(2, 3, 3)),
        new("minimum", x => minimum(x[0], x[1]), Within(0, 1, 3), Within(2, 3, 3)),
        new("fmax", x => fmax(x[0], x[1]), Within(0, 1, 3), Within(2, 3, 3)),
        new("fmin", x => fmin(x[0], x[1]), Within(0, 1, 3), Within(2, 3, 3)),
        new("atan2", x => atan2(x[0], x[1]), Positive(3), Positive(3)),
        new("hypot", x => hypot(x[0], x[1]), Positive(3), Positive(3)),
        new("logaddexp", x => logaddexp(x[0], x[1]), Any(3), Any(3)),
        new("logaddexp2", x => logaddexp2(x[0], x[1]), Any(3), Any(3)),
        new("xlogy", x => xlogy(x[0], x[1]), Positive(3), Positive(3)),
        new("lerp", x => x[0].lerp(x[1], x[2]), Any(3), Any(3), Positive(3)),
        new("addcmul", x => x[0].addcmul(x[1], x[2], 0.5), Any(3), Any(3), Any(3)),
        new("addcdiv", x => x[0].addcdiv(x[1], x[2], 0.5), Any(3), Any(3), Positive(3)),
        new("where", x => where(tensor(new[] { true, false, true }), x[0], x[1]), Any(3), Any(3)),
        new("clamp tensors", x => x[0].clamp(x[1], x[2]), Within(0, 1, 3), Within(-3, -2, 3), Within(2, 3, 3)),
        new("add_ broadcast", x => x[0].clone().add_(x[1]), Any(2, 3), Any(3)),
        new("div_", x => x[0].clone().div_(x[1]), Any(3), Positive(3)),
        new("copy_", x => zeros(new long[] { 2, 3 }, ScalarType.Float64).copy_(x[0]), Any(3)),
        new("fill_", x => zeros(new long[] { 2, 3 }, ScalarType.Float64).fill_(x[0]), Any()),
    ];

    private static IEnumerable<Case> Reductions() =>
    [
        new("sum", x => x[0].sum(), Any(2, 3)),
        new("sum dim", x => x[0].sum(1), Any(2, 3)),
        new("sum dims", x => x[0].sum(new long[] { 0, 2 }, true), Any(2, 2, 2)),
        new("mean", x => x[0].mean(), Any(2, 3)),
        new("mean dims", x => x[0].mean(new long[] { 1 }, true), Any(2, 3)),
        new("prod", x => x[0].prod(), Positive(4)),
        new("prod dim", x => x[0].prod(0), Positive(2, 3)),
        new("std", x => x[0].std(), Any(5)),
        new("var", x => x[0].var(false), Any(5)),
        new("std dim", x => x[0].std(1, unbiased: false), Any(2, 3)),
        new("var dims", x => x[0].var(new long[] { 0, 1 }), Any(2, 3)),
        new("var_mean", x => var_mean(x[0], 1).var, Any(2, 3)),
        new("std_mean", x => std_mean(x[0]).mean, Any(2, 3)),
        new("max", x => x[0].max(), Any(5)),
        new("min dim", x => x[0].min(1).values, Any(2, 3)),
        new("amax", x => x[0].amax(new long[] { 0 }), Any(2, 3)),
        new("amin", x => x[0].amin(new long[] { 1 }, true), Any(2, 3)),
        new("median", x => x[0].median(), Any(5)),
        new("logsumexp", x => x[0].logsumexp(1), Any(2, 3)),
        new("norm", x => x[0].norm(), Any(5)),
        new("norm dim", x => x[0].norm(1, p: 3), Positive(2, 3)),
        new("vector_norm", x => linalg.vector_norm(x[0], 2, [0]), Any(2, 3)),
        new("cumsum", x => x[0].cumsum(1), Any(2, 3)),
        new("cumprod", x => x[0].cumprod(0), Positive(3, 2)),
        new("logcumsumexp", x => x[0].logcumsumexp(0), Any(3, 2)),
        new("quantile", x => x[0].quantile(tensor(0.3)), Any(5)),
        new("topk", x => x[0].topk(2).values, Any(5)),
        new("sort", x => x[0].sort(descending: true).values, Any(5)),
        new("kthvalue", x => x[0].kthvalue(2).values, Any(5)),
    ];

    private static IEnumerable<Case> Matrices() =>
    [
        new("matmul", x => x[0].matmul(x[1]), Any(2, 2, 3), Any(3, 2)),
        new("mm", x => x[0].mm(x[1]), Any(2, 3), Any(3, 2)),
        new("bmm", x => x[0].bmm(x[1]), Any(2, 2, 3), Any(2, 3, 1)),
        new("mv", x => x[0].mv(x[1]), Any(2, 3), Any(3)),
        new("dot", x => x[0].dot(x[1]), Any(3), Any(3)),
        new("outer", x => x[0].outer(x[1]), Any(2), Any(3)),
        new("inner", x => x[0].inner(x[1]), Any(2, 3), Any(2, 3)),
        new("kron", x => x[0].kron(x[1]), Any(2, 2), Any(1, 3)),
        new("addmm", x => x[0].addmm(x[1], x[2], 0.5f, 2), Any(2, 2), Any(2, 3), Any(3, 2)),
        new("addbmm", x => x[0].addbmm(x[1], x[2]), Any(2, 2), Any(2, 2, 1), Any(2, 1, 2)),
        new("baddbmm", x => x[0].baddbmm(x[1], x[2]), Any(2, 2, 2), Any(2, 2, 1), Any(2, 1, 2)),
        new("addmv", x => x[0].addmv(x[1], x[2]), Any(2), Any(2, 3), Any(3)),
        new("addr", x => x[0].addr(x[1], x[2]), Any(2, 3), Any(2), Any(3)),
        new("einsum", x => einsum("ij,kj->ik", x[0], x[1]), Any(2, 3), Any(2, 3)),
        new("tensordot", x => tensordot(x[0], x[1], [1], [0]), Any(2, 3), Any(3, 2)),
        new("cdist", x => cdist(x[0], x[1]), Any(2, 2), Within(3, 5, 3, 2)),
        new("cross", x => cross(x[0], x[1]), Any(2, 3), Any(2, 3)),
        new("trace", x => x[0].trace(), Any(3, 3)),
        new("inv", x => linalg.inv(x[0] + 4 * eye(3, dtype: ScalarType.Float64)), Any(3, 3)),
        new("det", x => linalg.det(x[0] + 4 * eye(3, dtype: ScalarType.Float64)), Any(3, 3)),
        new("slogdet", x => linalg.slogdet(x[0] + 4 * eye(3, dtype: ScalarType.Float64)).logabsdet, Any(3, 3)),
        new("cholesky", x => linalg.cholesky(x[0].matmul(x[0].mT) + eye(2, dtype: ScalarType.Float64)), Any(2, 2)),
        new("solve", x => linalg.solve(x[0] + 4 * eye(2, dtype: ScalarType.Float64), x[1]), Any(2, 2), Any(2, 1)),
        new("svdvals", x => linalg.svdvals(x[0]), Any(2, 3)),
        new("eigvalsh", x => linalg.eigvalsh(x[0] + x[0].mT), Any(2, 2)),
        new("matrix_power", x => linalg.matrix_power(x[0], 3), Any(2, 2)),
        new("pinv", x => linalg.pinv(x[0] + eye(3, 2, ScalarType.Float64) * 4), Any(3, 2)),
    ];

    private static IEnumerable<Case> Shapes() =>
    [
        new("view", x => x[0].view(3, 2), Any(2, 3)),
        new("reshape", x => x[0].t().reshape(6), Any(2, 3)),
        new("flatten", x => x[0].flatten(1), Any(2, 1, 3)),
        new("unflatten", x => x[0].unflatten(-1, 1, 3), Any(2, 3)),
        new("permute", x => x[0].permute(2, 0, 1), Any(2, 1, 3)),
        new("transpose", x => x[0].transpose(0, -1), Any(2, 3)),
        new("movedim", x => x[0].movedim([0], [1]), Any(2, 3)),
        new("squeeze", x => x[0].squeeze(), Any(2, 1)),
        new("squeeze dim", x => x[0].squeeze(1), Any(2, 1)),
        new("unsqueeze", x => x[0].unsqueeze(0), Any(2)),
        new("expand", x => x[0].expand(2, 3), Any(1, 3)),
        new("expand_as", x => x[0].expand_as(zeros(2, 3)), Any(3)),
        new("repeat", x => x[0].repeat(2, 2), Any(3)),
        new("repeat_interleave", x => x[0].repeat_interleave(2, 0), Any(3)),
        new("tile", x => x[0].tile(2), Any(3)),
        new("flip", x => x[0].flip(0), Any(3)),
        new("roll", x => x[0].roll(1, 0), Any(3)),
        new("rot90", x => rot90(x[0]), Any(2, 3)),
        new("tril", x => x[0].tril(), Any(3, 3)),
        new("triu", x => x[0].triu(1), Any(3, 3)),
        new("diag", x => x[0].diag(), Any(3)),
        new("diagonal", x => x[0].diagonal(), Any(3, 3)),
        new("unfold", x => x[0].unfold(0, 2, 1), Any(4)),
        new("as_strided", x => x[0].as_strided([2, 2], [1, 2]), Any(4)),
        new("cat", x => cat([x[0], x[1], x[0]], 1), Any(2, 1), Any(2, 2)),
        new("stack", x => stack([x[0], x[1]], 1), Any(2), Any(2)),
        new("hstack", x => hstack([x[0], x[1]]), Any(2), Any(3)),
        new("vstack", x => vstack([x[0], x[1]]), Any(2), Any(2)),
        new("split", x => x[0].split(2)[1] * 2, Any(5)),
        new("split sizes", x => x[0].split([1, 4])[1], Any(5)),
        new("chunk", x => x[0].chunk(2)[0], Any(5)),
        new("unbind", x => x[0].unbind(1)[2], Any(2, 3)),
        new("channels last", x => Extras.to_channels_last(x[0]) * 2, Any(1, 2, 2, 2)),
    ];

    private static IEnumerable<Case> Selections() =>
    [
        new("select", x => x[0].select(1, 2), Any(2, 3)),
        new("narrow", x => x[0].narrow(1, 1, 2), Any(2, 3)),
        new("slice", x => x[0].slice(0, 1, 5, 2), Any(5)),
        new("gather", x => x[0].gather(1, tensor(new long[,] { { 0, 0 }, { 2, 1 } })), Any(2, 3)),
        new("scatter", x => x[0].scatter(0, Indices(2, 0), x[1]), Any(3), Any(2)),
        new("scatter_add", x => x[0].scatter_add(0, Indices(1, 1), x[1]), Any(3), Any(2)),
        new("index_select", x => x[0].index_select(0, Indices(1, 1, 0)), Any(2, 2)),
        new("index_add", x => x[0].index_add(0, Indices(1, 1), x[1], 2), Any(3), Any(2)),
        new("index_copy", x => x[0].index_copy(0, Indices(1), x[1]), Any(3), Any(1)),
        new("index_fill", x => x[0].index_fill(0, Indices(1), 5), Any(3)),
        new("masked_fill", x => x[0].masked_fill(tensor(new[] { true, false, true }), 5), Any(3)),
        new("masked_select", x => x[0].masked_select(tensor(new[] { true, false, true })), Any(3)),
        new("masked_scatter", x => x[0].masked_scatter(tensor(new[] { true, false, true }), x[1]), Any(3), Any(2)),
        new("take", x => x[0].take(Indices(3, 0)), Any(2, 2)),
        new("take_along_dim", x => take_along_dim(x[0], tensor(new long[,] { { 0 }, { 2 } }), 1), Any(2, 3)),
        new("index numbers", x => x[0][1, 2], Any(2, 3)),
        new("index slices", x => x[0][.., 1..], Any(2, 3)),
        new("index tensors", x => x[0][Indices(0, 1), Indices(2, 2)], Any(2, 3)),
        new("index_put_", x => { var y = x[0].clone(); y[1] = x[1]; return y; }, Any(2, 3), Any(3)),
    ];
}
