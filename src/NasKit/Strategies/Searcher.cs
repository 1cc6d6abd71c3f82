using NasKit.Spaces;

namespace NasKit.Strategies;

/// <summary>What every searcher does alike: numbers its proposals, remembers which are pending, saves and loads its state.</summary>
/// <param name="problem">What is searched for.</param>
/// <param name="seeds">The root of its randomness.</param>
internal abstract class Searcher(SearchProblem problem, Seeds seeds) : ISearcher
{
    private HashSet<long> pending = [];
    private long asked;

    protected SearchProblem Problem { get; } = problem;

    protected SearchSpace Space { get; } = problem.Space;

    /// <summary>The one generator of the search.</summary>
    protected Rng Rng { get; } = seeds.Rng("search");

    /// <summary>How many proposals wait for their values.</summary>
    protected int Pending => pending.Count;

    public virtual Architecture? Recommended => null;

    public IReadOnlyList<Proposal> Ask(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var proposals = new List<Proposal>(count);
        while (proposals.Count < count && Propose() is { } proposal)
        {
            pending.Add(proposal.Id);
            proposals.Add(proposal);
        }

        return proposals;
    }

    public void Tell(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        if (!pending.Remove(trial.Proposal.Id))
        {
            throw new ArgumentException($"Proposal {trial.Proposal.Id} ({trial.Architecture}) is not pending; tell each proposal once.", nameof(trial));
        }

        if (trial.Failed)
        {
            Fail(trial);
            return;
        }

        if (trial.Values.Length != Problem.Objectives.Length || trial.Values.Any(value => !double.IsFinite(value)))
        {
            throw new ArgumentException(
                $"Proposal {trial.Proposal.Id} needs {Problem.Objectives.Length} finite values, got [{string.Join(", ", trial.Values)}]; tell it as failed.", nameof(trial));
        }

        Learn(trial);
    }

    public Snapshot Save()
    {
        var state = SearcherState.Writing(Space, GetType().Name);
        ExchangeAll(state);
        return state.Snapshot;
    }

    public void Load(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ExchangeAll(SearcherState.Reading(Space, GetType().Name, snapshot));
    }

    /// <summary>The next proposal, made by <see cref="Asking"/>; null to wait for what is pending, or at the end.</summary>
    protected abstract Proposal? Propose();

    /// <summary>Learns from a trial that succeeded.</summary>
    protected abstract void Learn(Trial trial);

    /// <summary>What a failed trial means; nothing unless the strategy says otherwise.</summary>
    protected virtual void Fail(Trial trial)
    {
    }

    /// <summary>Puts every field that changes into the state, or takes it from there.</summary>
    protected abstract void Exchange(SearcherState state);

    protected Proposal Asking(Architecture architecture, double? budget = null, Architecture? parent = null) => new(asked++, architecture, budget, parent);

    private void ExchangeAll(SearcherState state)
    {
        state.Exchange("searcher/asked", ref asked);
        state.Exchange("searcher/pending", ref pending);
        state.Exchange("rng", Rng);
        Exchange(state);
    }
}
