using NasKit.Cost;
using NasKit.Spaces;
using NasKit.Training;
using static TorchSharp.torch;

namespace NasKit.Generators.Pnag;

/// <summary>PNAG: one generator of architectures for every budget, trained once by policy gradient against a reward.</summary>
/// <remarks>Source: Guo et al., CVPR Workshops 2023, algorithm 1. With one training budget it is an independent search for that budget.</remarks>
public sealed class Pnag : IDisposable
{
    private readonly ArchitectureGenerator generator;
    private readonly IBudgetReward reward;
    private readonly AdditiveCost cost;
    private readonly PnagConfig config;

    private Pnag(ArchitectureGenerator generator, IBudgetReward reward, AdditiveCost cost, PnagConfig config) =>
        (this.generator, this.reward, this.cost, this.config) = (generator, reward, cost, config);

    /// <summary>The budgets that it was trained on, rising.</summary>
    public IReadOnlyList<double> TrainingBudgets => generator.TrainingBudgets;

    /// <summary>Name of the reward that it was trained with.</summary>
    public string Reward => reward.Name;

    /// <summary>Loss of every training step.</summary>
    public IReadOnlyList<double> Losses { get; private set; } = [];

    /// <summary>Architectures that were sampled in training.</summary>
    public int Samples => config.Iterations * config.SamplesPerBudget * TrainingBudgets.Count;

    /// <summary>Trains a generator.</summary>
    /// <param name="cost">The cost model, and with it the space.</param>
    /// <param name="reward">What to raise: the learned evaluator, or a scalar reward.</param>
    /// <param name="budgets">Training budgets, rising; every one at least the cost of the cheapest architecture.</param>
    /// <param name="config">Settings.</param>
    /// <param name="seeds">Seeds of weights and samples.</param>
    /// <param name="checkpoint">Where to continue from.</param>
    /// <param name="progress">Told about every step.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or no architecture is within a budget.</exception>
    public static Pnag Train(
        AdditiveCost cost, IBudgetReward reward, IReadOnlyList<double> budgets, PnagConfig config, Seeds seeds,
        ICheckpoint? checkpoint = null, IProgress<Progress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(cost);
        ArgumentNullException.ThrowIfNull(reward);
        ArgumentNullException.ThrowIfNull(budgets);
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        foreach (var budget in budgets)
        {
            CheckBudget(cost, budget);
        }

        using var init = new Generator((ulong)seeds.For("weights"));
        var generator = new ArchitectureGenerator(cost.Space, budgets, config.Hidden, init);
        var rng = seeds.Rng("samples");
        var optimizer = optim.Adam(generator.parameters(), config.LearningRate);
        var loop = new TrainingLoop($"{config} {string.Join(' ', budgets)} {reward.Name}", generator, optimizer, new Dictionary<string, Rng> { ["samples"] = rng });
        loop.Run(
            config.Iterations, LearningRate.Constant(config.LearningRate),
            _ =>
            {
                var rollout = generator.Sample(budgets, config.SamplesPerBudget, rng);
                var advantages = new float[rollout.Architectures.Count];
                for (var k = 0; k < budgets.Count; k++)
                {
                    var group = rollout.Architectures.Skip(k * config.SamplesPerBudget).Take(config.SamplesPerBudget).ToArray();
                    Normalise(reward.Score(group, budgets[k]), advantages.AsSpan(k * config.SamplesPerBudget, config.SamplesPerBudget));
                }

                return -(rollout.LogProbability * tensor(advantages)).mean() - rollout.Entropy.mean() * config.Entropy;
            },
            checkpoint ?? NoCheckpoint.Instance, config.SaveEvery, progress, clipNorm: 5);
        return new Pnag(generator, reward, cost, config) { Losses = loop.Losses };
    }

    /// <summary>Draws architectures for a budget, feasible or not: what the policy itself has learned.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="count">How many.</param>
    /// <param name="rng">Source of the draws.</param>
    public IReadOnlyList<Generated> Sample(double budget, int count, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        return Draw(budget, count, rng);
    }

    /// <summary>Takes the likeliest choice of every decision for a budget.</summary>
    /// <param name="budget">The budget.</param>
    public Generated Greedy(double budget) => Draw(budget, 1, null)[0];

    /// <summary>Makes an architecture for a budget: the best feasible one of some draws and the greedy choice.</summary>
    /// <param name="budget">The budget, in the unit of the cost.</param>
    /// <param name="rng">Source of the draws.</param>
    /// <returns>The architecture with the highest reward within the budget; where no draw is feasible, the cheapest draw, which says so.</returns>
    /// <exception cref="ArgumentException">No architecture of the space is within the budget: the message says what the cheapest costs.</exception>
    public Generated Generate(double budget, Rng rng)
    {
        CheckBudget(cost, budget);
        var drawn = Sample(budget, config.Draws, rng).Append(Greedy(budget)).ToArray();
        return drawn.Where(candidate => candidate.IsFeasible).MaxBy(candidate => candidate.Score) ?? drawn.MinBy(candidate => candidate.Cost)!;
    }

    /// <summary>Makes an architecture for each of several budgets.</summary>
    /// <param name="budgets">The budgets.</param>
    /// <param name="rng">Source of the draws.</param>
    public IReadOnlyList<Generated> Frontier(IReadOnlyList<double> budgets, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(budgets);
        return [.. budgets.Select(budget => Generate(budget, rng))];
    }

    /// <summary>Releases the generator's weights.</summary>
    public void Dispose() => generator.Dispose();

    private IReadOnlyList<Generated> Draw(double budget, int each, Rng? rng)
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        var architectures = generator.Sample([budget], each, rng).Architectures;
        var scores = reward.Score(architectures, budget);
        return [.. architectures.Zip(scores, (architecture, score) => new Generated(budget, architecture, cost.Cost(architecture), score))];
    }

    // Rewards of one budget are only comparable with each other: the group's mean is the baseline, its deviation the scale.
    private static void Normalise(double[] rewards, Span<float> advantages)
    {
        var mean = rewards.Average();
        var deviation = Math.Sqrt(rewards.Average(reward => (reward - mean) * (reward - mean)));
        for (var i = 0; i < rewards.Length; i++)
        {
            advantages[i] = (float)((rewards[i] - mean) / (deviation + 1e-6));
        }
    }

    private static void CheckBudget(AdditiveCost cost, double budget)
    {
        var cheapest = cost.Cost(cost.Cheapest);
        if (!(budget >= cheapest))
        {
            throw new ArgumentException(
                $"The budget {budget:0.###} {cost.Unit} is below the cheapest architecture of {cost.Space.Name} on this device ({cheapest:0.###} {cost.Unit}, {cost.Cheapest}). "
                + $"Ask for {cheapest:0.###} {cost.Unit} or more.", nameof(budget));
        }
    }
}
