using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>The update that Adam and AdamW share; they differ in where the weight decay enters.</summary>
public abstract class AdamBase : OptimizerHelper
{
    private readonly bool decoupled;

    private protected AdamBase(IEnumerable<ParamGroup> groups, AdamOptions defaults, bool decoupled) : base(defaults, groups) => this.decoupled = decoupled;

    private protected override OptimizerState NewState() => new AdamState();

    private protected override void Update(ParamGroup group, Batch batch)
    {
        var options = (AdamOptions)group.Options;
        double beta1 = options.beta1!.Value, beta2 = options.beta2!.Value, decay = options.weight_decay!.Value, rate = group.LearningRate;
        Tensor[] gradients = options.maximize!.Value ? Foreach.Negated(batch.Gradients) : batch.Gradients;
        if (decay != 0)
        {
            if (decoupled)
                Foreach.Multiply(batch.Parameters, 1 - (rate * decay));
            else
                gradients = Foreach.Sum(gradients, batch.Parameters, decay, options.maximize.Value);
        }

        int count = gradients.Length;
        Tensor[] means = new Tensor[count], squares = new Tensor[count];
        Tensor[]? maxima = options.amsgrad!.Value ? new Tensor[count] : null;
        double[] roots = new double[count], factors = new double[count];
        for (int i = 0; i < count; i++)
        {
            var state = (AdamState)batch.States[i];
            state.Begin(batch.Parameters[i], maxima is not null);
            (means[i], squares[i]) = (state.exp_avg!, state.exp_avg_sq!);
            if (maxima is not null)
                maxima[i] = state.max_exp_avg_sq!;
            roots[i] = Math.Sqrt(1 - Math.Pow(beta2, state.step));
            factors[i] = -(rate / (1 - Math.Pow(beta1, state.step)));
        }

        Foreach.Multiply(means, beta1);
        Foreach.Add(means, gradients, 1 - beta1);
        Foreach.Multiply(squares, beta2);
        Foreach.AddProduct(squares, gradients, gradients, 1 - beta2);
        if (maxima is not null)
            Foreach.Maximum(maxima, squares);
        Tensor[] denominators = Foreach.Roots(maxima ?? squares);
        Foreach.Divide(denominators, roots);
        Foreach.Add(denominators, options.eps!.Value);
        Foreach.AddQuotient(batch.Parameters, means, denominators, factors);
    }

    /// <summary>The moments of one parameter's gradient.</summary>
    public sealed class AdamState : OptimizerState
    {
        private static readonly Interop.Operator zerosLike = new("aten::zeros_like");

        public long step { get; internal set; }

        /// <summary>Mean of the gradient; null until the first step.</summary>
        public Tensor? exp_avg { get; internal set; }

        /// <summary>Mean of its square; null until the first step.</summary>
        public Tensor? exp_avg_sq { get; internal set; }

        /// <summary>Largest mean square so far; null without amsgrad.</summary>
        public Tensor? max_exp_avg_sq { get; internal set; }

        internal override long Steps
        {
            get => step;
            set => step = value;
        }

        internal void Begin(Tensor parameter, bool amsgrad)
        {
            step++;
            exp_avg ??= zerosLike.Call(parameter).DetachFromDisposeScope();
            exp_avg_sq ??= zerosLike.Call(parameter).DetachFromDisposeScope();
            if (amsgrad)
                max_exp_avg_sq ??= zerosLike.Call(parameter).DetachFromDisposeScope();
        }

        internal override IEnumerable<(string Name, Tensor Value)> Tensors()
        {
            if (exp_avg is not null)
                yield return (nameof(exp_avg), exp_avg);
            if (exp_avg_sq is not null)
                yield return (nameof(exp_avg_sq), exp_avg_sq);
            if (max_exp_avg_sq is not null)
                yield return (nameof(max_exp_avg_sq), max_exp_avg_sq);
        }

        internal override bool Restore(string name, Tensor value)
        {
            switch (name)
            {
                case nameof(exp_avg): exp_avg = value; return true;
                case nameof(exp_avg_sq): exp_avg_sq = value; return true;
                case nameof(max_exp_avg_sq): max_exp_avg_sq = value; return true;
                default: return false;
            }
        }

        internal override void Clear()
        {
            exp_avg?.Dispose();
            exp_avg_sq?.Dispose();
            max_exp_avg_sq?.Dispose();
        }
    }

    public abstract class AdamOptions : OptimizerOptions
    {
        public double? beta1 { get; set; }

        public double? beta2 { get; set; }

        public double? eps { get; set; }

        public double? weight_decay { get; set; }

        public bool? amsgrad { get; set; }

        public bool? maximize { get; set; }

        internal override void Complete(OptimizerOptions defaults)
        {
            var given = (AdamOptions)defaults;
            LearningRate ??= given.LearningRate;
            beta1 ??= given.beta1;
            beta2 ??= given.beta2;
            eps ??= given.eps;
            weight_decay ??= given.weight_decay;
            amsgrad ??= given.amsgrad;
            maximize ??= given.maximize;
            if (!(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1))
                throw new ArgumentException($"Adam: the betas must be in 0…1, below 1, but {beta1} and {beta2} came.");
            if (!(eps >= 0) || !(weight_decay >= 0))
                throw new ArgumentException($"Adam: eps and weight_decay must be ≥ 0, but {eps} and {weight_decay} came.");
        }

        internal override IEnumerable<(string Name, double Value)> Numbers() =>
        [
            (nameof(LearningRate), LearningRate!.Value), (nameof(InitialLearningRate), InitialLearningRate), (nameof(beta1), beta1!.Value), (nameof(beta2), beta2!.Value),
            (nameof(eps), eps!.Value), (nameof(weight_decay), weight_decay!.Value), (nameof(amsgrad), amsgrad!.Value ? 1 : 0), (nameof(maximize), maximize!.Value ? 1 : 0),
        ];

        internal override void Restore(string name, double value)
        {
            switch (name)
            {
                case nameof(LearningRate): LearningRate = value; break;
                case nameof(InitialLearningRate): InitialLearningRate = value; break;
                case nameof(beta1): beta1 = value; break;
                case nameof(beta2): beta2 = value; break;
                case nameof(eps): eps = value; break;
                case nameof(weight_decay): weight_decay = value; break;
                case nameof(amsgrad): amsgrad = value != 0; break;
                case nameof(maximize): maximize = value != 0; break;
            }
        }
    }
}
