using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator conv1d_ = new("aten::conv1d");
            private static readonly Operator conv2d_ = new("aten::conv2d");
            private static readonly Operator conv2dByRule_ = new("aten::conv2d", "padding");
            private static readonly Operator convTranspose2d_ = new("aten::conv_transpose2d", "input");
            private static readonly Operator linear_ = new("aten::linear");
            private static readonly Operator im2col_ = new("aten::im2col");
            private static readonly Operator pad_ = new("aten::pad");

            private static readonly long[] one1 = [1];
            private static readonly long[] zero1 = [0];
            private static readonly long[] one2 = [1, 1];
            private static readonly long[] zero2 = [0, 0];

            /// <summary>Convolves sequences: input [N, C, L], weight [out, C / groups, K].</summary>
            public static Tensor conv1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? dilation = null, long groups = 1) =>
                conv1d_.Call(input, weight, bias, stride is { } s ? new[] { s } : one1, padding is { } p ? new[] { p } : zero1, dilation is { } d ? new[] { d } : one1, groups);

            /// <summary>Convolves images: input [N, C, H, W], weight [out, C / groups, kH, kW].</summary>
            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                conv2d_.Call(input, weight, bias, strides ?? one2, padding ?? zero2, dilation ?? one2, groups);

            internal static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias, long[] strides, Padding padding, long[] dilation, long groups) =>
                conv2dByRule_.Call(input, weight, bias, strides, padding == Padding.Same ? "same" : "valid", dilation, groups);

            /// <summary>The transposed convolution of images: input [N, C, H, W], weight [C, out / groups, kH, kW].</summary>
            public static Tensor conv_transpose2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? stride = null, long[]? padding = null, long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                convTranspose2d_.Call(input, weight, bias, stride ?? one2, padding ?? zero2, output_padding ?? zero2, groups, dilation ?? one2);

            /// <summary>x Wᵀ + b over the last dimension; weights [out, in].</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => linear_.Call(input, weights, bias);

            /// <summary>The sliding blocks of [N, C, H, W] as columns: [N, C·k·k, blocks].</summary>
            public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                im2col_.Call(input, new[] { kernel_size, kernel_size }, new[] { dilation, dilation }, new[] { padding, padding }, new[] { stride, stride });

            /// <inheritdoc cref="unfold(Tensor, long, long, long, long)"/>
            public static Tensor unfold(Tensor input, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                im2col_.Call(input, pair(kernel_size), pair(dilation) ?? one2, pair(padding) ?? zero2, pair(stride) ?? one2);

            /// <summary>Pads the last dimensions: <paramref name="pad"/> holds (before, after) from the last dimension backwards.</summary>
            /// <exception cref="ArgumentException">An odd number of paddings.</exception>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
            {
                ArgumentNullException.ThrowIfNull(pad);
                if (pad.Length % 2 != 0)
                    throw new ArgumentException($"pad takes pairs (before, after) from the last dimension backwards, but {pad.Length} numbers came.", nameof(pad));
                string name = mode switch
                {
                    PaddingModes.Constant or PaddingModes.Zeros => "constant",
                    PaddingModes.Reflect => "reflect",
                    PaddingModes.Replicate => "replicate",
                    PaddingModes.Circular => "circular",
                    _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "not a padding mode"),
                };
                return name == "constant" ? pad_.Call(input, pad, name, mode == PaddingModes.Zeros ? 0.0 : value) : pad_.Call(input, pad, name, Arg.None);
            }

            internal static long[] pair((long, long) value) => [value.Item1, value.Item2];

            internal static long[]? pair((long, long)? value) => value is { } v ? [v.Item1, v.Item2] : null;
        }
    }
}
