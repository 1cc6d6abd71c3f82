using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Relaxations;

/// <summary>The base of this library's relaxations: tensors at the border, plain numbers inside.</summary>
public abstract class Relaxation : IRelaxation
{
    private const string OfKey = "relaxation";

    private protected Relaxation()
    {
    }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract bool IsUnbiased { get; }

    /// <inheritdoc/>
    public abstract bool NeedsAllPaths { get; }

    /// <inheritdoc/>
    public virtual int? PathsAtOnce => NeedsAllPaths ? null : 1;

    /// <inheritdoc/>
    public virtual bool Draws => true;

    /// <inheritdoc/>
    public virtual bool GivesWeightGradient => true;

    /// <inheritdoc/>
    public virtual Anneal? Temperature => null;

    /// <summary>All that determines its estimates, in one line.</summary>
    public override string ToString() => Temperature is { } t ? string.Create(CultureInfo.InvariantCulture, $"{Name}, temperature {t.From:R} to {t.To:R}{(t.IsExponential ? ", exponential" : "")}") : Name;

    /// <inheritdoc/>
    public GradientEstimate Estimate(Tensor logits, Func<Mixture, Tensor> loss, Rng rng, double progress = 0)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(rng);
        var plain = Logits.From(logits);
        using var scope = NewDisposeScope();
        var estimate = Compute(plain, (pass, gradient) => Run(pass, gradient, logits, loss), rng, progress);
        Tensor Table(double[] values) => ToTensor(values, logits).MoveToOuterDisposeScope();
        return new()
        {
            Gradient = Table(estimate.Gradient),
            Loss = estimate.Loss,
            Paths = estimate.Paths,
            Active = estimate.Pass.Active,
            Weights = Table(estimate.Pass.Weights),
            WeightGradient = estimate.WeightGradient is { } ofWeights ? Table(ofWeights) : null,
            Logits = plain.Values,
        };
    }

    /// <inheritdoc/>
    public double Train(Tensor logits, Func<Mixture, Tensor> loss, Rng rng, double progress = 0)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(rng);
        return Run(Weigh(Logits.From(logits), rng, progress) with { Differentiates = false, Training = 1 }, [], logits, loss);
    }

    /// <inheritdoc/>
    public virtual void Settle(Tensor logits, GradientEstimate estimate)
    {
    }

    /// <inheritdoc/>
    public Snapshot Save()
    {
        var snapshot = new Snapshot { State = { [OfKey] = Name } };
        Exchange(new StateExchange(snapshot, reading: false));
        return snapshot;
    }

    /// <inheritdoc/>
    public void Load(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var found = snapshot.State.GetValueOrDefault(OfKey, "no relaxation");
        if (found != Name)
        {
            throw new NasKitException($"The state is of {found}, expected {Name}.", "Load it into the relaxation that saved it.");
        }

        Exchange(new StateExchange(snapshot, reading: true));
    }

    /// <summary>Makes one estimate in plain numbers.</summary>
    internal abstract PlainEstimate Compute(Logits logits, PassLoss loss, Rng rng, double progress);

    /// <summary>What the network's weights are trained with: a path drawn from softmax(logits), where a relaxation does not say otherwise.</summary>
    internal virtual Pass Weigh(Logits logits, Rng rng, double progress)
    {
        var path = logits.Draw(rng);
        return new(logits.OneHot(path), Logits.Only(path), path, Differentiates: false, Training: 1);
    }

    /// <summary>Puts every field that changes into the state, or takes it from there.</summary>
    internal virtual void Exchange(StateExchange state)
    {
    }

    private static double Run(Pass pass, double[] gradient, Tensor logits, Func<Mixture, Tensor> loss)
    {
        using var scope = NewDisposeScope();
        var weights = ToTensor(pass.Weights, logits).requires_grad_(pass.Differentiates);
        var value = loss(new Mixture(weights, pass.Active, pass.Path));
        if (value is null || value.numel() != 1)
        {
            throw new ArgumentException($"The loss of a mixture must be a scalar; this is {(value is null ? "null" : $"[{string.Join(", ", value.shape)}]")}. Take its mean.", nameof(loss));
        }

        if (pass.Differentiates && !value.requires_grad)
        {
            throw Unused();
        }

        if (pass.Training > 0 && value.requires_grad)
        {
            (pass.Training == 1 ? value : value * pass.Training).backward();
            if (pass.Differentiates)
            {
                Read(Backend.Gradient(weights), 1 / pass.Training);
            }
        }
        else if (pass.Differentiates)
        {
            Read(autograd.grad([value], [weights], allow_unused: true)[0], 1);
        }

        return value.detach().cpu().@double().item<double>();

        void Read(Tensor? ofWeights, double factor)
        {
            if (ofWeights is null)
            {
                throw Unused();
            }

            ofWeights.cpu().@double().contiguous().data<double>().CopyTo(gradient);
            for (var i = 0; i < gradient.Length; i++)
            {
                gradient[i] *= factor;
            }
        }
    }

    private static NasKitException Unused() => new(
        "The loss does not depend on the weights of the mixture, whose gradient this relaxation needs.",
        "Multiply the output of every active option by its weight where Mixture.NeedsGradient is true, and compute the loss with gradients on.");

    private static Tensor ToTensor(double[] values, Tensor like)
    {
        var table = tensor(values, [like.shape[0], like.shape[1]], dtype: ScalarType.Float64);
        return table.to(like.dtype).to(like.device);
    }
}
