namespace NasKit.Relaxations;

/// <summary>DSNAS: runs one sampled path, each option multiplied by a gate Z = 1, and credits the sample with the gradient of its gate.</summary>
/// <remarks>
/// dL/dα = c (Z − p) with the credit c = dL/dZₛ = ⟨dL/dy, y⟩, a by-product of the backward pass that trains the weights: time and memory are those of one
/// child. A first-order guess at what the loss would be without the option: exact where the loss is linear in the gate with no offset, good where a
/// shortcut carries the rest, of the wrong sign in plain chains, and 0 where everything behind the gate is normalised. Whether the gate stands on the
/// branch or on the whole block is the supernet's option. Source: Hu et al., CVPR 2020, and the authors' code; the logits are reached in closed form
/// instead of through the graph of log p.
/// </remarks>
public sealed class DsnasRelaxation : Relaxation
{
    /// <inheritdoc/>
    public override string Name => "DSNAS";

    /// <inheritdoc/>
    public override bool IsUnbiased => false;

    /// <inheritdoc/>
    public override bool NeedsAllPaths => false;

    internal override PlainEstimate Compute(Logits logits, PassLoss loss, Rng rng, double progress)
    {
        var path = logits.Draw(rng);
        var pass = new Pass(logits.OneHot(path), Logits.Only(path), path, Differentiates: true, Training: 1);
        var credits = new double[pass.Weights.Length];
        var value = loss(pass, credits);
        var gradient = logits.Score(path);
        for (var i = 0; i < gradient.Length; i++)
        {
            var d = i / logits.Options;
            gradient[i] *= credits[d * logits.Options + path[d]];
        }

        return new(gradient, value, [path], pass, credits);
    }
}
