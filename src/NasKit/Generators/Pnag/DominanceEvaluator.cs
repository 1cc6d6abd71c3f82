using NasKit.Evaluation;
using NasKit.Spaces;
using NasKit.Statistics;
using NasKit.Training;
using static TorchSharp.torch;

namespace NasKit.Generators.Pnag;

/// <summary>The learned evaluator R(α | B): scores whose order within a budget is the order of the dominance rule.</summary>
/// <remarks>Scores of different budgets must not be compared. Source: PNAG, section 3.2: three fully connected layers over
/// [architecture; g(B)], the pairwise ranking loss of equation 3 with the hinge max(0, 1 − z). Differs: all K budgets in every step, mini-batches
/// stratified by cost (else most pairs fall into one case of the rule), exact ties left out.</remarks>
public sealed class DominanceEvaluator : nn.Module<Tensor, Tensor, Tensor>, IBudgetReward
{
    private readonly SearchSpace space;
    private readonly BudgetEmbedding embedding;
    private readonly Dense architectureInput;
    private readonly Dense budgetInput;
    private readonly Dense hidden;
    private readonly Dense output;

    private DominanceEvaluator(SearchSpace space, IReadOnlyList<double> budgets, DominanceEvaluatorConfig config, Generator init)
        : base(nameof(DominanceEvaluator))
    {
        this.space = space;
        Rule = config.Rule;
        embedding = new BudgetEmbedding(budgets, config.BudgetLength, init);
        architectureInput = new Dense(space.OneHotLength, config.Hidden, init);
        budgetInput = new Dense(config.BudgetLength, config.Hidden, init, biased: false);
        hidden = new Dense(config.Hidden, config.Hidden, init);
        output = new Dense(config.Hidden, 1, init);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public string Name => Rule == DominanceRule.Pareto ? "Pareto dominance" : "without accuracy case";

    /// <summary>The rule that it learned.</summary>
    public DominanceRule Rule { get; }

    /// <summary>The budgets that it was trained on, rising.</summary>
    public IReadOnlyList<double> Budgets => embedding.Budgets;

    /// <summary>Kendall's tau-b between the scores and the rule's order on the held-out rows, for each training budget; null where undefined.</summary>
    public IReadOnlyList<double?> HeldOutTau { get; private set; } = [];

    /// <summary>Loss of every training step.</summary>
    public IReadOnlyList<double> Losses { get; private set; } = [];

    /// <summary>Fits an evaluator to a table.</summary>
    /// <param name="table">Scored architectures; a part is held out for <see cref="HeldOutTau"/>.</param>
    /// <param name="budgets">Training budgets, rising, in the unit of the table's costs.</param>
    /// <param name="config">Settings.</param>
    /// <param name="seeds">Seeds of split, weights and mini-batches.</param>
    /// <param name="checkpoint">Where to continue from.</param>
    /// <param name="progress">Told about every step.</param>
    public static DominanceEvaluator Fit(
        ArchitectureTable table, IReadOnlyList<double> budgets, DominanceEvaluatorConfig config, Seeds seeds,
        ICheckpoint? checkpoint = null, IProgress<Progress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        var rows = table.Rows.ToArray();
        seeds.Rng("split").Shuffle(rows.AsSpan());
        var heldOut = (int)Math.Round(rows.Length * config.HeldOut);
        var training = rows[heldOut..].OrderBy(row => row.Cost).ToArray();
        using var init = new Generator((ulong)seeds.For("weights"));
        var space = rows[0].Architecture.Space;
        var evaluator = new DominanceEvaluator(space, budgets, config, init);
        using var scope = NewDisposeScope();
        var vectors = space.OneHotTensor([.. training.Select(row => row.Architecture)]); // [M, D]
        var orders = Orders(training, budgets, config.Rule); // [K, M]
        var everyBudget = evaluator.embedding.Interpolation(budgets); // [K, K]
        var optimizer = optim.Adam(evaluator.parameters(), config.LearningRate, weight_decay: config.WeightDecay);
        var batch = Math.Min(config.Batch, training.Length);
        var perEpoch = Math.Max(1, training.Length / batch);
        var steps = config.Epochs * perEpoch;
        var rng = seeds.Rng("batches");
        var loop = new TrainingLoop($"{config} {budgets.Count} {training.Length}", evaluator, optimizer, new Dictionary<string, Rng> { ["batches"] = rng });
        loop.Run(
            steps, LearningRate.Cosine(config.LearningRate, steps),
            _ =>
            {
                var picked = tensor(Stratified(training.Length, batch, rng)); // [m]
                var scores = evaluator.forward(vectors.index_select(0, picked), everyBudget); // [K, m]
                return RankingLoss(scores, orders.index_select(1, picked));
            },
            checkpoint ?? NoCheckpoint.Instance, Math.Max(perEpoch * 25, 1), progress, clipNorm: 1);
        evaluator.Losses = loop.Losses;
        evaluator.HeldOutTau = [.. budgets.Select(budget => RankCorrelation.KendallTauB(
            evaluator.Score([.. rows[..heldOut].Select(row => row.Architecture)], budget),
            config.Rule.Order([.. rows[..heldOut].Select(row => row.Cost)], [.. rows[..heldOut].Select(row => row.Accuracy)], budget)))];
        return evaluator;
    }

    /// <summary>Scores every architecture under every budget.</summary>
    /// <param name="vectors">One-hot vectors, float32 [m, D].</param>
    /// <param name="interpolation">Weights of the training budgets, float32 [K, number of training budgets].</param>
    /// <returns>Scores, float32 [K, m].</returns>
    public override Tensor forward(Tensor vectors, Tensor interpolation)
    {
        // A linear layer over [architecture; budget] is the sum of one over each part.
        var x = architectureInput.call(vectors).unsqueeze(0) + budgetInput.call(embedding.call(interpolation)).unsqueeze(1); // [K, m, H]
        x = hidden.call(x.relu()).relu();
        return output.call(x).squeeze(-1);
    }

    /// <summary>Scores architectures under one budget.</summary>
    /// <param name="architectures">Architectures of the table's space.</param>
    /// <param name="budget">The budget; between training budgets it is interpolated.</param>
    public double[] Score(IReadOnlyList<Architecture> architectures, double budget)
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        var scores = forward(space.OneHotTensor(architectures), embedding.Interpolation([budget]));
        return [.. scores.data<float>().ToArray().Select(score => (double)score)];
    }

    /// <summary>The pairwise ranking loss: mean hinge over all ordered pairs that the rule tells apart.</summary>
    /// <param name="scores">Scores, [K, m].</param>
    /// <param name="orders">Numbers in the order of the rule, [K, m].</param>
    internal static Tensor RankingLoss(Tensor scores, Tensor orders)
    {
        var labels = (orders.unsqueeze(2) - orders.unsqueeze(1)).sign(); // [K, m, m]
        var margins = (1 - labels * (scores.unsqueeze(2) - scores.unsqueeze(1))).relu();
        var counted = labels.abs();
        return (margins * counted).sum() / counted.sum().clamp(1);
    }

    // Ranks instead of the numbers themselves: float32 would tie costs that differ in the eighth digit.
    private static Tensor Orders(IReadOnlyList<ScoredArchitecture> rows, IReadOnlyList<double> budgets, DominanceRule rule)
    {
        var ranks = new float[budgets.Count * rows.Count];
        for (var k = 0; k < budgets.Count; k++)
        {
            var order = rule.Order([.. rows.Select(row => row.Cost)], [.. rows.Select(row => row.Accuracy)], budgets[k]);
            var distinct = order.Distinct().Order().ToArray();
            for (var i = 0; i < rows.Count; i++)
            {
                ranks[k * rows.Count + i] = Array.BinarySearch(distinct, order[i]);
            }
        }

        return tensor(ranks, [budgets.Count, rows.Count]);
    }

    // One row from each of m strata of rising cost.
    private static long[] Stratified(int rows, int batch, Rng rng)
    {
        var picked = new long[batch];
        for (var i = 0; i < batch; i++)
        {
            var (start, end) = ((int)((long)i * rows / batch), (int)((long)(i + 1) * rows / batch));
            picked[i] = start + rng.NextInt(end - start);
        }

        return picked;
    }
}
