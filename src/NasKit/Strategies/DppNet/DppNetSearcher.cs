using NasKit.Pareto;
using NasKit.Spaces;

namespace NasKit.Strategies.DppNet;

/// <summary>The paper's five steps, stage by stage; after the last stage the search is over. A failed architecture is not extended.</summary>
internal sealed class DppNetSearcher(DppNetConfig config, int[][] stages, SearchProblem problem, Seeds seeds) : Searcher(problem, seeds)
{
    private readonly int[] firstToken = FirstTokens(problem.Space);
    private int stage = -1; // the one being trained
    private List<(Architecture Architecture, int Stage, double Reward)> trained = [];
    private HashSet<Architecture> asked = [];
    private Queue<Architecture> selected = [];

    protected override Proposal? Propose()
    {
        while (selected.Count == 0 && Pending == 0 && stage < stages.Length - 1)
        {
            stage++;
            var candidates = stage == 0 ? Extend([Blank()]) : Extend(trained.Where(result => result.Stage == stage - 1).Select(result => result.Architecture));
            selected = stage == 0 || candidates.Count <= config.Select ? new(candidates) : new(Select(candidates));
            asked.UnionWith(selected);
        }

        return selected.TryDequeue(out var next) ? Asking(next) : null;
    }

    protected override void Learn(Trial trial) => trained.Add((trial.Architecture, stage, Problem.Reward(trial)));

    protected override void Exchange(SearcherState state)
    {
        state.Exchange("stage", ref stage);
        state.Exchange("trained", ref trained);
        state.Exchange("asked", ref asked);
        state.Exchange("selected", ref selected);
    }

    private Architecture Blank() => Space.Create([.. Space.Decisions.Select(_ => config.Absent)]);

    // Step 2: everything that extends a kept architecture by the stage's decisions and was not trained before.
    private List<Architecture> Extend(IEnumerable<Architecture> parents)
    {
        var extended = parents.ToHashSet();
        foreach (var decision in stages[stage])
        {
            extended = [.. extended.SelectMany(parent => Enumerable.Range(0, Space.Decisions[decision].Count).Select(choice => With(parent, decision, choice)))];
        }

        return [.. extended.Where(architecture => !asked.Contains(architecture))];
    }

    // Steps 3 and 4: predicted accuracy and known costs; the K on the foremost fronts.
    private Architecture[] Select(List<Architecture> candidates)
    {
        var regressor = new SequenceRegressor(Features.Count(Space), config.Hidden, Rng);
        if (trained.Count > 0)
        {
            var (low, high) = (trained.Min(result => result.Reward), trained.Max(result => result.Reward));
            regressor.Train(
                trained.ConvertAll(result => Sequence(result.Architecture, result.Stage)),
                trained.ConvertAll(result => high > low ? (result.Reward - low) / (high - low) : 0.5), config.Epochs, config.LearningRate);
        }

        var predicted = candidates.ConvertAll(candidate => (Architecture: candidate, Predicted: regressor.Predict(Sequence(candidate, stage))));
        var points = predicted.ConvertAll(candidate =>
        {
            var costs = Problem.KnownCosts!(candidate.Architecture);
            return new[] { -candidate.Predicted }.Concat(costs.Select((cost, m) => Problem.Objectives[m + 1].Direction.ToMinimised(cost))).ToArray();
        });
        Architecture[] taken = [.. FrontSelection.Take(PointSet.From(points), config.Select).Select(i => candidates[i])];
        config.Watch?.Invoke(new(stage + 1, predicted, taken));
        return taken;
    }

    // The operators in the order in which the stages place them. Equal operators are equal tokens wherever they stand, so that a new stage's are known.
    private int[] Sequence(Architecture architecture, int upTo) =>
        [.. stages.Take(upTo + 1).SelectMany(decisions => decisions).Select(decision => firstToken[decision] + architecture.Choices[decision])];

    private Architecture With(Architecture parent, int decision, int choice)
    {
        var choices = parent.Choices.ToArray();
        choices[decision] = choice;
        return Space.Create(choices);
    }

    private static int[] FirstTokens(SearchSpace space)
    {
        var (first, known, next) = (new int[space.Decisions.Length], new Dictionary<string, int>(), 0);
        for (var i = 0; i < first.Length; i++)
        {
            var name = $"{space.Decisions[i].Kind}: {string.Join(' ', space.Decisions[i].Labels)}";
            if (!known.TryGetValue(name, out first[i]))
            {
                known.Add(name, first[i] = next);
                next += space.Decisions[i].Count;
            }
        }

        return first;
    }
}
