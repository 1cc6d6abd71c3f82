using NasKit.Pareto;
using NasKit.Spaces;

namespace NasKit.Strategies.Cenas;

/// <summary>Generation after generation: label, learn, breed from the positives, evaluate the children of highest probability. A failed child is left out.</summary>
internal sealed class CenasSearcher(CenasConfig config, SearchProblem problem, Seeds seeds) : Searcher(problem, seeds)
{
    private List<Member> evaluated = [];
    private HashSet<Architecture> asked = [];
    private Queue<Architecture> chosen = [];

    protected override Proposal? Propose()
    {
        if (chosen.Count == 0 && asked.Count >= config.Initial && Pending == 0 && evaluated.Count >= 2)
        {
            Generate();
        }

        if (chosen.TryDequeue(out var next))
        {
            return Asking(next);
        }

        if (asked.Count >= config.Initial && Pending > 0)
        {
            return null; // the generation ends first
        }

        return Unseen.Sample(Space, asked, Rng) is { } random && asked.Add(random) ? Asking(random) : null;
    }

    protected override void Learn(Trial trial) => evaluated.Add(new(trial.Architecture, Problem.Minimised(trial)));

    protected override void Exchange(SearcherState state)
    {
        state.Exchange("evaluated", ref evaluated);
        state.Exchange("asked", ref asked);
        state.Exchange("chosen", ref chosen);
    }

    private void Generate()
    {
        var scale = ObjectiveScale.Of(evaluated.ConvertAll(member => member.Objectives), config.Worst is { } worst ? Problem.Objectives[0].Direction.ToMinimised(worst) : null);
        var points = PointSet.From(evaluated.ConvertAll(member => scale.Apply(member.Objectives)));
        var labels = Labels.Of(points, config.References, config.Regulate, config.LowestRate, config.HighestRate);
        var parents = evaluated.Where((_, i) => labels.Positive[i]).Select(member => member.Architecture).ToArray();
        var children = Breed(parents.Length > 0 ? parents : [.. evaluated.Select(member => member.Architecture)]);
        var classifier = config.Classifier ? Fit(labels) : null;
        var ordered = children.ConvertAll(child => (Architecture: child, Probability: classifier?.Predict(child) ?? 0.5))
            .OrderByDescending(child => child.Probability).ToArray();
        config.Watch?.Invoke(new(points, scale, labels, ordered));
        chosen = new(ordered.Take(config.Evaluated).Select(child => child.Architecture));
        asked.UnionWith(chosen);
    }

    // From scratch each time, as labels change with the references; positives weigh as much as negatives in all.
    private Perceptron Fit(Labels labels)
    {
        var classifier = new Perceptron(Space, PerceptronLoss.Logistic, Rng);
        var weight = labels.Rate is > 0 and < 1 ? (1 - labels.Rate) / labels.Rate : 1;
        classifier.Train(
            evaluated.ConvertAll(member => member.Architecture), [.. labels.Positive.Select(positive => positive ? 1.0 : 0)],
            [.. labels.Positive.Select(positive => positive ? weight : 1)], config.Steps, config.LearningRate, config.WeightDecay);
        return classifier;
    }

    private List<Architecture> Breed(Architecture[] parents)
    {
        const int triesEach = 10;
        var children = new HashSet<Architecture>();
        for (var tries = triesEach * config.Children; tries > 0 && children.Count < config.Children; tries--)
        {
            var child = Space.Crossover(Rng.Pick(parents), Rng.Pick(parents), Rng);
            child = Space.Redraw(child, 1.0 / Space.Decisions.Length, Rng);
            if (!asked.Contains(child))
            {
                children.Add(child);
            }
        }

        return [.. children];
    }
}
