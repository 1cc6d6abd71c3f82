using NasKit.Relaxations;
using NasKit.Strategies;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Tests.Strategies;

/// <summary>The bilevel problem of two weights that can be solved by hand: L_T = ½ w'Aw + α b·w with A = diag(2, 1) and b = (1, −1), L_V = ½ ‖w − (0, 1)‖², at w = (1, 2), α = 0.5.</summary>
public sealed class UnrollingTests
{
    private readonly Parameter w = new(tensor(new[] { 1.0, 2 }, ScalarType.Float64));
    private readonly Tensor alpha = tensor(new[] { 0.5 }, [1, 1], ScalarType.Float64).requires_grad_(true);

    [Fact]
    public void The_second_order_gradient_is_that_of_the_closed_form()
    {
        // ∇L_T = (2.5, 1.5), w' = (0.75, 1.85), so −ξ b·(w' − (0, 1)) = −0.1 (0.75 − 0.85)
        Assert.Equal(0.01, Gradient(0.1, momentum: 0), 1e-6);
        Assert.Equal([1, 2], w.data<double>().ToArray());
    }

    [Fact]
    public void Without_a_step_it_is_the_first_order_gradient()
    {
        // With + 3 α w₁ in it, L_V has a gradient of its own: 3 w₁ at the weights as they are, bit for bit.
        Assert.Equal(3, Gradient(0, momentum: 0, own: 3));
        Assert.Equal([1, 2], w.data<double>().ToArray());
    }

    [Fact]
    public void The_gradient_that_the_held_loss_has_itself_is_that_at_the_weights_one_step_ahead()
    {
        // ∇L_V = (0.75 + 3 · 0.5, 0.85) at w' = (0.75, 1.85): 3 · 0.75 − 0.1 (2.25 − 0.85)
        Assert.Equal(2.25 - 0.14, Gradient(0.1, momentum: 0, own: 3), 1e-6);
        Assert.Equal([1, 2], w.data<double>().ToArray());
    }

    [Fact]
    public void Momentum_takes_part_and_is_put_back()
    {
        using var optimizer = optim.SGD([w], 0.1, momentum: 0.9);
        using (NewDisposeScope())
        {
            Training().backward();
            optimizer.step();
        }

        var before = Backend.OptimizerState(optimizer).ToDictionary(entry => entry.Key, entry => entry.Value.to(ScalarType.Float64).data<double>().ToArray());
        // Now w = (0.75, 1.85) and v = (2.5, 1.5): ∇L_T = (2, 1.35), w' = w − 0.1 (0.9 v + ∇L_T) = (0.325, 1.58)
        Assert.Equal(-0.1 * (0.325 - 0.58), Estimate(optimizer), 1e-6);
        Assert.Equal([0.75, 1.85], w.data<double>().ToArray());
        Assert.All(Backend.OptimizerState(optimizer), entry => Assert.Equal(before[entry.Key], entry.Value.to(ScalarType.Float64).data<double>().ToArray()));
    }

    private double Gradient(double rate, double momentum, double own = 0)
    {
        using var optimizer = optim.SGD([w], rate == 0 ? 1 : rate, momentum);
        Backend.SetLearningRate(optimizer, rate);
        return Estimate(optimizer, own);
    }

    private double Estimate(optim.Optimizer optimizer, double own = 0)
    {
        using var scope = NewDisposeScope();
        return new Unrolling([w], optimizer).Estimate(() => Training().backward(), () => Of(Training()), () => Of((w - tensor(new[] { 0.0, 1 })).pow(2).sum() / 2 + own * alpha.sum() * w[0]), Backend.LearningRate(optimizer))
            .Gradient.item<double>();
    }

    private Tensor Training() => (tensor(new[] { 2.0, 1 }) * w.pow(2)).sum() / 2 + (alpha.flatten() * tensor(new[] { 1.0, -1 }) * w).sum();

    private GradientEstimate Of(Tensor loss)
    {
        Backend.DropGradients([w]);
        var ofAlpha = autograd.grad([loss + 0 * alpha.sum()], [alpha], retain_graph: true)[0];
        loss.backward();
        return new() { Gradient = ofAlpha.detach(), Weights = alpha, Loss = 0, Paths = [], Active = [] };
    }
}
