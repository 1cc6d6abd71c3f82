namespace NasKit.Relaxations;

/// <summary>Gumbel noise: logits disturbed so that the largest is a draw from their softmax.</summary>
/// <param name="Values">z = log p + G; −∞ for options that there are not.</param>
/// <param name="Path">H(z): the option of each decision with the largest z.</param>
internal sealed record Gumbel(double[] Values, int[] Path)
{
    /// <summary>Draws one noise for each option.</summary>
    public static Gumbel Draw(Logits logits, Rng rng)
    {
        var values = new double[logits.Values.Length];
        Array.Fill(values, double.NegativeInfinity);
        for (var d = 0; d < logits.Decisions; d++)
        {
            foreach (var k in logits.All[d])
            {
                var i = d * logits.Options + k;
                values[i] = Math.Log(logits.Probabilities[i]) - Math.Log(-Math.Log(Uniform(rng)));
            }
        }

        return new(values, logits.ArgMax(values));
    }

    /// <summary>Draws disturbed logits again, given which option is the largest.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="path">The options that are to be the largest.</param>
    /// <param name="rng">Source of the noise.</param>
    /// <param name="slope">∂z̃ᵢ / ∂ log pᵢ at fixed noise, of each option: A / (A + B), and 0 for the largest.</param>
    /// <remarks>Source: RELAX, appendix on the categorical case. With A = −log v / p of an option and B = −log v of the largest, z̃ of the largest is
    /// −log B (the largest of Gumbels whose p add up to 1 is a standard Gumbel) and of the others −log(A + B).</remarks>
    public static Gumbel DrawGiven(Logits logits, int[] path, Rng rng, out double[] slope)
    {
        var values = new double[logits.Values.Length];
        slope = new double[values.Length];
        Array.Fill(values, double.NegativeInfinity);
        for (var d = 0; d < logits.Decisions; d++)
        {
            var start = d * logits.Options;
            var b = -Math.Log(Uniform(rng));
            values[start + path[d]] = -Math.Log(b);
            foreach (var k in logits.All[d])
            {
                if (k != path[d])
                {
                    var a = -Math.Log(Uniform(rng)) / logits.Probabilities[start + k];
                    values[start + k] = -Math.Log(a + b);
                    slope[start + k] = double.IsFinite(a) ? a / (a + b) : 1;
                }
            }
        }

        return new(values, path);
    }

    // In the open interval (0, 1): both ends are half a step of 2⁻⁵² away.
    private static double Uniform(Rng rng) => ((rng.NextUInt64() >> 12) + 0.5) * (1.0 / (1UL << 52));
}
