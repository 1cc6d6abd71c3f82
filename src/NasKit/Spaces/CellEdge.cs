namespace NasKit.Spaces;

/// <summary>What an operator of a cell is on an edge of given shapes.</summary>
/// <remarks>
/// Source: the plan of the AutoSpace sheet: each convolution with normalisation and ReLU; only edges from the cell's input reduce. Where the channels change, 1×1 convolutions that are
/// not among the genes do it, in the order of MobileNetV2 (expand, depthwise, project). In the released networks they are known to be there, but not where.
/// </remarks>
internal static class CellEdge
{
    public static OperatorSpec Of(CellOperator one, TensorShape input, int channels, int stride) => one switch
    {
        CellOperator.None => new ZeroSpec(input, stride) { Channels = channels },
        CellOperator.Identity when channels != input.Channels => Pointwise(input, channels, stride, Activation.None),
        CellOperator.Identity => stride == 1 ? new IdentitySpec(input) : new PoolSpec(input, Pooling.Average, 3, stride),
        CellOperator.Pointwise => Pointwise(input, channels, stride, Activation.ReLU),
        _ when channels > input.Channels => new SequenceSpec(Pointwise(input, channels, 1, Activation.ReLU), Depthwise(one, input with { Channels = channels }, stride)),
        _ when channels < input.Channels => Then(Depthwise(one, input, stride), shape => Pointwise(shape, channels, 1, Activation.None)),
        _ => Depthwise(one, input, stride),
    };

    private static ConvolutionSpec Pointwise(TensorShape input, int channels, int stride, Activation activation) => new(input, channels, 1, stride, activation);

    private static ConvolutionSpec Depthwise(CellOperator one, TensorShape input, int stride)
    {
        var kernel = one switch { CellOperator.Depthwise3 => 3, CellOperator.Depthwise5 => 5, _ => 7 };
        return new(input, input.Channels, kernel, stride, Activation.ReLU) { Groups = input.Channels };
    }

    private static SequenceSpec Then(OperatorSpec first, Func<TensorShape, OperatorSpec> second) => new(first, second(first.Output));
}
