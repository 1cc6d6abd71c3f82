using NasKit.Data;
using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Supernets;
using NasKit.Training;

namespace NasKit.Strategies.AutoSpace;

/// <summary>Searches for a search space: every layer of a skeleton has a population of small cells, a few of which stand side by side in its weighted sum; back-propagation says how good they are.</summary>
/// <remarks>
/// Each iteration (1) picks K cells a layer by tournament, some mutated, and adds the reference; their scores α start at their fitness; (2) trains for T steps with
/// x' = Σ softmax(α / τ)ₖ cellₖ(x), the weights by SGD, the scores by Adam; (3) writes back f ← (1 − ρ) f + ρ (α − mean α) − λ (c − mean c) / c_ref, c being multiply-accumulates, takes children in and
/// trims the population. Source: Zhou et al., AutoSpace, ICCV 2021: abstract and figure 2. Its equations and numbers were not at hand and no code was published: the formulas here are
/// reconstructions. Weights belong to an edge and operator of a layer, so that a child inherits all but the edge that changed. Differs from the plan: costs are centred in a group as
/// scores are, for otherwise every cell that is tried falls behind those that are not.
/// </remarks>
public static class AutoSpace
{
    /// <summary>Searches.</summary>
    /// <param name="skeleton">What is searched for cells.</param>
    /// <param name="alphabet">The cells.</param>
    /// <param name="images">Images that weights and scores learn from.</param>
    /// <param name="config">Settings.</param>
    /// <param name="seeds">Seeds of weights, populations, tournaments and the order of images.</param>
    /// <param name="checkpoint">Where to continue from.</param>
    /// <param name="progress">Told about every step.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    /// <exception cref="NasKitException">More memory would be needed than is free, or the training diverged.</exception>
    public static AutoSpaceResult Run(
        CellSkeleton skeleton, CellAlphabet alphabet, ImageDataSet images, AutoSpaceConfig config, Seeds seeds, ICheckpoint? checkpoint = null, IProgress<Progress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(skeleton);
        ArgumentNullException.ThrowIfNull(alphabet);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(config);
        config.Validate(alphabet);
        var (rng, noise) = (seeds.Rng("evolution"), seeds.Rng("noise"));
        var populations = skeleton.Layers.Select(_ => new CellPopulation(alphabet, config, rng)).ToArray();
        var some = skeleton.Of($"{skeleton.Name}-some", [.. populations.Select(population => population.Members.Take(config.Sampled + 1).Select(one => one.Cell).ToArray())]);
        MemoryEstimate.Of(some, config.Training.Batch, allPaths: true).Check($"A search of {skeleton.Name}");
        var bank = new MixtureSupernet(skeleton.Bank(alphabet), seeds.For("weights"));
        var relaxation = new SoftmaxRelaxation(config.Temperature);
        var (ofReference, iterations, losses) = (new double[skeleton.Layers.Length], new List<AutoSpaceIteration>(), new List<double>());
        CellGroup? group = null;
        var steps = images.Steps(config.Training.Batch, dropLast: true); // of an epoch
        try
        {
            var all = ImageTraining.Run(
                bank, Step, images, config.Training, seeds, new Dictionary<string, Rng> { ["evolution"] = rng, ["noise"] = noise }, Exchange, checkpoint ?? NoCheckpoint.Instance, progress, $" {skeleton} {alphabet} {config}");
            Close();
            return new(skeleton, bank, [.. populations.Select(population => population.Best(config.Population))], iterations, all, [.. populations.Select(population => population.Tried)], config.Kept);
        }
        catch
        {
            bank.Dispose();
            throw;
        }

        double Step(ImageStep step)
        {
            var taken = step.Epoch * steps + step.Index;
            if (taken % config.StepsPerIteration == 0)
            {
                Close();
                group = new(Pick(), skeleton, bank, config);
            }

            using var scores = group!.Scores.ToTensor();
            var estimate = relaxation.Estimate(scores, mixture => step.Loss(group.Network.call(step.X, mixture)), noise, (double)taken / (steps * config.Training.Epochs));
            estimate.CheckFinite(step);
            group.Step(estimate);
            step.CheckFinite(group.Scores.Furthest, "furthest score");
            losses.Add(estimate.Loss);
            return estimate.Loss;
        }

        List<List<RatedCell>> Pick() => [.. populations.Select((population, layer) => (List<RatedCell>)[
            .. population.Pick(iterations.Count, rng), .. config.Reference is { } reference ? new[] { new RatedCell(reference, ofReference[layer], -1) } : []])];

        void Close()
        {
            if (group is null)
            {
                return;
            }

            var layers = new List<AutoSpaceLayer>();
            for (var layer = 0; layer < populations.Length; layer++)
            {
                var rated = group.Rated(layer);
                if (config.Reference is not null)
                {
                    ofReference[layer] = rated[^1].Fitness;
                }

                populations[layer].WriteBack(rated.SkipLast(config.Reference is null ? 0 : 1));
                var (members, place) = (populations[layer].Best(config.Population), layer);
                layers.Add(new(
                    rated, group.WeightsOf(layer), [.. members.Select(one => one.Fitness)], members.Take(config.Kept).Average(one => (double)skeleton.At(place, one.Cell).Macs),
                    MeanDistance([.. members.Select(one => one.Cell)])));
            }

            iterations.Add(new(losses.Average(), layers));
            losses.Clear();
            group = null;
        }

        void Exchange(StateExchange state)
        {
            for (var layer = 0; layer < populations.Length; layer++)
            {
                populations[layer].Exchange(state, $"layer{layer + 1}");
            }

            var cells = group?.Cells ?? [];
            state.Exchange("group/cells", ref cells);
            state.Exchange("references", ofReference);
            state.Exchange("iterations", ref iterations);
            state.Exchange("group/losses", ref losses);
            group ??= new(cells, skeleton, bank, config); // there was a step before any state was saved
            group.Exchange(state);
        }
    }

    private static double MeanDistance(DagCell[] cells) =>
        cells.Length < 2 ? 0 : cells.SelectMany((cell, i) => cells.Skip(i + 1).Select(other => (double)cell.Distance(other))).Average();
}
