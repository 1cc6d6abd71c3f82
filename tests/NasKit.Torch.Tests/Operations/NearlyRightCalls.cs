using TorchSharp;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace NasKit.Torch.Tests.Operations;

/// <summary>Calls that are right but for one or two arguments, which gets them past the first checks of an operator.</summary>
internal static class NearlyRightCalls
{
    [ThreadStatic]
    private static Generator? draws;

    private static Tensor X(params long[] shape) => rand(shape, generator: draws);
    private static Tensor N(long high, params long[] shape) => randint(high, shape, generator: draws);
    private static long[] L(params long[] values) => values;

    internal static readonly (string Name, Func<Arg[]> Args)[] Table =
    [
        ("conv1d", () => [X(2, 4, 7), X(6, 2, 3), X(6), L(1), L(1), L(1), 2]),
        ("conv2d", () => [X(2, 4, 5, 5), X(6, 2, 3, 3), X(6), L(1, 1), L(1, 1), L(1, 1), 2]),
        ("conv2d", () => [Extras.to_channels_last(X(2, 8, 9, 9)), X(8, 1, 3, 3), Arg.None, L(2, 2), L(1, 1), L(1, 1), 8]),
        ("conv2d.padding", () => [X(2, 4, 5, 5), X(6, 4, 3, 3), X(6), L(1, 1), "same", L(1, 1), 1]),
        ("conv_transpose2d.input", () => [X(1, 4, 5, 5), X(4, 3, 3, 3), X(3), L(2, 2), L(1, 1), L(1, 1), 1, L(1, 1)]),
        ("linear", () => [X(2, 3), X(4, 3), X(4)]),
        ("max_pool2d", () => [X(2, 3, 8, 8), L(3, 3), L(2, 2), L(1, 1), L(1, 1), true]),
        ("avg_pool2d", () => [X(2, 3, 8, 8), L(3, 3), L(2, 2), L(1, 1), true, false, 2]),
        ("adaptive_avg_pool2d", () => [X(2, 3, 8, 8), L(2, 3)]),
        ("adaptive_max_pool2d", () => [X(2, 3, 8, 8), L(2, 3)]),
        ("batch_norm", () => [X(2, 3, 4, 4), X(3), X(3), X(3), X(3), true, 0.1, 1e-5, true]),
        ("batch_norm", () => [X(2, 3, 4, 4), Arg.None, Arg.None, X(3), X(3), false, 0.1, 1e-5, true]),
        ("group_norm", () => [X(2, 4, 3, 3), 2, X(4), X(4), 1e-5, true]),
        ("layer_norm", () => [X(2, 4), L(4), X(4), X(4), 1e-5, true]),
        ("pad", () => [X(2, 3, 4, 5), L(1, 1, 2, 2), "reflect", Arg.None]),
        ("pad", () => [X(2, 3, 4, 5), L(1, 1, 2, 2), "replicate", Arg.None]),
        ("pad", () => [X(2, 3, 4, 5), L(1, 1, 2, 2), "circular", Arg.None]),
        ("pad", () => [X(2, 3, 4, 5), L(1, 1, 2, 2), "constant", 3.0]),
        ("im2col", () => [X(1, 3, 6, 6), L(3, 3), L(1, 1), L(1, 1), L(2, 2)]),
        ("upsample_nearest2d", () => [X(1, 2, 3, 3), L(6, 6), 2.0, 2.0]),
        ("upsample_bilinear2d", () => [X(1, 2, 3, 3), L(6, 6), false, 2.0, 2.0]),
        ("upsample_bicubic2d", () => [X(1, 2, 3, 3), L(6, 6), true, Arg.None, Arg.None]),
        ("upsample_linear1d", () => [X(1, 2, 3), L(6), false, Arg.None]),
        ("_upsample_bilinear2d_aa", () => [X(1, 2, 8, 8), L(3, 3), false, Arg.None, Arg.None]),
        ("pixel_shuffle", () => [X(1, 8, 3, 3), 2]),
        ("embedding", () => [X(5, 3), N(5, 4), -1, false, false]),
        ("one_hot", () => [N(4, 3), 4]),
        ("cross_entropy_loss", () => [X(4, 3), N(3, 4), X(3), 1, -100, 0.1]),
        ("cross_entropy_loss", () => [X(4, 3, 2, 2), N(3, 4, 2, 2), Arg.None, 0, 1, 0.0]),
        ("nll_loss_nd", () => [X(4, 3), N(3, 4), X(3), 1, -100]),
        ("binary_cross_entropy_with_logits", () => [X(4, 3), X(4, 3), X(3), X(3), 1]),
        ("kl_div", () => [X(4, 3), X(4, 3), 1, true]),
        ("lstm.input", () => [X(3, 2, 4), new Tensor?[] { X(1, 2, 5), X(1, 2, 5) }, new Tensor?[] { X(20, 4), X(20, 5), X(20), X(20) }, true, 1, 0.0, true, false, false]),
        ("lstm_cell", () => [X(2, 4), new Tensor?[] { X(2, 5), X(2, 5) }, X(20, 4), X(20, 5), X(20), X(20)]),
        ("index.Tensor", () => [X(4, 5), new Tensor?[] { N(4, 3), N(5, 3) }]),
        ("index.Tensor", () => [X(4, 5), new Tensor?[] { X(4, 5) > 0.5 }]),
        ("index_put_", () => [X(4, 5), new Tensor?[] { N(4, 3), null }, X(5), true]),
        ("gather", () => [X(4, 5), 1, N(5, 4, 2), false]),
        ("scatter_.src", () => [X(4, 5), 1, N(5, 4, 2), X(4, 2)]),
        ("scatter_add_", () => [X(4, 5), 0, N(4, 2, 5), X(2, 5)]),
        ("index_select", () => [X(4, 5), 1, N(5, 3)]),
        ("index_add_", () => [X(4, 5), 1, N(5, 3), X(4, 3), 2.0]),
        ("index_copy_", () => [X(4, 5), 1, N(5, 3), X(4, 3)]),
        ("index_fill_.int_Scalar", () => [X(4, 5), 1, N(5, 3), 2.0]),
        ("take", () => [X(4, 5), N(20, 3)]),
        ("take_along_dim", () => [X(4, 5), N(5, 4, 1), 1]),
        ("masked_scatter_", () => [X(4, 5), X(4, 5) > 0.5, X(20)]),
        ("masked_select", () => [X(4, 5), X(4, 5) > 0.5]),
        ("as_strided", () => [X(4, 5), L(2, 3), L(5, 1), 2]),
        ("unfold", () => [X(8), 0, 3, 2]),
        ("repeat_interleave.self_Tensor", () => [X(3, 2), N(3, 3), 0]),
        ("repeat", () => [X(3, 2), L(2, 2)]),
        ("expand", () => [X(3, 1), L(2, 3, 4), false]),
        ("split_with_sizes", () => [X(6), L(2, 4), 0]),
        ("searchsorted.Tensor", () => [X(4, 5), X(4, 2), true, false]),
        ("bincount", () => [N(5, 9), X(9), 3]),
        ("histc", () => [X(9), 4, 0.0, 1.0]),
        ("multinomial", () => [X(2, 5), 3, false]),
        ("topk", () => [X(4, 5), 2, 1, true, true]),
        ("kthvalue", () => [X(4, 5), 2, 1, true]),
        ("quantile", () => [X(9), X(3), 0, true]),
        ("einsum", () => ["ij,jk->ik", new Tensor?[] { X(2, 3), X(3, 2) }]),
        ("tensordot", () => [X(2, 3), X(3, 2), L(1), L(0)]),
        ("addmm", () => [X(2, 2), X(2, 3), X(3, 2), 1.0, 1.0]),
        ("baddbmm", () => [X(2, 2, 2), X(2, 2, 3), X(2, 3, 2), 1.0, 1.0]),
        ("cdist", () => [X(2, 3), X(4, 3), 2.0]),
        ("linalg_solve", () => [X(3, 3), X(3, 2), true]),
        ("linalg_eigh", () => [X(3, 3), "L"]),
        ("linalg_vector_norm", () => [X(3, 3), 2.0, L(0, 1), true, Arg.None]),
        ("cat", () => [new Tensor?[] { X(2, 3), X(4, 3) }, 0]),
        ("stack", () => [new Tensor?[] { X(2, 3), X(2, 3) }, 0]),
        ("_foreach_add_.List", () => [new Tensor?[] { X(2, 3), X(2) }, new Tensor?[] { X(2, 3), X(2) }, 1.0]),
        ("_foreach_addcdiv_.ScalarList", () => [new Tensor?[] { X(2, 3), X(2) }, new Tensor?[] { X(2, 3), X(2) }, new Tensor?[] { X(2, 3), X(2) }, new double[] { 1, 2 }]),
        ("_foreach_div_.ScalarList", () => [new Tensor?[] { X(2, 3), X(2) }, new double[] { 1, 2 }]),
        ("cumprod", () => [X(3, 3), 1, Arg.None]),
        ("roll", () => [X(3, 3), L(1, 1), L(0, 1)]),
        ("diagonal", () => [X(3, 3), 1, 0, 1]),
        ("slice.Tensor", () => [X(9), 0, 1, 7, 2]),
    ];

    internal static (string Name, Arg[] Args) Random(System.Random random)
    {
        draws = new Generator((ulong)random.Next());
        var (name, make) = Table[random.Next(Table.Length)];
        var args = make();
        for (var changes = random.Next(1, 3); changes > 0; changes--)
        {
            var at = random.Next(args.Length);
            args[at] = Changed(args[at], random);
        }
        foreach (var tensor in args.Select(a => a.Reference).OfType<Tensor>().Where(t => t.is_floating_point() && t.is_leaf && random.Next(4) == 0))
        {
            tensor.requires_grad = true;
        }
        return (name, args);
    }

    private static Arg Changed(Arg arg, System.Random random) => arg.Kind switch
    {
        NativeKind.Tensor => Changed((Tensor)arg.Reference!, random),
        NativeKind.TensorList => Changed((Tensor?[])arg.Reference!, random),
        NativeKind.IntList => Changed((long[])arg.Reference!, random),
        NativeKind.Int => IllFormedCalls.Integer(random),
        NativeKind.Double => IllFormedCalls.Argument("d", random),
        NativeKind.Bool => arg.Bits == 0,
        NativeKind.DoubleList => IllFormedCalls.Argument("D", random),
        _ => IllFormedCalls.Argument("T", random),
    };

    private static Tensor Changed(Tensor tensor, System.Random random) => random.Next(7) switch
    {
        0 => (Tensor)IllFormedCalls.Argument("t", random).Reference!,
        1 when tensor.dim() > 0 => tensor.narrow(random.Next((int)tensor.dim()), 0, 0),
        2 when tensor.dim() > 0 && tensor.numel() > 0 => tensor.narrow(random.Next((int)tensor.dim()), 0, 1),
        3 => tensor.to(((ScalarType[])[float64, int64, int32, uint8, @bool, bfloat16, float16, complex64])[random.Next(8)]),
        4 => tensor * (tensor.is_floating_point() ? double.NaN : -3),
        5 => tensor.unsqueeze(0),
        _ => tensor.is_floating_point() ? tensor * 1e30 : tensor + (1L << 40),
    };

    private static Tensor?[] Changed(Tensor?[] tensors, System.Random random)
    {
        if (tensors.Length == 0)
        {
            return [null];
        }
        var changed = tensors.ToArray();
        switch (random.Next(4))
        {
            case 0:
                return changed[..^1];
            case 1:
                return [.. changed, changed[0]];
            case 2:
                changed[random.Next(changed.Length)] = null;
                return changed;
            default:
                var at = random.Next(changed.Length);
                changed[at] = changed[at] is { } tensor ? Changed(tensor, random) : rand(1);
                return changed;
        }
    }

    private static long[] Changed(long[] integers, System.Random random)
    {
        if (random.Next(4) == 0 || integers.Length == 0)
        {
            return random.Next(2) == 0 && integers.Length > 0 ? integers[..^1] : [.. integers, 1];
        }
        var changed = integers.ToArray();
        changed[random.Next(changed.Length)] = IllFormedCalls.Integer(random);
        return changed;
    }
}
