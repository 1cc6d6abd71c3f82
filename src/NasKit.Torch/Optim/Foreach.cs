using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>libtorch's operators over lists of tensors: one call for all parameters instead of one for each.</summary>
internal static class Foreach
{
    private static readonly Operator negate = new("aten::_foreach_neg");
    private static readonly Operator sum = new("aten::_foreach_add", "List");
    private static readonly Operator addInPlace = new("aten::_foreach_add_", "List");
    private static readonly Operator addNumberInPlace = new("aten::_foreach_add_", "Scalar");
    private static readonly Operator multiplyInPlace = new("aten::_foreach_mul_", "Scalar");
    private static readonly Operator divideInPlace = new("aten::_foreach_div_", "ScalarList");
    private static readonly Operator addProductInPlace = new("aten::_foreach_addcmul_", "Scalar");
    private static readonly Operator addQuotientInPlace = new("aten::_foreach_addcdiv_", "ScalarList");
    private static readonly Operator maximumInPlace = new("aten::_foreach_maximum_", "List");
    private static readonly Operator root = new("aten::_foreach_sqrt");

    internal static Tensor[] Negated(Tensor[] values) => negate.CallList(values);

    /// <summary>left + factor · right, in the left tensors where these are the caller's own.</summary>
    internal static Tensor[] Sum(Tensor[] left, Tensor[] right, double factor, bool inPlace)
    {
        if (!inPlace)
            return sum.CallList(left, right, factor);
        Add(left, right, factor);
        return left;
    }

    internal static void Add(Tensor[] values, Tensor[] others, double factor) => addInPlace.CallVoid(values, others, factor);

    internal static void Add(Tensor[] values, double number) => addNumberInPlace.CallVoid(values, number);

    internal static void Multiply(Tensor[] values, double factor) => multiplyInPlace.CallVoid(values, factor);

    internal static void Divide(Tensor[] values, double[] divisors) => divideInPlace.CallVoid(values, divisors);

    internal static void AddProduct(Tensor[] values, Tensor[] left, Tensor[] right, double factor) => addProductInPlace.CallVoid(values, left, right, factor);

    internal static void AddQuotient(Tensor[] values, Tensor[] numerators, Tensor[] denominators, double[] factors) =>
        addQuotientInPlace.CallVoid(values, numerators, denominators, factors);

    internal static void Maximum(Tensor[] values, Tensor[] others) => maximumInPlace.CallVoid(values, others);

    internal static Tensor[] Roots(Tensor[] values) => root.CallList(values);
}
