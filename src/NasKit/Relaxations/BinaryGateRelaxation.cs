using static TorchSharp.torch;

namespace NasKit.Relaxations;

/// <summary>Which options ProxylessNAS runs beside the sampled one, for the gradient of their gates.</summary>
public enum BinaryGates
{
    /// <summary>All of them; the network's output is that of the sampled one.</summary>
    Full,

    /// <summary>One more: two options are drawn without replacement, one of them is the sample, and only these two logits move.</summary>
    Two,
}

/// <summary>ProxylessNAS: runs a one-hot sample g and passes the gradient of the gates straight to the probabilities.</summary>
/// <param name="gates">Which options run.</param>
/// <remarks>
/// dL/dαᵢ = Σⱼ dL/dgⱼ pⱼ (δᵢⱼ − pᵢ), with dL/dgⱼ = ⟨dL/dy, oⱼ⟩; exact in expectation where the loss is linear in the gates. Options of weight 0 are run for
/// that product alone and need no graph of their own. With <see cref="BinaryGates.Two"/>, p is the softmax over the two logits, and after the
/// optimiser's step <see cref="Settle"/> must be called: it moves both so that the unsampled probabilities stay. Source: Cai et al., ICLR 2019, section 3.2
/// and equation 4; modes as in the released code (<c>full_v2</c>, <c>two</c>). Its REINFORCE variant is <see cref="ReinforceRelaxation"/> with 10 samples.
/// </remarks>
public sealed class BinaryGateRelaxation(BinaryGates gates = BinaryGates.Two) : Relaxation
{
    /// <summary>Which options run.</summary>
    public BinaryGates Gates => gates;

    /// <inheritdoc/>
    public override string Name => gates == BinaryGates.Full ? "binary gates" : "binary gates, two paths";

    /// <inheritdoc/>
    public override bool IsUnbiased => false;

    /// <inheritdoc/>
    public override bool NeedsAllPaths => gates == BinaryGates.Full;

    /// <inheritdoc/>
    public override int? PathsAtOnce => gates == BinaryGates.Full ? null : 2;

    /// <summary>With two paths, takes the unsampled logits back to where they were and shifts the two sampled ones together, so that the probabilities of
    /// the unsampled options stay.</summary>
    /// <param name="logits">The logits after the optimiser's step, changed in place.</param>
    /// <param name="estimate">What the step followed.</param>
    /// <remarks>The shift is −log(Σ exp new / Σ exp old) over the two. An optimiser with momentum moves unsampled logits too; that is undone.</remarks>
    public override void Settle(Tensor logits, GradientEstimate estimate)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(estimate);
        if (gates == BinaryGates.Full)
        {
            return;
        }

        var after = Logits.From(logits);
        var settled = (double[])estimate.Logits.Clone();
        for (var d = 0; d < after.Decisions; d++)
        {
            var start = d * after.Options;
            if (estimate.Active[d] is [var first, var second])
            {
                var shift = Mass(settled[start + first], settled[start + second]) - Mass(after.Values[start + first], after.Values[start + second]);
                settled[start + first] = after.Values[start + first] + shift;
                settled[start + second] = after.Values[start + second] + shift;
            }
        }

        using var scope = NewDisposeScope();
        using var inference = no_grad();
        logits.copy_(tensor(settled, [after.Decisions, after.Options], dtype: ScalarType.Float64));
    }

    internal override PlainEstimate Compute(Logits logits, PassLoss loss, Rng rng, double progress)
    {
        var (weights, active, path) = gates == BinaryGates.Full ? (logits.Probabilities, logits.All, logits.Draw(rng)) : DrawTwo(logits, rng);
        var pass = new Pass(logits.OneHot(path), active, path, Differentiates: true, Training: 1);
        var ofWeights = new double[weights.Length];
        var value = loss(pass, ofWeights);
        return new(logits.SoftmaxDerivative(weights, ofWeights, 1), value, [path], pass, ofWeights);
    }

    // Weights: the softmax over the two, 0 for the others.
    private static (double[] Weights, int[][] Active, int[] Path) DrawTwo(Logits logits, Rng rng)
    {
        var p = logits.Probabilities;
        var (weights, active, path) = (new double[p.Length], new int[logits.Decisions][], new int[logits.Decisions]);
        for (var d = 0; d < logits.Decisions; d++)
        {
            var start = d * logits.Options;
            var first = logits.Pick(p, d, 1, rng);
            var rest = (double[])p.Clone();
            rest[start + first] = 0;
            var second = logits.Pick(rest, d, 1 - p[start + first], rng);
            var sum = p[start + first] + (second < 0 ? 0 : p[start + second]);
            weights[start + first] = p[start + first] / sum;
            if (second >= 0)
            {
                weights[start + second] = p[start + second] / sum;
            }

            active[d] = second < 0 ? [first] : [Math.Min(first, second), Math.Max(first, second)];
            path[d] = logits.Pick(weights, d, 1, rng);
        }

        return (weights, active, path);
    }

    private static double Mass(double a, double b) => Math.Max(a, b) + Math.Log(1 + Math.Exp(-Math.Abs(a - b)));
}
