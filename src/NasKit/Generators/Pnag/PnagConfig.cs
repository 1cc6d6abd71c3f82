namespace NasKit.Generators.Pnag;

/// <summary>Settings of the learned dominance evaluator.</summary>
public sealed record DominanceEvaluatorConfig
{
    /// <summary>Width of the hidden layers. Released code: 512; 128 is enough for spaces of some twenty decisions.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>Length of the learned budget vector.</summary>
    public int BudgetLength { get; init; } = 16;

    /// <summary>Passes over the training part of the table. Paper: 250.</summary>
    public int Epochs { get; init; } = 250;

    /// <summary>Architectures in a mini-batch, all pairs of which are compared under every budget. Released code: 256, one budget.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Learning rate of Adam. Paper: 0.1 with SGD; our choice for the pairwise loss over all budgets at once.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Weight decay of Adam, against fitting the noise of the table.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Share of the table that is held out for the rank correlation, in (0, 1). Released code: 0.2.</summary>
    public double HeldOut { get; init; } = 0.2;

    /// <summary>How two architectures compare under a budget.</summary>
    public DominanceRule Rule { get; init; } = DominanceRule.Pareto;

    /// <summary>Reports all settings that are out of range.</summary>
    /// <exception cref="ArgumentException">At least one is.</exception>
    public void Validate() => Require.That(nameof(DominanceEvaluatorConfig),
        (Hidden >= 1, $"Hidden = {Hidden} must be at least 1"),
        (BudgetLength >= 1, $"BudgetLength = {BudgetLength} must be at least 1"),
        (Epochs >= 1, $"Epochs = {Epochs} must be at least 1"),
        (Batch >= 4, $"Batch = {Batch} must be at least 4"),
        (LearningRate > 0, $"LearningRate = {LearningRate} must be positive"),
        (WeightDecay >= 0, $"WeightDecay = {WeightDecay} must not be negative"),
        (HeldOut is > 0 and < 1, $"HeldOut = {HeldOut} must be between 0 and 1"));
}

/// <summary>Settings of the architecture generator and its training.</summary>
public sealed record PnagConfig
{
    /// <summary>Size of the LSTM's state, of token embeddings and budget vectors. Released code: 64.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Training steps. Paper: 120,000; released code 10,001 with one sample each.</summary>
    public int Iterations { get; init; } = 400;

    /// <summary>Samples N drawn for each budget in a step. Released code: 1.</summary>
    public int SamplesPerBudget { get; init; } = 8;

    /// <summary>Learning rate of Adam. Paper: 3e-4 over 120,000 steps; 3e-3 for a few hundred.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Weight of the policy's entropy beside the group-normalised reward.</summary>
    public double Entropy { get; init; } = 0.01;

    /// <summary>Architectures drawn for a budget when generating, of which the best feasible one is returned. Released code: 10.</summary>
    public int Draws { get; init; } = 20;

    /// <summary>Training steps between two checkpoints.</summary>
    public int SaveEvery { get; init; } = 100;

    /// <summary>Reports all settings that are out of range.</summary>
    /// <exception cref="ArgumentException">At least one is.</exception>
    public void Validate() => Require.That(nameof(PnagConfig),
        (Hidden >= 1, $"Hidden = {Hidden} must be at least 1"),
        (Iterations >= 1, $"Iterations = {Iterations} must be at least 1"),
        (SamplesPerBudget >= 2, $"SamplesPerBudget = {SamplesPerBudget} must be at least 2, for rewards are compared within a budget"),
        (LearningRate > 0, $"LearningRate = {LearningRate} must be positive"),
        (Entropy >= 0, $"Entropy = {Entropy} must not be negative"),
        (Draws >= 1, $"Draws = {Draws} must be at least 1"),
        (SaveEvery >= 1, $"SaveEvery = {SaveEvery} must be at least 1"));
}
