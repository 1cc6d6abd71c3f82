namespace NasKit.Strategies.AutoShrink;

/// <summary>What a candidate's training came to.</summary>
/// <param name="Score">What is maximised.</param>
/// <param name="Quality">Accuracy 0…1, perplexity, or nats per character: what was measured on held data.</param>
/// <param name="Cost">What it costs, in the unit of the search.</param>
public sealed record ShrinkScore(double Score, double Quality, double Cost)
{
    /// <summary>The score of image classifiers, accuracy − 0.1 · (log₁₀ MACs − 6): a decade of cost for ten points of accuracy.</summary>
    /// <param name="accuracy">Share of held images that are classified correctly, 0…1.</param>
    /// <param name="macs">Multiply-accumulates of the network for one image.</param>
    /// <remarks>Source: the released code of AutoShrink.</remarks>
    public static ShrinkScore Images(double accuracy, double macs) => new(accuracy - 0.1 * (Math.Log10(macs) - 6), accuracy, macs);

    /// <summary>The score of word models, (200 − perplexity) / 4 − (log₁₀ F − 6): a decade of cost for four points of perplexity.</summary>
    /// <param name="perplexity">Perplexity of held text.</param>
    /// <param name="cost">F, edges times the square of the hidden size.</param>
    /// <remarks>Source: the released code of AutoShrink, which sets no bound on the perplexity.</remarks>
    public static ShrinkScore Words(double perplexity, double cost) => new(0.25 * (200 - perplexity) - (Math.Log10(cost) - 6), perplexity, cost);

    /// <summary>The score of character models, −(cross-entropy + 0.05 · log₁₀ F): a decade of cost for a twentieth of a nat.</summary>
    /// <param name="crossEntropy">Nats per character of held text.</param>
    /// <param name="cost">F, as above.</param>
    /// <remarks>Not of the paper, which has no character models: the same trade for a loss that is not exponentiated.</remarks>
    public static ShrinkScore Characters(double crossEntropy, double cost) => new(-crossEntropy - 0.05 * Math.Log10(cost), crossEntropy, cost);
}
