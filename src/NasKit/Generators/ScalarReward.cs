using NasKit.Cost;
using NasKit.Evaluation;
using NasKit.Spaces;

namespace NasKit.Generators;

/// <summary>A fixed formula of predicted accuracy and cost over budget: the rewards that the learned dominance evaluator is compared with.</summary>
public sealed class ScalarReward : IBudgetReward
{
    private readonly AccuracyPredictor predictor;
    private readonly ICostModel cost;
    private readonly Func<double, double, double> formula;

    private ScalarReward(string name, AccuracyPredictor predictor, ICostModel cost, Func<double, double, double> formula) =>
        (Name, this.predictor, this.cost, this.formula) = (name, predictor, cost, formula);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>accuracy · (cost / budget)^exponent.</summary>
    /// <param name="predictor">Predicts accuracies.</param>
    /// <param name="cost">The cost model.</param>
    /// <param name="exponent">Negative; −0.07 in the source.</param>
    /// <remarks>Source: Tan et al., MnasNet, CVPR 2019, with the same exponent on both sides of the budget, as PNAG compares it.</remarks>
    public static ScalarReward MnasNet(AccuracyPredictor predictor, ICostModel cost, double exponent = -0.07) =>
        new("MnasNet reward", predictor, cost, (accuracy, ratio) => accuracy * Math.Pow(ratio, exponent));

    /// <summary>accuracy + weight · |cost / budget − 1|.</summary>
    /// <param name="predictor">Predicts accuracies.</param>
    /// <param name="cost">The cost model.</param>
    /// <param name="weight">Negative; −0.07 in PNAG's comparison.</param>
    /// <remarks>Source: Bender et al., TuNAS, CVPR 2020: the absolute reward.</remarks>
    public static ScalarReward TuNas(AccuracyPredictor predictor, ICostModel cost, double weight = -0.07) =>
        new("TuNAS reward", predictor, cost, (accuracy, ratio) => accuracy + weight * Math.Abs(ratio - 1));

    /// <inheritdoc/>
    public double[] Score(IReadOnlyList<Architecture> architectures, double budget) =>
        [.. predictor.Predict(architectures).Zip(architectures, (accuracy, architecture) => formula(accuracy, cost.Cost(architecture) / budget))];
}
