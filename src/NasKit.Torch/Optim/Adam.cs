using static TorchSharp.torch.optim;

namespace TorchSharp.Modules
{
    /// <summary>Steps scaled by running moments of the gradient (Kingma &amp; Ba, 2015).</summary>
    public sealed class Adam : AdamBase
    {
        internal Adam(IEnumerable<ParamGroup> groups, Options defaults) : base(groups, defaults, decoupled: false)
        {
        }

        public sealed class Options : AdamOptions
        {
        }

        /// <summary>Parameters with options of their own.</summary>
        public sealed class ParamGroup : ParamGroup<Options>, IBetas
        {
            public ParamGroup(IEnumerable<Parameter> parameters, Options? options = null) : base(parameters, options)
            {
            }

            public ParamGroup(
                IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
                : base(parameters, new Options
                {
                    LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize,
                })
            {
            }

            public (double, double) Betas
            {
                get => (Settings.beta1!.Value, Settings.beta2!.Value);
                set => (Settings.beta1, Settings.beta2) = value;
            }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Steps scaled by running moments of the gradient (Kingma &amp; Ba, 2015).</summary>
            /// <param name="parameters">What to train.</param>
            /// <param name="lr">Step size, ≥ 0.</param>
            /// <param name="beta1">Memory of the mean gradient, 0…1.</param>
            /// <param name="beta2">Memory of the mean square, 0…1.</param>
            /// <param name="eps">Added to the root of the mean square.</param>
            /// <param name="weight_decay">L2 penalty, added to the gradient, ≥ 0.</param>
            /// <param name="amsgrad">Divides by the largest mean square so far.</param>
            /// <param name="maximize">Goes up instead of down.</param>
            /// <exception cref="ArgumentException">No parameters, or one that comes twice, or options out of their range.</exception>
            public static Modules.Adam Adam(
                IEnumerable<Modules.Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false,
                bool maximize = false) =>
                Adam([new Modules.Adam.ParamGroup(parameters)], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            /// <inheritdoc cref="Adam(IEnumerable{Modules.Parameter}, double, double, double, double, double, bool, bool)"/>
            public static Modules.Adam Adam(
                IEnumerable<(string name, Modules.Parameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0,
                bool amsgrad = false, bool maximize = false) =>
                Adam(parameters.Select(named => named.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            /// <inheritdoc cref="Adam(IEnumerable{Modules.Parameter}, double, double, double, double, double, bool, bool)"/>
            public static Modules.Adam Adam(
                IEnumerable<Modules.Adam.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false,
                bool maximize = false) =>
                new(parameters, new Modules.Adam.Options
                {
                    LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize,
                });
        }
    }
}
