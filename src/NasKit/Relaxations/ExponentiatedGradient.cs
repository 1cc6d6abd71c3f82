namespace NasKit.Relaxations;

/// <summary>Exponentiated gradient: mirror descent on the probabilities themselves, θ ← θ · exp(−η dL/dθ), made to add up to 1 again.</summary>
/// <param name="LearningRate">Step η, &gt; 0. GAEA: 0.1.</param>
/// <param name="Floor">Smallest probability that is kept, in [0, 1). GAEA: 1e-5.</param>
/// <remarks>In logits a with θ = softmax(a): a ← a − η dL/dθ. Needs a relaxation that gives the gradient of the weights. Source: Li et al., GAEA, ICLR 2021, and the authors' code.</remarks>
public sealed record ExponentiatedGradient(double LearningRate = 0.1, double Floor = 1e-5) : ArchitectureOptimiser
{
    internal override void Validate() => Require.That(nameof(ExponentiatedGradient),
        (LearningRate > 0, $"LearningRate = {LearningRate} must be positive"),
        (Floor is >= 0 and < 1, $"Floor = {Floor} must be in [0, 1)"));

    internal override ArchitectureDescent Start(ArchitectureDistribution policy)
    {
        Validate();
        return new Descent(policy, this);
    }

    private sealed class Descent(ArchitectureDistribution policy, ExponentiatedGradient settings) : ArchitectureDescent
    {
        public override void Step(GradientEstimate estimate)
        {
            var gradient = (estimate.WeightGradient ?? throw new ArgumentException(
                "Exponentiated gradient needs the gradient of the weights, and this relaxation gives none. Take softmax or straight-through.", nameof(estimate))).data<double>().ToArray();
            policy.Update(logits =>
            {
                for (var d = 0; d < policy.Frozen.Count; d++)
                {
                    var (start, count) = (d * policy.Options, policy.Space.Decisions[d].Count);
                    for (var k = start; k < start + count; k++)
                    {
                        logits[k] -= settings.LearningRate * gradient[k];
                    }

                    var row = logits[start..(start + count)];
                    var highest = row.Max();
                    var sum = row.Sum(logit => Math.Exp(logit - highest));
                    var kept = row.Select(logit => Math.Max(Math.Exp(logit - highest) / sum, settings.Floor)).ToArray();
                    sum = kept.Sum();
                    for (var k = 0; k < count; k++)
                    {
                        logits[start + k] = Math.Log(kept[k] / sum);
                    }
                }
            });
        }
    }
}
