using NasKit.Relaxations;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Strategies;

/// <summary>The gradient of an architecture at the weights that one more training step would give: second-order DARTS.</summary>
/// <remarks>
/// w′ = one step of the optimiser from w; g = ∂L_V(w′) − ξ · ∂²L_T(w) · ∇L_V(w′), the product by central differences at w ± ε ∇L_V(w′) with ε = 0.01 / ‖∇L_V(w′)‖.
/// Weights and optimiser are put back exactly. Source: Liu et al., ICLR 2019, equations 7 and 8, and the released code (architect.py).
/// </remarks>
internal sealed class Unrolling(IReadOnlyList<Parameter> weights, optim.Optimizer optimizer)
{
    private const double Radius = 0.01; // of the central difference, over the norm of the direction

    /// <summary>Estimates the gradient.</summary>
    /// <param name="descend">Accumulates the gradient of the training loss in the weights.</param>
    /// <param name="training">The same, and estimates the gradient of the architecture.</param>
    /// <param name="held">As <paramref name="training"/>, for the loss that the architecture follows.</param>
    /// <param name="rate">Learning rate ξ of the weights, ≥ 0.</param>
    public GradientEstimate Estimate(Action descend, Func<GradientEstimate> training, Func<GradientEstimate> held, double rate)
    {
        var before = weights.Select(weight => weight.detach().clone()).ToArray();
        var state = Backend.OptimizerState(optimizer);
        Backend.DropGradients(weights);
        descend();
        optimizer.step();
        Backend.DropGradients(weights);
        var estimate = held();
        // A weight that took no part has no gradient, and stays where it is.
        var direction = weights.Select(weight => Backend.Gradient(weight)?.clone()).ToArray();
        Backend.SetOptimizerState(optimizer, state);
        var norm = Math.Sqrt(direction.Sum(part => part is null ? 0 : part.pow(2).sum().@double().item<double>()));
        if (rate == 0 || norm == 0) // one that is not finite spoils the estimate, which tells
        {
            Put(0);
            return estimate;
        }

        var radius = Radius / norm;
        var (ahead, behind) = (At(radius), At(-radius));
        Put(0);
        Tensor Corrected(Tensor own, Tensor up, Tensor down) => own - (up - down) * (rate / (2 * radius));
        return estimate with
        {
            Gradient = Corrected(estimate.Gradient, ahead.Gradient, behind.Gradient),
            WeightGradient = estimate.WeightGradient is null ? null : Corrected(estimate.WeightGradient, ahead.WeightGradient!, behind.WeightGradient!),
        };

        GradientEstimate At(double distance)
        {
            Put(distance);
            Backend.DropGradients(weights);
            return training();
        }

        void Put(double distance)
        {
            using var scope = NewDisposeScope();
            using var inference = no_grad();
            for (var i = 0; i < weights.Count; i++)
            {
                weights[i].copy_(distance == 0 || direction[i] is not { } part ? before[i] : before[i] + part * distance);
            }
        }
    }
}
