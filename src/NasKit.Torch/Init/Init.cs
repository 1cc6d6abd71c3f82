using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Initial values of weights, written in place without gradients; the same draws as PyTorch's for the same seed.</summary>
        public static partial class init
        {
            public enum NonlinearityType
            {
                Linear = 0,
                Conv1D = 1,
                Conv2D = 2,
                Conv3D = 3,
                ConvTranspose1D = 4,
                ConvTranspose2D = 5,
                ConvTranspose3D = 6,
                Sigmoid = 7,
                Tanh = 8,
                ReLU = 9,
                LeakyReLU = 10,
            }

            public enum FanInOut
            {
                FanIn = 0,
                FanOut = 1,
            }

            private static readonly Operator fill_ = new("aten::fill_", "Scalar");
            private static readonly Operator uniform__ = new("aten::uniform_");
            private static readonly Operator normal__ = new("aten::normal_");
            private static readonly Operator erfinv_ = new("aten::erfinv_");
            private static readonly Operator mul_ = new("aten::mul_", "Tensor");
            private static readonly Operator add_ = new("aten::add_", "Tensor");
            private static readonly Operator clamp_ = new("aten::clamp_");
            private static readonly Operator copy_ = new("aten::copy_");
            private static readonly Operator reshape_ = new("aten::reshape");
            private static readonly Operator transpose_ = new("aten::t");
            private static readonly Operator qr_ = new("aten::linalg_qr");
            private static readonly Operator diagonal_ = new("aten::diag");
            private static readonly Operator sign_ = new("aten::sign");
            private static readonly Operator product_ = new("aten::mul", "Tensor");

            /// <summary>The factor that keeps the variance through the nonlinearity; <paramref name="param"/> is the slope of a leaky ReLU, 0.01 where not given.</summary>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0.01) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3.0,
                NonlinearityType.ReLU => Math.Sqrt(2.0),
                NonlinearityType.LeakyReLU => Math.Sqrt(2.0 / (1.0 + (param * param))),
                >= NonlinearityType.Linear and <= NonlinearityType.Sigmoid => 1.0,
                _ => throw new ArgumentOutOfRangeException(nameof(nonlinearity), nonlinearity, "not a nonlinearity"),
            };

            /// <summary>Inputs to and outputs from one unit of a weight [out, in, …].</summary>
            /// <exception cref="ArgumentException">Fewer than two dimensions.</exception>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                long[] shape = tensor.shape;
                if (shape.Length < 2)
                    throw new ArgumentException($"Fan-in and fan-out need a weight [out, in, …], but the shape is [{string.Join(", ", shape)}].", nameof(tensor));
                long field = 1;
                for (int i = 2; i < shape.Length; i++)
                    field *= shape[i];
                return (shape[1] * field, shape[0] * field);
            }

            public static Tensor constant_(Tensor tensor, Scalar val) => in_place(fill_, tensor, val);

            public static Tensor ones_(Tensor tensor) => in_place(fill_, tensor, 1L);

            public static Tensor zeros_(Tensor tensor) => in_place(fill_, tensor, 0L);

            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) => in_place(uniform__, tensor, low, high, generator);

            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) => in_place(normal__, tensor, mean, std, generator);

            /// <summary>Normal values redrawn into a…b by the inverse distribution function.</summary>
            /// <exception cref="ArgumentException">b ≤ a, or a standard deviation that is not above zero.</exception>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator? generator = null)
            {
                if (!(b > a) || !(std > 0))
                    throw new ArgumentException($"trunc_normal_ needs a < b and std > 0, but a = {a}, b = {b}, std = {std}.", nameof(std));
                double lower = normal_cdf((a - mean) / std), upper = normal_cdf((b - mean) / std);
                in_place(uniform__, tensor, (2 * lower) - 1, (2 * upper) - 1, generator);
                in_place(erfinv_, tensor);
                in_place(mul_, tensor, std * Math.Sqrt(2.0));
                in_place(add_, tensor, mean);
                return in_place(clamp_, tensor, a, b);
            }

            /// <summary>Normal with standard deviation gain(nonlinearity, a) / √fan.</summary>
            public static Tensor kaiming_normal_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                normal_(tensor, 0, kaiming_deviation(tensor, a, mode, nonlinearity));

            /// <summary>Uniform in ±√3·gain(nonlinearity, a) / √fan.</summary>
            public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                double bound = Math.Sqrt(3.0) * kaiming_deviation(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>Normal with standard deviation gain·√(2 / (fan-in + fan-out)).</summary>
            public static Tensor xavier_normal_(Tensor tensor, double gain = 1) => normal_(tensor, 0, xavier_deviation(tensor, gain));

            /// <summary>Uniform in ±gain·√(6 / (fan-in + fan-out)).</summary>
            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1)
            {
                double bound = Math.Sqrt(3.0) * xavier_deviation(tensor, gain);
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>The identity matrix in a weight [out, in].</summary>
            /// <exception cref="ArgumentException">Another number of dimensions than two.</exception>
            public static Tensor eye_(Tensor tensor)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                long[] shape = tensor.shape;
                if (shape.Length != 2)
                    throw new ArgumentException($"eye_ needs a matrix, but the shape is [{string.Join(", ", shape)}].", nameof(tensor));
                using (no_grad())
                using (NewDisposeScope())
                using (Tensor identity = torch.eye(shape[0], shape[1], tensor.dtype, tensor.device))
                    copy_.Call(tensor, identity);
                return tensor;
            }

            /// <summary>A random matrix with orthonormal rows or columns, whichever are fewer, times the gain; trailing dimensions count as one.</summary>
            /// <exception cref="ArgumentException">Fewer than two dimensions.</exception>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1.0, Generator? generator = null)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                long[] shape = tensor.shape;
                if (shape.Length < 2)
                    throw new ArgumentException($"orthogonal_ needs a weight [out, in, …], but the shape is [{string.Join(", ", shape)}].", nameof(tensor));
                if (tensor.numel() == 0)
                    return tensor;
                using (no_grad())
                using (NewDisposeScope())
                {
                    long rows = shape[0], columns = tensor.numel() / rows;
                    Tensor noise = torch.empty([rows, columns], tensor.dtype, tensor.device);
                    normal__.Call(noise, 0.0, 1.0, generator);
                    bool wide = rows < columns;
                    var (q, r) = qr_.Call2(wide ? transpose_.Call(noise) : noise, "reduced");
                    // The signs of R's diagonal make Q uniform over the orthogonal group (Mezzadri, 2007, section 5).
                    Tensor signed = product_.Call(q, sign_.Call(diagonal_.Call(r, 0L)));
                    Tensor values = reshape_.Call(wide ? transpose_.Call(signed) : signed, shape);
                    copy_.Call(tensor, product_.Call(values, gain));
                }
                return tensor;
            }

            private static double kaiming_deviation(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }

            private static double xavier_deviation(Tensor tensor, double gain)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return gain * Math.Sqrt(2.0 / (fanIn + fanOut));
            }

            private static Tensor in_place(Operator change, Tensor tensor, params ReadOnlySpan<Arg> rest)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                var arguments = new Arg[rest.Length + 1];
                arguments[0] = tensor;
                rest.CopyTo(arguments.AsSpan(1));
                using (no_grad())
                    change.Call(arguments).Dispose();
                return tensor;
            }
        }
    }
}
