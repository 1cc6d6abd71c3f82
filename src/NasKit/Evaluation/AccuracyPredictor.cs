using NasKit.Spaces;
using NasKit.Training;
using static TorchSharp.torch;

namespace NasKit.Evaluation;

/// <summary>Settings of an <see cref="AccuracyPredictor"/>.</summary>
public sealed record AccuracyPredictorConfig
{
    /// <summary>Width of the hidden layers. PNAG's released predictors: 512.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>Passes over the table. PNAG's released predictors: 1,000.</summary>
    public int Epochs { get; init; } = 250;

    /// <summary>Architectures in a mini-batch.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Learning rate of Adam.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Weight decay of Adam.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Reports all settings that are out of range.</summary>
    /// <exception cref="ArgumentException">At least one is.</exception>
    public void Validate() => Require.That(nameof(AccuracyPredictorConfig),
        (Hidden >= 1, $"Hidden = {Hidden} must be at least 1"),
        (Epochs >= 1, $"Epochs = {Epochs} must be at least 1"),
        (Batch >= 1, $"Batch = {Batch} must be at least 1"),
        (LearningRate > 0, $"LearningRate = {LearningRate} must be positive"),
        (WeightDecay >= 0, $"WeightDecay = {WeightDecay} must not be negative"));
}

/// <summary>Predicts the accuracy of architectures from their one-hot vectors: a network with two hidden layers, fitted by least squares.</summary>
/// <remarks>Source: PNAG's released code (section 3.4 of its description here: MLP D-512-512-1); it serves the scalar rewards.</remarks>
public sealed class AccuracyPredictor : nn.Module<Tensor, Tensor>
{
    private readonly SearchSpace space;
    private readonly Dense input;
    private readonly Dense hidden;
    private readonly Dense output;
    private readonly double mean;
    private readonly double deviation;

    private AccuracyPredictor(ArchitectureTable table, AccuracyPredictorConfig config, Generator init) : base(nameof(AccuracyPredictor))
    {
        space = table.Rows[0].Architecture.Space;
        mean = table.Rows.Average(row => row.Accuracy);
        deviation = Math.Sqrt(table.Rows.Average(row => (row.Accuracy - mean) * (row.Accuracy - mean))) + 1e-6;
        input = new Dense(space.OneHotLength, config.Hidden, init);
        hidden = new Dense(config.Hidden, config.Hidden, init);
        output = new Dense(config.Hidden, 1, init);
        RegisterComponents();
    }

    /// <summary>Fits a predictor to a table.</summary>
    /// <param name="table">Scored architectures.</param>
    /// <param name="config">Settings.</param>
    /// <param name="seeds">Seeds of weights and mini-batches.</param>
    public static AccuracyPredictor Fit(ArchitectureTable table, AccuracyPredictorConfig config, Seeds seeds)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        using var scope = NewDisposeScope();
        using var init = new Generator((ulong)seeds.For("weights"));
        var predictor = new AccuracyPredictor(table, config, init);
        var vectors = predictor.space.OneHotTensor([.. table.Rows.Select(row => row.Architecture)]); // [M, D]
        var targets = tensor(table.Rows.Select(row => (float)((row.Accuracy - predictor.mean) / predictor.deviation)).ToArray()); // [M]
        var rng = seeds.Rng("batches");
        var order = Enumerable.Range(0, table.Rows.Count).Select(row => (long)row).ToArray();
        var batch = Math.Min(config.Batch, order.Length);
        var perEpoch = order.Length / batch;
        var steps = config.Epochs * perEpoch;
        new TrainingLoop($"{config}", predictor, optim.Adam(predictor.parameters(), config.LearningRate, weight_decay: config.WeightDecay)).Run(
            steps, LearningRate.Cosine(config.LearningRate, steps),
            step =>
            {
                if (step % perEpoch == 0)
                {
                    rng.Shuffle(order.AsSpan());
                }

                var picked = tensor(order[(step % perEpoch * batch)..((step % perEpoch + 1) * batch)]);
                return nn.functional.mse_loss(predictor.forward(vectors.index_select(0, picked)), targets.index_select(0, picked));
            },
            NoCheckpoint.Instance, steps);
        return predictor;
    }

    /// <summary>Standardised accuracies.</summary>
    /// <param name="vectors">One-hot vectors, float32 [m, D].</param>
    /// <returns>float32 [m], in the caller's scope.</returns>
    public override Tensor forward(Tensor vectors) => output.call(hidden.call(input.call(vectors).relu()).relu()).squeeze(-1);

    /// <summary>Predicts accuracies, in 0…1 up to the predictor's error.</summary>
    /// <param name="architectures">Architectures of the table's space.</param>
    public double[] Predict(IReadOnlyList<Architecture> architectures)
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        return [.. forward(space.OneHotTensor(architectures)).data<float>().ToArray().Select(value => mean + deviation * value)];
    }
}
