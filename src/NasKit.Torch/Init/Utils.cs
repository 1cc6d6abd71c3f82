using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            private static readonly Operator norms_ = new("aten::_foreach_norm", "Scalar");
            private static readonly Operator scale_ = new("aten::_foreach_mul_", "Scalar");
            private static readonly Operator stack_ = new("aten::stack");
            private static readonly Operator vectorNorm_ = new("aten::linalg_vector_norm");
            private static readonly Operator clampInPlace_ = new("aten::clamp_");
            private static readonly Operator cat_ = new("aten::cat");
            private static readonly Operator reshape_ = new("aten::reshape");
            private static readonly Operator narrow_ = new("aten::narrow");
            private static readonly Operator copy_ = new("aten::copy_");

            /// <summary>Scales all gradients down so that their common p-norm is at most <paramref name="max_norm"/>.</summary>
            /// <param name="tensors">Parameters; those without a gradient are left out.</param>
            /// <param name="max_norm">Largest norm allowed, ≥ 0.</param>
            /// <param name="norm_type">p of the norm; <see cref="double.PositiveInfinity"/> takes the largest absolute value.</param>
            /// <returns>The norm before scaling. Where it is not finite, the gradients are scaled by it all the same, as in PyTorch; the caller looks at it.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                ArgumentNullException.ThrowIfNull(tensors);
                ArgumentOutOfRangeException.ThrowIfNegative(max_norm);
                using (no_grad())
                using (NewDisposeScope())
                {
                    Tensor[] gradients = gradients_of(tensors);
                    if (gradients.Length == 0)
                        return 0.0;
                    Tensor[] norms = double.IsInfinity(norm_type)
                        ? Array.ConvertAll(gradients, gradient => vectorNorm_.Call(gradient, norm_type))
                        : norms_.CallList(gradients, norm_type);
                    double total = vectorNorm_.Call(stack_.Call(norms), norm_type).to(ScalarType.Float64).item<double>();
                    double factor = max_norm / (total + 1e-6);
                    // A factor that is not a number goes through to the gradients, so that the step shows it.
                    if (!(factor >= 1.0))
                        scale_.CallVoid(gradients, factor);
                    return total;
                }
            }

            /// <summary>Clamps each gradient value to ±<paramref name="clip_value"/>.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                ArgumentNullException.ThrowIfNull(tensors);
                ArgumentOutOfRangeException.ThrowIfNegative(clip_value);
                using (no_grad())
                using (NewDisposeScope())
                {
                    foreach (Tensor gradient in gradients_of(tensors))
                        clampInPlace_.Call(gradient, -clip_value, clip_value);
                }
            }

            /// <summary>All parameters one after the other in one vector; differentiable.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> parameters)
            {
                ArgumentNullException.ThrowIfNull(parameters);
                Tensor[] flat = parameters.Select(parameter => reshape_.Call(parameter, new[] { -1L })).ToArray();
                Tensor vector = cat_.Call(flat, 0L);
                foreach (Tensor part in flat)
                    part.Dispose();
                return vector;
            }

            /// <summary>Writes consecutive parts of the vector into the parameters.</summary>
            /// <exception cref="ArgumentException">The vector holds another number of values than the parameters.</exception>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> parameters)
            {
                ArgumentNullException.ThrowIfNull(vec);
                ArgumentNullException.ThrowIfNull(parameters);
                Parameter[] all = parameters.ToArray();
                long wanted = all.Sum(parameter => parameter.numel());
                if (vec.dim() != 1 || vec.numel() != wanted)
                    throw new ArgumentException($"The parameters hold {wanted} values, but the vector has the shape [{string.Join(", ", vec.shape)}].", nameof(vec));
                using (no_grad())
                using (NewDisposeScope())
                {
                    long start = 0;
                    foreach (Parameter parameter in all)
                    {
                        Tensor part = narrow_.Call(vec, 0L, start, parameter.numel());
                        copy_.Call(parameter, reshape_.Call(part, parameter.shape));
                        start += parameter.numel();
                    }
                }
            }

            private static Tensor[] gradients_of(IEnumerable<Parameter> parameters)
            {
                var gradients = new List<Tensor>();
                foreach (Parameter parameter in parameters)
                {
                    if (parameter.grad is { } gradient)
                        gradients.Add(gradient);
                }
                return [.. gradients];
            }
        }
    }
}
