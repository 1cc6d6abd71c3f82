using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator maxPool2d_ = new("aten::max_pool2d");
            private static readonly Operator avgPool2d_ = new("aten::avg_pool2d");
            private static readonly Operator adaptiveAvgPool2d_ = new("aten::adaptive_avg_pool2d");
            private static readonly Operator adaptiveMaxPool2d_ = new("aten::adaptive_max_pool2d");

            /// <summary>The largest value of each window of [N, C, H, W]; the stride is the window where it is not given.</summary>
            public static Tensor max_pool2d(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                maxPool2d_.Call(input, kernel_size, strides ?? kernel_size, padding ?? zero2, dilation ?? one2, ceil_mode);

            /// <inheritdoc cref="max_pool2d(Tensor, long[], long[], long[], long[], bool)"/>
            public static Tensor max_pool2d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, [kernel_size, kernel_size], both(stride), both(padding), both(dilation), ceil_mode);

            /// <inheritdoc cref="max_pool2d(Tensor, long[], long[], long[], long[], bool)"/>
            public static Tensor max_pool2d(
                Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, pair(kernel_size), pair(stride), pair(padding), pair(dilation), ceil_mode);

            /// <summary>The mean of each window of [N, C, H, W]; the stride is the window where it is not given.</summary>
            public static Tensor avg_pool2d(
                Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                avgPool2d_.Call(input, kernel_size, stride ?? kernel_size, padding ?? zero2, ceil_mode, count_include_pad, divisor_override is { } d ? d : Arg.None);

            /// <inheritdoc cref="avg_pool2d(Tensor, long[], long[], long[], bool, bool, long?)"/>
            public static Tensor avg_pool2d(
                Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, [kernel_size, kernel_size], both(stride), [padding, padding], ceil_mode, count_include_pad, divisor_override);

            /// <inheritdoc cref="avg_pool2d(Tensor, long[], long[], long[], bool, bool, long?)"/>
            public static Tensor avg_pool2d(
                Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, pair(kernel_size), pair(stride), pair(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>Means of windows chosen so that the output has this height and width.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => adaptiveAvgPool2d_.Call(input, output_size);

            /// <inheritdoc cref="adaptive_avg_pool2d(Tensor, long[])"/>
            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => adaptiveAvgPool2d_.Call(input, new[] { output_size, output_size });

            /// <inheritdoc cref="adaptive_avg_pool2d(Tensor, long[])"/>
            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) => adaptiveAvgPool2d_.Call(input, pair(output_size));

            /// <summary>Largest values of windows chosen so that the output has this height and width.</summary>
            public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size)
            {
                var (values, indices) = adaptiveMaxPool2d_.Call2(input, output_size);
                indices.Dispose();
                return values;
            }

            internal static long[]? both(long? value) => value is { } v ? [v, v] : null;
        }
    }
}
