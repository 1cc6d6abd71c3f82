namespace NasKit.Training;

/// <summary>How well a language model foretells a text: its mean cross-entropy for a token.</summary>
/// <param name="Nats">In nats.</param>
public readonly record struct TextLoss(double Nats)
{
    /// <summary>Among how many equally likely tokens the model is undecided on average: e to the power of the cross-entropy.</summary>
    public double Perplexity => Math.Exp(Nats);

    /// <summary>In bits: bits per character where the tokens are characters.</summary>
    public double Bits => Nats / Math.Log(2);
}
