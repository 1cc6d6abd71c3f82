using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Training;

/// <summary>Steps an optimiser over a module and keeps everything the next step depends on, so that a killed run continues on the very same path.</summary>
/// <remarks>Every training in the library is this loop with another step: supernets, single networks, evaluators, generators.</remarks>
internal sealed class TrainingLoop
{
    private const string Weights = "weights/";
    private const string Optimiser = "optimiser/";
    private const string Generators = "generator/";
    private readonly nn.Module module;
    private readonly optim.Optimizer optimizer;
    private readonly IReadOnlyDictionary<string, Rng> generators;
    private readonly string config;
    private readonly Action<StateExchange>? state;
    private readonly WeightAverage? average;
    private readonly List<double> losses = [];
    private int kept; // steps of the last checkpoint
    private (int Step, double Rate) now;

    /// <param name="config">Everything that determines the trajectory, as text; a checkpoint of another one is not continued.</param>
    /// <param name="module">What is trained.</param>
    /// <param name="optimizer">What trains it.</param>
    /// <param name="generators">Every generator that a step draws from, by name.</param>
    /// <param name="state">Exchanges whatever else the steps change.</param>
    /// <param name="average">Follows the weights, and takes their place at the end; null for none.</param>
    public TrainingLoop(
        string config, nn.Module module, optim.Optimizer optimizer, IReadOnlyDictionary<string, Rng>? generators = null, Action<StateExchange>? state = null, WeightAverage? average = null) =>
        (this.config, this.module, this.optimizer, this.generators, this.state, this.average) = (config, module, optimizer, generators ?? new Dictionary<string, Rng>(), state, average);

    /// <summary>Loss of every step so far.</summary>
    public IReadOnlyList<double> Losses => losses;

    /// <summary>Runs the steps that are still to do.</summary>
    /// <param name="steps">Steps in all.</param>
    /// <param name="learningRate">Learning rate of a step.</param>
    /// <param name="step">Computes the loss of a step with its gradient graph, in its own dispose scope; a scalar tensor.</param>
    /// <param name="checkpoint">Where to continue from and to save to.</param>
    /// <param name="saveEvery">Steps between two checkpoints.</param>
    /// <param name="progress">Told about every step.</param>
    /// <param name="clipNorm">Largest norm of the gradient; null leaves it as it is.</param>
    public void Run(
        int steps, Func<int, double> learningRate, Func<int, Tensor> step, ICheckpoint checkpoint, int saveEvery,
        IProgress<Progress>? progress = null, double? clipNorm = null) =>
        Run(
            steps, learningRate, i =>
            {
                var loss = step(i);
                loss.backward();
                return loss.item<float>();
            },
            checkpoint, saveEvery, progress, clipNorm);

    /// <summary>The same with steps that run backward themselves.</summary>
    /// <param name="steps">Steps in all.</param>
    /// <param name="learningRate">Learning rate of a step.</param>
    /// <param name="step">Accumulates the gradient of a step and gives its loss, in its own dispose scope.</param>
    /// <param name="checkpoint">Where to continue from and to save to.</param>
    /// <param name="saveEvery">Steps between two checkpoints.</param>
    /// <param name="progress">Told about every step.</param>
    /// <param name="clipNorm">Largest norm of the gradient; null leaves it as it is.</param>
    /// <exception cref="NasKitException">The loss, the gradient or a weight is no longer finite; the checkpoint before it is kept.</exception>
    public void Run(
        int steps, Func<int, double> learningRate, Func<int, double> step, ICheckpoint checkpoint, int saveEvery,
        IProgress<Progress>? progress = null, double? clipNorm = null)
    {
        Resume(checkpoint);
        module.train();
        var parameters = module.parameters().ToArray();
        for (var i = losses.Count; i < steps; i++)
        {
            using (var scope = NewDisposeScope())
            {
                now = (i, learningRate(i));
                Backend.SetLearningRate(optimizer, now.Rate);
                Backend.DropGradients(module);
                var loss = step(i);
                CheckFinite(loss, "loss");
                losses.Add(loss);
                if (clipNorm is { } norm)
                {
                    CheckFinite(nn.utils.clip_grad_norm_(parameters, norm), "gradient's norm");
                }

                optimizer.step();
                average?.Update(i);
            }

            progress?.Report(new(i + 1, steps, $"loss {losses[^1].ToString("0.0000", CultureInfo.InvariantCulture)}"));
            if ((i + 1) % saveEvery == 0 || i + 1 == steps)
            {
                CheckWeights(parameters);
                Save(checkpoint);
                kept = i + 1;
            }
        }

        // What training needed beside the weights is of no use afterwards.
        Backend.DropGradients(module);
        average?.Apply();
        module.eval();
        Backend.ReleaseMemory();
    }

    /// <summary>Ends the training where a number of the present step is not finite: for what a step computes beside its loss.</summary>
    /// <param name="value">The number.</param>
    /// <param name="what">What it is, as in "The … of step 3 is NaN".</param>
    /// <exception cref="NasKitException">It is not finite; the checkpoint before it is kept.</exception>
    public void CheckFinite(double value, string what)
    {
        if (!double.IsFinite(value))
        {
            throw new NasKitException(
                string.Create(CultureInfo.InvariantCulture, $"The {what} of step {now.Step + 1} is {value} at the learning rate {now.Rate:R}: training has diverged."),
                string.Create(CultureInfo.InvariantCulture, $"Lower the learning rate or clip the gradient.{(kept == 0 ? "" : $" The checkpoint of step {kept}, the last that is finite, is kept.")}"));
        }
    }

    // A step can spoil the weights although its loss is finite; the next loss would tell only after they were saved.
    private void CheckWeights(TorchSharp.Modules.Parameter[] parameters)
    {
        using var inference = no_grad();
        using var scope = NewDisposeScope();
        if (parameters.Any(parameter => !parameter.isfinite().all().item<bool>()))
        {
            CheckFinite(double.NaN, "largest weight");
        }
    }

    private void Resume(ICheckpoint checkpoint)
    {
        using var scope = NewDisposeScope();
        if (!checkpoint.TryLoad(out var snapshot) || snapshot.State.GetValueOrDefault("config") != config)
        {
            return;
        }

        module.load_state_dict(Part(snapshot, Weights));
        Backend.SetOptimizerState(optimizer, Part(snapshot, Optimiser));
        foreach (var (name, generator) in generators)
        {
            generator.State = RngState.Parse(snapshot.State[Generators + name]);
        }

        state?.Invoke(new(snapshot, reading: true));
        average?.Load(snapshot);
        losses.AddRange(snapshot.State["losses"].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(loss => double.Parse(loss, CultureInfo.InvariantCulture)));
        kept = losses.Count;
    }

    private void Save(ICheckpoint checkpoint)
    {
        using var scope = NewDisposeScope();
        var snapshot = new Snapshot();
        foreach (var (name, tensor) in module.state_dict())
        {
            snapshot.Tensors[Weights + name] = tensor;
        }

        foreach (var (name, tensor) in Backend.OptimizerState(optimizer))
        {
            snapshot.Tensors[Optimiser + name] = tensor;
        }

        foreach (var (name, generator) in generators)
        {
            snapshot.State[Generators + name] = generator.State.ToString();
        }

        state?.Invoke(new(snapshot, reading: false));
        average?.Save(snapshot);
        snapshot.State["config"] = config;
        snapshot.State["losses"] = string.Join(' ', losses.Select(loss => loss.ToString("R", CultureInfo.InvariantCulture)));
        checkpoint.Save(snapshot);
    }

    private static Dictionary<string, Tensor> Part(Snapshot snapshot, string prefix) => snapshot.Tensors
        .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value);
}
