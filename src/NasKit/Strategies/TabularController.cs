using NasKit.Spaces;

namespace NasKit.Strategies;

/// <summary>A policy of independent decisions: a row of logits each, N(0, 10⁻⁶) at first.</summary>
/// <remarks>Source: the REINFORCE baseline of NAS-Bench-201 and NATS-Bench.</remarks>
internal sealed class TabularController(SearchSpace space, double learningRate, double? clip, Rng init)
    : Controller(space, [.. Enumerable.Range(0, space.Decisions.Sum(decision => decision.Count)).Select(_ => 1e-3 * init.NextGaussian())], learningRate, clip)
{
    private readonly int[] rows = [.. space.Decisions.Select((_, i) => space.Decisions.Take(i).Sum(decision => decision.Count))];

    protected override void Walk(int[] choices, Func<int, double[], int> choose)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            if (Space.IsActive(choices, i))
            {
                choices[i] = choose(i, Softmax(Parameters.AsSpan(rows[i], Space.Decisions[i].Count)));
            }
        }
    }

    protected override void Backward(Architecture architecture, IReadOnlyList<double[]> logits)
    {
        for (int i = 0, active = 0; i < rows.Length; i++)
        {
            if (Space.IsActive(architecture.Choices.AsSpan(), i))
            {
                Vectors.AddScaled(Gradient.AsSpan(rows[i], Space.Decisions[i].Count), logits[active++], 1);
            }
        }
    }
}
