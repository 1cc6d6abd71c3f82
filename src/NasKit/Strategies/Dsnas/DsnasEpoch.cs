namespace NasKit.Strategies.Dsnas;

/// <summary>How far the search was after an epoch.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Probabilities">Probability of each option of each decision.</param>
/// <param name="Frozen">The option that each decision is frozen to; null where it is not.</param>
/// <param name="Credits">Mean credit of each option of each decision over the steps that drew it; NaN where none did.</param>
/// <param name="Loss">Mean training loss.</param>
/// <param name="Best">The most likely architecture.</param>
/// <param name="BestAccuracy">Share of the held images that it classifies correctly with the weights of that moment, 0…1; null where no images were given.</param>
/// <param name="DrawnAccuracy">The same of an architecture drawn at that moment.</param>
public sealed record DsnasEpoch(
    int Epoch, IReadOnlyList<IReadOnlyList<double>> Probabilities, IReadOnlyList<int?> Frozen, IReadOnlyList<IReadOnlyList<double>> Credits, double Loss, string Best,
    double? BestAccuracy, double? DrawnAccuracy)
{
    /// <summary>Entropy of all decisions together, in nats.</summary>
    public double Entropy => Probabilities.Sum(row => row.Sum(p => p > 0 ? -p * Math.Log(p) : 0));
}
