using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Training;

namespace NasKit.Strategies.AutoSpace;

/// <summary>Settings of AutoSpace.</summary>
/// <remarks>The paper's numbers are not known to us but for K; defaults are those of this kit's plan for 28×28 images and minutes.</remarks>
public sealed record AutoSpaceConfig
{
    /// <summary>How the weights of all operators are trained, jointly with the scores; all iterations together are its epochs. Plan: SGD, learning rate 0.05, weight decay 1e-4, 800 steps of 64 images.</summary>
    public ImageTrainingConfig Training { get; init; } = new() { Epochs = 1, WeightDecay = 1e-4 };

    /// <summary>Cells in the population of each layer, at least 1. Plan: 24; at full scale 100.</summary>
    public int Population { get; init; } = 24;

    /// <summary>Cells in a tournament, drawn with replacement, at least 1. Plan: 4; at full scale 10.</summary>
    public int Tournament { get; init; } = 4;

    /// <summary>Probability that the winner of a tournament is mutated before it is used, 0…1. Plan: 0.5.</summary>
    public double MutationProbability { get; init; } = 0.5;

    /// <summary>Cells K that stand side by side in a layer beside the reference, at least 1 and below the population. Paper, figure 2: 4; plan: 3.</summary>
    public int Sampled { get; init; } = 3;

    /// <summary>Training steps T of an iteration, at least 1. Plan: 20; at full scale 100.</summary>
    public int StepsPerIteration { get; init; } = 20;

    /// <summary>Best cells of each layer that make the space, at least 1 and at most the population. Released file: 6; plan: 4.</summary>
    public int Kept { get; init; } = 4;

    /// <summary>The cell that takes part in every layer and iteration; null for none. Plan: 1×1, depthwise 3×3, 1×1 in a row.</summary>
    public DagCell? Reference { get; init; } = Chain;

    /// <summary>What divides the scores before the softmax. Plan: 1.</summary>
    public Anneal Temperature { get; init; } = Anneal.Constant(1);

    /// <summary>Learning rate of the scores (Adam, β = (0.5, 0.999)), &gt; 0. Plan: 0.05.</summary>
    public double ScoreLearningRate { get; init; } = 0.05;

    /// <summary>Share ρ of the new score in the fitness that is written back, in (0, 1].</summary>
    public double WriteBack { get; init; } = 0.5;

    /// <summary>Fitness is kept in ±this, &gt; 0. Plan: 3.</summary>
    public double FitnessLimit { get; init; } = 3;

    /// <summary>Weight λ of a cell's multiply-accumulates over those of the reference chain, ≥ 0; 0 leaves cost out.</summary>
    public double CostWeight { get; init; }

    /// <summary>Whether the oldest cell makes room for a child. If not, the one of lowest fitness does.</summary>
    public bool Ageing { get; init; }

    /// <summary>The chain 1×1, depthwise 3×3, 1×1: the default reference, and the unit of costs.</summary>
    public static DagCell Chain { get; } = DagCell.Parse("0>1:1x1,1>2:dw3,2>3:1x1");

    /// <summary>The same chain with its input added to its output, as in an inverted residual without expansion.</summary>
    public static DagCell ResidualChain { get; } = Chain.With(0, 3, CellOperator.Identity);

    /// <summary>Reports all settings that are out of range.</summary>
    /// <param name="alphabet">The cells that are searched.</param>
    /// <exception cref="ArgumentException">At least one is.</exception>
    public void Validate(CellAlphabet alphabet)
    {
        ArgumentNullException.ThrowIfNull(alphabet);
        alphabet.Validate();
        Training.Validate();
        Require.That(nameof(AutoSpaceConfig),
            (Population >= 1 && Population <= alphabet.Size / 2, $"Population = {Population} must be in 1…{alphabet.Size / 2}, half of the cells that there are"),
            (Tournament >= 1, $"Tournament = {Tournament} must be at least 1"),
            (MutationProbability is >= 0 and <= 1, $"MutationProbability = {MutationProbability} must be in 0…1"),
            (Sampled >= 1 && Sampled < Population, $"Sampled = {Sampled} must be in 1…{Population - 1}, below Population"),
            (Sampled > 1 || Reference is not null, $"Sampled = {Sampled} without a Reference leaves nothing to compare"),
            (StepsPerIteration >= 1, $"StepsPerIteration = {StepsPerIteration} must be at least 1"),
            (Kept >= 1 && Kept <= Population, $"Kept = {Kept} must be in 1…{Population}, at most Population"),
            (Reference is not { } cell || (cell.IsValid && alphabet.Contains(cell)), $"Reference = {Reference} must have a path and only genes of the alphabet: {alphabet}"),
            (ScoreLearningRate > 0, $"ScoreLearningRate = {ScoreLearningRate} must be positive"),
            (WriteBack is > 0 and <= 1, $"WriteBack = {WriteBack} must be in (0, 1]"),
            (FitnessLimit > 0, $"FitnessLimit = {FitnessLimit} must be positive"),
            (CostWeight >= 0 && double.IsFinite(CostWeight), $"CostWeight = {CostWeight} must be a number from 0"));
    }
}
