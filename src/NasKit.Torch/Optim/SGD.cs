using TorchSharp.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules
{
    /// <summary>Gradient descent with momentum; the update of PyTorch, in which the learning rate is outside the momentum.</summary>
    public sealed class SGD : OptimizerHelper
    {
        internal SGD(IEnumerable<ParamGroup> groups, Options defaults) : base(defaults, groups)
        {
        }

        private protected override OptimizerState NewState() => new State();

        private protected override void Update(TorchSharp.Modules.ParamGroup group, Batch batch)
        {
            Options options = ((ParamGroup)group).Settings;
            Tensor[] gradients = batch.Gradients;
            bool own = false;
            if (options.maximize!.Value)
            {
                gradients = Foreach.Negated(gradients);
                own = true;
            }
            if (options.weight_decay!.Value != 0)
            {
                gradients = Foreach.Sum(gradients, batch.Parameters, options.weight_decay.Value, own);
                own = true;
            }
            double momentum = options.momentum!.Value;
            if (momentum != 0)
            {
                Tensor[] velocity = Velocities(batch, gradients, momentum, 1 - options.dampening!.Value);
                gradients = options.nesterov!.Value ? Foreach.Sum(gradients, velocity, momentum, own) : velocity;
            }
            Foreach.Add(batch.Parameters, gradients, -group.LearningRate);
        }

        private static Tensor[] Velocities(Batch batch, Tensor[] gradients, double momentum, double share)
        {
            var velocities = new Tensor[gradients.Length];
            var movedVelocities = new List<Tensor>(gradients.Length);
            var movedGradients = new List<Tensor>(gradients.Length);
            for (int i = 0; i < gradients.Length; i++)
            {
                var state = (State)batch.States[i];
                if (state.momentum_buffer is { } velocity)
                {
                    movedVelocities.Add(velocity);
                    movedGradients.Add(gradients[i]);
                }
                else
                {
                    state.momentum_buffer = gradients[i].clone().DetachFromDisposeScope();
                }
                velocities[i] = state.momentum_buffer;
            }
            if (movedVelocities.Count > 0)
            {
                Tensor[] moved = [.. movedVelocities];
                Foreach.Multiply(moved, momentum);
                Foreach.Add(moved, [.. movedGradients], share);
            }
            return velocities;
        }

        /// <summary>The velocity of one parameter.</summary>
        public sealed class State : OptimizerState
        {
            /// <summary>Null until the first step.</summary>
            public Tensor? momentum_buffer { get; internal set; }

            internal override IEnumerable<(string Name, Tensor Value)> Tensors() => momentum_buffer is { } buffer ? [(nameof(momentum_buffer), buffer)] : [];

            internal override bool Restore(string name, Tensor value)
            {
                if (name != nameof(momentum_buffer))
                    return false;
                momentum_buffer = value;
                return true;
            }

            internal override void Clear() => momentum_buffer?.Dispose();
        }

        public sealed class Options : OptimizerOptions
        {
            public double? momentum { get; set; }

            public double? dampening { get; set; }

            public double? weight_decay { get; set; }

            public bool? nesterov { get; set; }

            public bool? maximize { get; set; }

            internal override void Complete(OptimizerOptions defaults)
            {
                var given = (Options)defaults;
                LearningRate ??= given.LearningRate;
                momentum ??= given.momentum;
                dampening ??= given.dampening;
                weight_decay ??= given.weight_decay;
                nesterov ??= given.nesterov;
                maximize ??= given.maximize;
                if (!(momentum >= 0) || !(weight_decay >= 0))
                    throw new ArgumentException($"SGD: momentum and weight_decay must be ≥ 0, but {momentum} and {weight_decay} came.");
                if (nesterov == true && (momentum <= 0 || dampening != 0))
                    throw new ArgumentException($"SGD: nesterov needs a momentum above 0 and no dampening, but {momentum} and {dampening} came.");
            }

            internal override IEnumerable<(string Name, double Value)> Numbers() =>
            [
                (nameof(LearningRate), LearningRate!.Value), (nameof(InitialLearningRate), InitialLearningRate), (nameof(momentum), momentum!.Value),
                (nameof(dampening), dampening!.Value), (nameof(weight_decay), weight_decay!.Value),
                (nameof(nesterov), nesterov!.Value ? 1 : 0), (nameof(maximize), maximize!.Value ? 1 : 0),
            ];

            internal override void Restore(string name, double value)
            {
                switch (name)
                {
                    case nameof(LearningRate): LearningRate = value; break;
                    case nameof(InitialLearningRate): InitialLearningRate = value; break;
                    case nameof(momentum): momentum = value; break;
                    case nameof(dampening): dampening = value; break;
                    case nameof(weight_decay): weight_decay = value; break;
                    case nameof(nesterov): nesterov = value != 0; break;
                    case nameof(maximize): maximize = value != 0; break;
                }
            }
        }

        /// <summary>Parameters with options of their own.</summary>
        public sealed class ParamGroup : ParamGroup<Options>, IMomentum
        {
            public ParamGroup(IEnumerable<Parameter> parameters, Options? options = null) : base(parameters, options)
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false)
                : base(parameters, new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov })
            {
            }

            public double Momentum
            {
                get => Settings.momentum!.Value;
                set => Settings.momentum = value;
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
            /// <summary>Gradient descent with momentum.</summary>
            /// <param name="parameters">What to train.</param>
            /// <param name="learningRate">Step size, ≥ 0.</param>
            /// <param name="momentum">Part of the velocity kept, 0…1.</param>
            /// <param name="dampening">Part of the gradient that does not enter the velocity.</param>
            /// <param name="weight_decay">L2 penalty, ≥ 0.</param>
            /// <param name="nesterov">Looks ahead along the velocity; needs momentum and no dampening.</param>
            /// <param name="maximize">Goes up instead of down.</param>
            /// <exception cref="ArgumentException">No parameters, or one that comes twice, or options out of their range.</exception>
            public static Modules.SGD SGD(
                IEnumerable<Modules.Parameter> parameters, double learningRate, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                SGD([new Modules.SGD.ParamGroup(parameters)], learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            /// <inheritdoc cref="SGD(IEnumerable{Modules.Parameter}, double, double, double, double, bool, bool)"/>
            public static Modules.SGD SGD(
                IEnumerable<(string name, Modules.Parameter parameter)> parameters, double learningRate, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false,
                bool maximize = false) =>
                SGD(parameters.Select(named => named.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            /// <inheritdoc cref="SGD(IEnumerable{Modules.Parameter}, double, double, double, double, bool, bool)"/>
            public static Modules.SGD SGD(
                IEnumerable<Modules.SGD.ParamGroup> parameters, double learningRate, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, new Modules.SGD.Options
                {
                    LearningRate = learningRate, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize,
                });
        }
    }
}
