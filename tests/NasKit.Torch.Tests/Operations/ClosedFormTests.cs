using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Torch.Tests.Operations;

/// <summary>Values against what .NET or arithmetic by hand gives.</summary>
public sealed class ClosedFormTests
{
    private static readonly double[] Points = [-1.7, -1.0, -0.4, 0.0, 0.3, 0.9, 1.0, 2.5];

    public static readonly TheoryData<string> UnaryNames = [.. Unary.Keys];

    private static Dictionary<string, (Func<Tensor, Tensor> Torch, Func<double, double> Net)> Unary => new()
    {
        ["abs"] = (x => x.abs(), Math.Abs), ["exp"] = (x => x.exp(), Math.Exp), ["expm1"] = (x => x.expm1(), v => Math.Exp(v) - 1), ["exp2"] = (x => x.exp2(), v => Math.Pow(2, v)),
        ["sin"] = (x => x.sin(), Math.Sin), ["cos"] = (x => x.cos(), Math.Cos), ["tan"] = (x => x.tan(), Math.Tan), ["asin"] = (x => x.asin(), Math.Asin), ["acos"] = (x => x.acos(), Math.Acos), ["atan"] = (x => x.atan(), Math.Atan),
        ["sinh"] = (x => x.sinh(), Math.Sinh), ["cosh"] = (x => x.cosh(), Math.Cosh), ["tanh"] = (x => x.tanh(), Math.Tanh), ["asinh"] = (x => x.asinh(), Math.Asinh), ["acosh"] = (x => x.acosh(), Math.Acosh), ["atanh"] = (x => x.atanh(), Math.Atanh),
        ["sqrt"] = (x => x.sqrt(), Math.Sqrt), ["rsqrt"] = (x => x.rsqrt(), v => 1 / Math.Sqrt(v)), ["log"] = (x => x.log(), Math.Log), ["log2"] = (x => x.log2(), Math.Log2), ["log10"] = (x => x.log10(), Math.Log10), ["log1p"] = (x => x.log1p(), v => Math.Log(1 + v)),
        ["sigmoid"] = (x => x.sigmoid(), Sigmoid), ["neg"] = (x => -x, v => -v), ["sign"] = (x => x.sign(), v => Math.Sign(v)), ["floor"] = (x => x.floor(), Math.Floor), ["ceil"] = (x => x.ceil(), Math.Ceiling), ["round"] = (x => x.round(), Math.Round), ["trunc"] = (x => x.trunc(), Math.Truncate),
        ["frac"] = (x => x.frac(), v => v - Math.Truncate(v)), ["reciprocal"] = (x => x.reciprocal(), v => 1 / v), ["square"] = (x => x.square(), v => v * v), ["relu"] = (x => x.relu(), v => Math.Max(0, v)), ["relu6"] = (x => x.relu6(), v => Math.Clamp(v, 0, 6)),
        ["silu"] = (x => x.silu(), v => v * Sigmoid(v)), ["hardsigmoid"] = (x => x.hardsigmoid(), v => Math.Clamp((v + 3) / 6, 0, 1)), ["hardswish"] = (x => x.hardswish(), v => v * Math.Clamp((v + 3) / 6, 0, 1)), ["mish"] = (x => x.mish(), v => v * Math.Tanh(Math.Log(1 + Math.Exp(v)))),
        ["softplus"] = (x => x.softplus(), v => Math.Log(1 + Math.Exp(v))), ["log_sigmoid"] = (x => x.log_sigmoid(), v => Math.Log(Sigmoid(v))), ["leaky_relu"] = (x => x.leaky_relu(0.2), v => v < 0 ? 0.2 * v : v), ["hardtanh"] = (x => x.hardtanh(-1, 0.5), v => Math.Clamp(v, -1, 0.5)),
        ["clamp"] = (x => x.clamp(-0.5, 0.5), v => Math.Clamp(v, -0.5, 0.5)), ["clamp min only"] = (x => x.clamp(0.1), v => Math.Max(v, 0.1)), ["clamp max only"] = (x => x.clamp(max: 0.1), v => Math.Min(v, 0.1)), ["pow"] = (x => x.pow(3), v => v * v * v),
        ["add number"] = (x => x + 2, v => v + 2), ["number minus"] = (x => 2 - x, v => 2 - v), ["divided by number"] = (x => x / 4, v => v / 4), ["number divided"] = (x => 1.0f / x, v => 1 / v), ["modulo"] = (x => x % 2, v => v - (2 * Math.Floor(v / 2))), ["fmod"] = (x => x.fmod(2), v => v % 2), ["floor_divide"] = (x => x.floor_divide(0.5), v => Math.Floor(v / 0.5)),
        ["div trunc"] = (x => x.div(0.5, RoundingMode.trunc), v => Math.Truncate(v / 0.5)), ["div floor"] = (x => x.div(tensor(0.5), RoundingMode.floor), v => Math.Floor(v / 0.5)),
        ["greater"] = (x => x > 0, v => v > 0 ? 1 : 0), ["less or equal"] = (x => 0.3 <= x, v => v >= 0.3 ? 1 : 0), ["equal"] = (x => x == 1, v => v == 1 ? 1 : 0), ["not equal"] = (x => x != x.abs(), v => v != Math.Abs(v) ? 1 : 0), ["isfinite"] = (x => (1 / x).isfinite(), v => v != 0 ? 1 : 0), ["isinf"] = (x => (1 / x).isinf(), v => v == 0 ? 1 : 0), ["isnan"] = (x => x.log().isnan(), v => v < 0 ? 1 : 0),
        ["isposinf"] = (x => (1 / x).isposinf(), v => v == 0 ? 1 : 0), ["isneginf"] = (x => (1 / x).isneginf(), _ => 0), ["signbit"] = (x => x.signbit(), v => v < 0 ? 1 : 0), ["logical_not"] = (x => x.logical_not(), v => v == 0 ? 1 : 0), ["nan_to_num"] = (x => (x / x).nan_to_num(7), v => v == 0 ? 7 : 1),
        ["logical_and"] = (x => x.logical_and(x > 0), v => v > 0 ? 1 : 0), ["logical_or"] = (x => x.logical_or(x > 0), v => v != 0 ? 1 : 0), ["logical_xor"] = (x => x.logical_xor(x > 0), v => v < 0 ? 1 : 0), ["maximum"] = (x => maximum(x, 0.5), v => Math.Max(v, 0.5)), ["minimum"] = (x => minimum(x, 0.5), v => Math.Min(v, 0.5)),
        ["where"] = (x => where(x > 0, x, -x), Math.Abs), ["isclose"] = (x => x.isclose(tensor(1.0)), v => v == 1 ? 1 : 0), ["erf"] = (x => x.erf() + x.erfc(), _ => 1), ["erfinv"] = (x => x.erf().erfinv(), v => v), ["lgamma"] = (x => (x.abs() + 1).lgamma() - (x.abs() + 2).lgamma(), v => -Math.Log(Math.Abs(v) + 1)), ["digamma"] = (x => (x.abs() + 2).digamma() - (x.abs() + 1).digamma(), v => 1 / (Math.Abs(v) + 1)),
        ["elu"] = (x => x.elu(), v => v < 0 ? Math.Exp(v) - 1 : v), ["number pow"] = (x => torch.pow(2, x), v => Math.Pow(2, v)), ["masked_fill"] = (x => x.masked_fill(x < 0, 3), v => v < 0 ? 3 : v),
    };

    private static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void A_function_of_each_element_is_that_of_dotnet(string name)
    {
        using var scope = NewDisposeScope();
        var (function, expected) = Unary[name];
        var found = function(tensor(Points)).to(ScalarType.Float64).data<double>().ToArray();
        for (var i = 0; i < Points.Length; i++)
        {
            var wanted = expected(Points[i]);
            Assert.True(wanted.Equals(found[i]) || Math.Abs(wanted - found[i]) < 1e-12 * Math.Max(1, Math.Abs(wanted)), $"{name}({Points[i]}) is {wanted}, not {found[i]}");
        }
    }

    [Fact]
    public void In_place_twins_change_and_return_the_same_object()
    {
        using var scope = NewDisposeScope();
        var twins = new (Func<Tensor, Tensor> InPlace, Func<Tensor, Tensor> Plain)[]
        {
            (x => x.abs_(), x => x.abs()), (x => x.exp_(), x => x.exp()), (x => x.add_(2), x => x + 2), (x => x.sub_(x, 0.5), x => x.sub(x, 0.5)), (x => x.mul_(3), x => x * 3), (x => x.div_(2), x => x / 2), (x => x.pow_(2), x => x.pow(2)),
            (x => x.clamp_(-1, 1), x => x.clamp(-1, 1)), (x => x.relu_(), x => x.relu()), (x => x.sigmoid_(), x => x.sigmoid()), (x => x.tanh_(), x => x.tanh()), (x => x.remainder_(2), x => x.remainder(2)), (x => x.neg_(), x => -x), (x => x.floor_(), x => x.floor()),
            (x => x.lerp_(x * 2, 0.5), x => x.lerp(x * 2, 0.5)), (x => x.addcmul_(x, x, 2), x => x.addcmul(x, x, 2)), (x => x.masked_fill_(x > 0, 1), x => x.masked_fill(x > 0, 1)), (x => x.zero_(), zeros_like_plain), (x => x.fill_(3), x => full_like(x, 3)), (x => x.transpose_(0, 1), x => x.transpose(0, 1)),
            (x => x.unsqueeze_(0), x => x.unsqueeze(0)), (x => x.eq_(x), x => ones_like(x)), (x => x.silu_(), x => x.silu()), (x => x.hardswish_(), x => x.hardswish()), (x => x.index_fill_(0, tensor(new[] { 1L }), 9), x => x.index_fill(0, tensor(new[] { 1L }), 9)),
        };
        foreach (var (inPlace, plain) in twins)
        {
            var x = tensor(Points).reshape(2, 4);
            var expected = plain(x);
            var y = x.clone();
            Assert.Same(y, inPlace(y));
            Assert.True(y.equal(expected.to(y.dtype)));
        }
        static Tensor zeros_like_plain(Tensor x) => zeros_like(x);
    }

    [Fact]
    public void Reductions_are_sums_by_hand()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new double[,] { { 3, 1, 2 }, { 6, 4, 8 } });
        Assert.Equal(24, x.sum().ToDouble());
        Assert.Equal([9, 5, 10], x.sum(0).data<double>().ToArray());
        Assert.Equal([6, 18], x.sum(1L, keepdim: true).data<double>().ToArray());
        Assert.Equal([2, 1], x.sum(1, keepdim: true).shape);
        Assert.Equal(ScalarType.Float32, x.sum(ScalarType.Float32).dtype);
        Assert.Equal(4, x.mean().ToDouble());
        Assert.Equal([2, 6], x.mean([1]).data<double>().ToArray());
        Assert.Equal(1152, x.prod().ToDouble());
        Assert.Equal([18, 4, 16], x.prod(0).data<double>().ToArray());
        Assert.Equal(Math.Sqrt(34.0 / 5), x.std().ToDouble(), 12);
        Assert.Equal(34.0 / 6, x.var(unbiased: false).ToDouble(), 12);
        Assert.Equal([1, 4], x.var([1]).data<double>().ToArray());
        Assert.Equal(8, x.max().ToDouble());
        var (values, indexes) = x.min(1);
        Assert.Equal([1, 4], values.data<double>().ToArray());
        Assert.Equal([1L, 1], indexes.data<long>().ToArray());
        Assert.Equal(5, x.argmax().item<long>());
        Assert.Equal([0L, 2], x.argmax(1).data<long>().ToArray());
        Assert.Equal([1L], x[0].argmin(0, true).data<long>().ToArray());
        Assert.Equal(3, x.median().ToDouble());
        Assert.Equal([3, 4, 6], x[0].cumsum(0).data<double>().ToArray());
        Assert.Equal([3, 3, 6], x[0].cumprod(0).data<double>().ToArray());
        Assert.Equal(Math.Log(Math.Exp(3) + Math.Exp(1) + Math.Exp(2)), x[0].logsumexp(0).ToDouble(), 12);
        Assert.Equal(Math.Sqrt(14), x[0].norm().ToDouble(), 12);
        Assert.Equal(6, x[0].norm(0, p: 1).ToDouble(), 12);
        Assert.True(x.all().ToBoolean());
        Assert.Equal([true, false, true], (x > 1.5).all(0).data<bool>().ToArray());
        Assert.True((x > 7).any().ToBoolean());
        Assert.Equal([false, true], (x > 7).any(1).data<bool>().ToArray());
        Assert.Equal(3, (x > 3).count_nonzero().item<long>());
        Assert.Equal(2.5, x.quantile(tensor(0.3)).ToDouble(), 12);
    }

    [Fact]
    public void Sorting_and_counting()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new long[] { 3, 1, 2, 3 });
        Assert.Equal([1L, 2, 3, 3], x.sort().values.data<long>().ToArray());
        Assert.Equal([0L, 3, 2, 1], x.sort(descending: true, stable: true).indices.data<long>().ToArray());
        Assert.Equal([1L, 2], x.argsort().data<long>().ToArray()[..2]);
        Assert.Equal([3L, 3], x.topk(2).values.data<long>().ToArray());
        Assert.Equal([1L, 2], x.topk(2, largest: false).values.data<long>().ToArray());
        Assert.Equal(2, x.kthvalue(2).values.item<long>());
        Assert.Equal([0L, 1, 1, 2], x.bincount().data<long>().ToArray());
        Assert.Equal([1f, 1, 2], x.to(ScalarType.Float32).histc(3, 1, 3).data<float>().ToArray());
        var (output, inverse, counts) = x.unique(return_inverse: true, return_counts: true);
        Assert.Equal([1L, 2, 3], output.data<long>().ToArray());
        Assert.Equal([2L, 0, 1, 2], inverse!.data<long>().ToArray());
        Assert.Equal([1L, 1, 2], counts!.data<long>().ToArray());
        Assert.Null(x.unique().counts);
        Assert.Equal([1L, 2], searchsorted(output, tensor(new long[] { 2, 3 })).data<long>().ToArray());
        Assert.Equal([1L, 3], bucketize(tensor(new long[] { 2, 4 }), output).data<long>().ToArray());
    }

    [Fact]
    public void Factories_make_what_they_say()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([2L, 0], zeros(2, 0).shape);
        Assert.Equal(6, ones(1, 2, 3).sum().ToDouble());
        Assert.Equal([2L, 3, 4, 5], empty(2, 3, 4, 5).shape);
        Assert.Equal(ScalarType.Int64, ones(new long[] { 3 }, int64).dtype);
        Assert.True(ones(3, requires_grad: true).requires_grad);
        Assert.Equal([2.5f, 2.5f], full(2, 2.5).data<float>().ToArray());
        Assert.Equal(ScalarType.Float32, full(2, 1).dtype);
        Assert.Equal([0L, 1, 2], arange(3).data<long>().ToArray());
        Assert.Equal([1f, 1.5f], arange(1, 2, 0.5).data<float>().ToArray());
        Assert.Equal([0f, 0.5f, 1], linspace(0, 1, 3).data<float>().ToArray());
        Assert.Equal([1f, 10, 100], logspace(0, 2, 3).data<float>().ToArray());
        Assert.Equal([1f, 0, 0, 1, 0, 0], eye(3, 2).data<float>().ToArray());
        Assert.Equal(ScalarType.Float64, zeros_like(tensor(1.0)).dtype);
        Assert.Equal(ScalarType.Float32, tensor(1f).dtype);
        Assert.Equal(ScalarType.Int32, tensor(1).dtype);
        Assert.Equal(ScalarType.Float16, tensor(1.5, float16).dtype);
        Assert.Equal([2L, 2], tensor(new[] { 1f, 2, 3, 4 }, 2, 2).shape);
        Assert.Equal([1L, 2, 1, 2], tensor(new double[1, 2, 1, 2]).shape);
        Assert.Equal([1f, 2], tensor(new List<float> { 1, 2 }).data<float>().ToArray());
        Assert.Equal([2L, 1], from_array(new byte[2, 1]).shape);
        Assert.Equal([1f, 2], as_tensor(new[] { 1, 2 }, float32).data<float>().ToArray());
        Assert.Throws<ArgumentException>(() => tensor(new[] { 1f, 2 }, 3, 1));
        Assert.Throws<ArgumentException>(() => from_array(new decimal[2]));
        Assert.Equal([0L, 1, 0, 0], meshgrid([arange(2), arange(1)]).SelectMany(t => t.data<long>()).ToArray());
        Assert.Equal([0L, 1, 1, 0, 0, 1], tril_indices(2, 2).data<long>().ToArray());
        Assert.Equal([0L, 0, 1, 0, 1, 1], triu_indices(2, 2).data<long>().ToArray());
    }

    [Fact]
    public void Linear_algebra_solves_what_it_says()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new double[,] { { 4, 1 }, { 1, 3 } });
        var close = (Tensor x, Tensor y) => Assert.True(x.allclose(y, atol: 1e-12));
        close(linalg.inv(a).matmul(a), eye(2, dtype: float64));
        close(linalg.pinv(a), a.inverse());
        Assert.Equal(11, linalg.det(a).ToDouble(), 12);
        var (sign, logabsdet) = linalg.slogdet(a);
        Assert.Equal(Math.Log(11), (sign * logabsdet).ToDouble(), 12);
        var l = linalg.cholesky(a);
        close(l.matmul(l.mT), a);
        var (q, r) = linalg.qr(a);
        close(q.matmul(r), a);
        var (u, s, vh) = linalg.svd(a);
        close((u * s).matmul(vh), a);
        close(linalg.svdvals(a), s);
        var (values, vectors) = linalg.eigh(a);
        close((vectors * values).matmul(vectors.mT), a);
        close(linalg.eigvalsh(a), values);
        close(a.matmul(linalg.solve(a, eye(2, dtype: float64))), eye(2, dtype: float64));
        close(linalg.matrix_power(a, 2), a.mm(a));
        Assert.Equal(Math.Sqrt(27), linalg.norm(a).ToDouble(), 12);
        Assert.Equal(5, cdist(zeros(1, 2), tensor(new float[,] { { 3, 4 } })).ToDouble(), 5);
        close(a.t(), a.T);
        Assert.Equal(7, a.trace().ToDouble());
        Assert.Equal(11, tensor(new[] { 1.0, 2 }).vdot(tensor(new[] { 3.0, 4 })).ToDouble());
    }

    [Fact]
    public void Conversions_keep_the_object_where_nothing_changes()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.7f, -1.7f });
        Assert.Same(x, x.to(float32));
        Assert.Same(x, x.to(CPU));
        Assert.NotSame(x, x.to(CPU, copy: true));
        Assert.Equal([1L, -1], x.@long().data<long>().ToArray());
        Assert.Equal([1, -1], x.@int().data<int>().ToArray());
        Assert.Equal((Half)1.7f, x.half().data<Half>()[0]);
        Assert.Equal(ScalarType.BFloat16, x.bfloat16().dtype);
        Assert.Equal([true, true], x.@bool().data<bool>().ToArray());
        Assert.Equal(ScalarType.Float64, x.type_as(tensor(1.0)).dtype);
        var gone = tensor(1.0);
        gone.to(float32, disposeAfter: true);
        Assert.True(gone.IsInvalid);
        Assert.Equal(1.7f, (float)x[0]);
        Assert.Equal(-1L, (long)x[1].trunc());
    }
}
