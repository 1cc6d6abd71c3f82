using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator nearest1d_ = new("aten::upsample_nearest1d");
            private static readonly Operator nearest2d_ = new("aten::upsample_nearest2d");
            private static readonly Operator nearest3d_ = new("aten::upsample_nearest3d");
            private static readonly Operator nearestExact1d_ = new("aten::_upsample_nearest_exact1d");
            private static readonly Operator nearestExact2d_ = new("aten::_upsample_nearest_exact2d");
            private static readonly Operator nearestExact3d_ = new("aten::_upsample_nearest_exact3d");
            private static readonly Operator linear1d_ = new("aten::upsample_linear1d");
            private static readonly Operator bilinear2d_ = new("aten::upsample_bilinear2d");
            private static readonly Operator bicubic2d_ = new("aten::upsample_bicubic2d");
            private static readonly Operator trilinear3d_ = new("aten::upsample_trilinear3d");
            private static readonly Operator bilinear2dAntialias_ = new("aten::_upsample_bilinear2d_aa");
            private static readonly Operator bicubic2dAntialias_ = new("aten::_upsample_bicubic2d_aa");
            private static readonly Operator adaptiveAvgPool1d_ = new("aten::adaptive_avg_pool1d");
            private static readonly Operator adaptiveAvgPool3d_ = new("aten::adaptive_avg_pool3d");
            private static readonly Operator pixelShuffle_ = new("aten::pixel_shuffle");

            /// <summary>Resizes [N, C, spatial…] to a size or by a factor; exactly one of the two is given.</summary>
            /// <param name="x">The input, with one to three spatial dimensions.</param>
            /// <param name="size">Output size, one number for each spatial dimension.</param>
            /// <param name="scale_factor">Output over input size, one number for all spatial dimensions or one each.</param>
            /// <param name="mode">The rule; linear, bilinear and trilinear go with one, two and three spatial dimensions.</param>
            /// <param name="align_corners">Corner pixels keep their place; only for the linear modes and bicubic.</param>
            /// <param name="recompute_scale_factor">Takes the factor from the rounded size instead of the given one.</param>
            /// <param name="antialias">Filters when shrinking; bilinear and bicubic only.</param>
            /// <exception cref="ArgumentException">Both or none of size and factor, or a mode that does not fit.</exception>
            public static Tensor interpolate(
                Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                ArgumentNullException.ThrowIfNull(x);
                long[] shape = x.shape;
                int spatial = shape.Length - 2;
                if (spatial is < 1 or > 3)
                    throw new ArgumentException($"interpolate takes [N, C, spatial…] with one to three spatial dimensions, but the shape is [{string.Join(", ", shape)}].", nameof(x));
                if (size is null == scale_factor is null)
                    throw new ArgumentException("interpolate takes either size or scale_factor, and exactly one of them.", nameof(size));
                bool linear = mode is InterpolationMode.Linear or InterpolationMode.Bilinear or InterpolationMode.Bicubic or InterpolationMode.Trilinear;
                if (align_corners is not null && !linear)
                    throw new ArgumentException($"align_corners goes only with the linear modes and bicubic, but the mode is {mode}.", nameof(align_corners));
                if (antialias && mode is not (InterpolationMode.Bilinear or InterpolationMode.Bicubic))
                    throw new ArgumentException($"antialias goes only with bilinear and bicubic, but the mode is {mode}.", nameof(antialias));
                if ((size?.Length ?? spatial) != spatial || (scale_factor is { } f && f.Length != spatial && f.Length != 1))
                    throw new ArgumentException($"interpolate needs {spatial} numbers for the spatial dimensions of [{string.Join(", ", shape)}].", nameof(size));

                var output = new long[spatial];
                var scales = new Arg[spatial];
                for (int i = 0; i < spatial; i++)
                {
                    double? factor = scale_factor is null ? null : scale_factor[scale_factor.Length == 1 ? 0 : i];
                    output[i] = size is null ? (long)Math.Floor(shape[i + 2] * factor!.Value) : size[i];
                    scales[i] = factor is { } value && !recompute_scale_factor ? value : Arg.None;
                }

                bool align = align_corners ?? false;
                return (mode, spatial) switch
                {
                    (InterpolationMode.Nearest, 1) => nearest1d_.Call(x, output, scales[0]),
                    (InterpolationMode.Nearest, 2) => nearest2d_.Call(x, output, scales[0], scales[1]),
                    (InterpolationMode.Nearest, 3) => nearest3d_.Call(x, output, scales[0], scales[1], scales[2]),
                    (InterpolationMode.NearestExact, 1) => nearestExact1d_.Call(x, output, scales[0]),
                    (InterpolationMode.NearestExact, 2) => nearestExact2d_.Call(x, output, scales[0], scales[1]),
                    (InterpolationMode.NearestExact, 3) => nearestExact3d_.Call(x, output, scales[0], scales[1], scales[2]),
                    (InterpolationMode.Linear, 1) => linear1d_.Call(x, output, align, scales[0]),
                    (InterpolationMode.Bilinear, 2) => (antialias ? bilinear2dAntialias_ : bilinear2d_).Call(x, output, align, scales[0], scales[1]),
                    (InterpolationMode.Bicubic, 2) => (antialias ? bicubic2dAntialias_ : bicubic2d_).Call(x, output, align, scales[0], scales[1]),
                    (InterpolationMode.Trilinear, 3) => trilinear3d_.Call(x, output, align, scales[0], scales[1], scales[2]),
                    (InterpolationMode.Area, 1) => adaptiveAvgPool1d_.Call(x, output),
                    (InterpolationMode.Area, 2) => adaptiveAvgPool2d_.Call(x, output),
                    (InterpolationMode.Area, 3) => adaptiveAvgPool3d_.Call(x, output),
                    _ => throw new ArgumentException($"The mode {mode} does not go with {spatial} spatial dimensions.", nameof(mode)),
                };
            }

            /// <summary>[N, C·r·r, H, W] to [N, C, H·r, W·r].</summary>
            public static Tensor pixel_shuffle(Tensor x, long upscale_factor) => pixelShuffle_.Call(x, upscale_factor);

            /// <summary>Interleaves the channels of the groups of [N, C, …].</summary>
            /// <remarks>Made of a reshape and a transposition, since libtorch 1.13 has no derivative for its own operator.</remarks>
            /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
            public static Tensor channel_shuffle(Tensor input, long groups)
            {
                ArgumentNullException.ThrowIfNull(input);
                long[] shape = input.shape;
                if (shape.Length < 3 || groups < 1 || shape[1] % groups != 0)
                    throw new ArgumentException($"channel_shuffle takes [N, C, …] with C a multiple of the groups, but [{string.Join(", ", shape)}] and {groups} groups came.", nameof(groups));
                using Tensor grouped = input.reshape([shape[0], groups, shape[1] / groups, .. shape.AsSpan(2)]);
                using Tensor swapped = grouped.transpose(1, 2);
                return swapped.reshape(shape);
            }
        }
    }
}
