using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Generators;

/// <summary>A learned vector for every training budget; a budget between two of them is interpolated, one outside takes the nearest.</summary>
/// <remarks>Source: PNAG, section 3.1.2: g(B) = ξ·g(B₁) + (1 − ξ)·g(B₂) with ξ = (B₂ − B)/(B₂ − B₁) for adjacent training budgets
/// B₁ ≤ B ≤ B₂. Differs: the vectors start as N(0, 1) instead of U(−0.1, 0.1), with which the released generator ignores its budget.</remarks>
internal sealed class BudgetEmbedding : nn.Module<Tensor, Tensor>
{
    private readonly Parameter vectors; // [K, L]

    /// <param name="budgets">Training budgets, rising.</param>
    /// <param name="length">Length L of a vector.</param>
    /// <param name="init">Source of the initial vectors.</param>
    public BudgetEmbedding(IReadOnlyList<double> budgets, int length, Generator init) : base("BudgetEmbedding")
    {
        for (var i = 1; i < budgets.Count; i++)
        {
            if (!(budgets[i] > budgets[i - 1]))
            {
                throw new ArgumentException($"Budget {i + 1} is {budgets[i]}, expected more than the one before it, {budgets[i - 1]}.", nameof(budgets));
            }
        }

        Budgets = budgets;
        vectors = Weights.Normal([budgets.Count, length], 1, init);
        RegisterComponents();
    }

    /// <summary>The training budgets, rising.</summary>
    public IReadOnlyList<double> Budgets { get; }

    /// <summary>The weights of the training budgets' vectors in those of given budgets.</summary>
    /// <returns>float32 [n, K], in the caller's scope.</returns>
    public Tensor Interpolation(IReadOnlyList<double> budgets)
    {
        var weights = new float[budgets.Count * Budgets.Count];
        for (var i = 0; i < budgets.Count; i++)
        {
            var (lower, share) = Position(budgets[i]);
            weights[i * Budgets.Count + lower] = (float)share;
            if (share < 1)
            {
                weights[i * Budgets.Count + lower + 1] = (float)(1 - share);
            }
        }

        return tensor(weights, [budgets.Count, Budgets.Count]);
    }

    // interpolation // [n, K] -> [n, L]
    public override Tensor forward(Tensor interpolation) => interpolation.matmul(vectors);

    /// <summary>The training budget at or below a budget, and the weight ξ of its vector.</summary>
    internal (int Lower, double Share) Position(double budget)
    {
        if (budget <= Budgets[0])
        {
            return (0, 1);
        }

        for (var i = 1; i < Budgets.Count; i++)
        {
            if (budget < Budgets[i])
            {
                return (i - 1, (Budgets[i] - budget) / (Budgets[i] - Budgets[i - 1]));
            }
        }

        return (Budgets.Count - 1, 1);
    }
}
