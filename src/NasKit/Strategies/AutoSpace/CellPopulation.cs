using NasKit.Spaces;

namespace NasKit.Strategies.AutoSpace;

/// <summary>The cells of one layer: no two are the same network, none is the reference.</summary>
internal sealed class CellPopulation
{
    private const int MostTries = 1000; // for a cell that is not there yet

    private readonly CellAlphabet alphabet;
    private readonly AutoSpaceConfig config;
    private readonly DagCell? reference; // in canonical form
    private List<RatedCell> members = [];
    private Dictionary<DagCell, double> known = []; // fitness of every canonical cell that was ever tried

    public CellPopulation(CellAlphabet alphabet, AutoSpaceConfig config, Rng rng)
    {
        (this.alphabet, this.config, reference) = (alphabet, config, config.Reference?.Canonical());
        while (members.Count < config.Population)
        {
            var cell = alphabet.Sample(rng).Pruned();
            if (IsNew(cell, members))
            {
                members.Add(new(cell, 0, -1));
            }
        }
    }

    public IReadOnlyList<RatedCell> Members => members;

    /// <summary>Every cell that was ever tried, in canonical form, with its last fitness.</summary>
    public IReadOnlyList<LearnedCell> Tried => [.. known.Select(one => new LearnedCell(one.Key, one.Value))];

    /// <summary>The best, best first; of equals, the earlier.</summary>
    public IReadOnlyList<RatedCell> Best(int count) => [.. members.OrderByDescending(one => one.Fitness).Take(count)];

    /// <summary>Picks cells for an iteration: winners of tournaments, some of them mutated.</summary>
    public List<RatedCell> Pick(int iteration, Rng rng)
    {
        var picked = new List<RatedCell>();
        for (var tries = 0; picked.Count < config.Sampled; tries++)
        {
            var winner = tries < MostTries ? Tournament.Best(members, one => one.Fitness, config.Tournament, rng) : rng.Pick(members);
            var one = config.MutationProbability > 0 && rng.NextBool(config.MutationProbability) ? Child(winner, iteration, rng) : winner;
            if (IsNew(one.Cell, picked))
            {
                picked.Add(one);
            }
        }

        return picked;
    }

    /// <summary>Writes fitness back: members keep their place, children come in, and who is too many goes.</summary>
    public void WriteBack(IEnumerable<RatedCell> rated)
    {
        foreach (var one in rated)
        {
            var canonical = one.Cell.Canonical();
            known[canonical] = one.Fitness;
            var place = members.FindIndex(other => other.Cell.Canonical() == canonical);
            if (place >= 0)
            {
                members[place] = members[place] with { Fitness = one.Fitness };
            }
            else
            {
                members.Add(one);
            }
        }

        while (members.Count > config.Population)
        {
            members.Remove(config.Ageing ? members.MinBy(one => one.Born)! : members.MinBy(one => one.Fitness)!);
        }
    }

    public void Exchange(StateExchange state, string name)
    {
        state.Exchange($"{name}/members", ref members);
        state.Exchange($"{name}/known", ref known);
    }

    // It inherits half of its parent's fitness, or has what it was found to have before.
    private RatedCell Child(RatedCell parent, int iteration, Rng rng)
    {
        var cell = alphabet.Mutate(parent.Cell, rng).Pruned();
        return members.FirstOrDefault(one => one.Cell.Canonical() == cell.Canonical()) ?? new(cell, known.GetValueOrDefault(cell.Canonical(), parent.Fitness / 2), iteration);
    }

    private bool IsNew(DagCell cell, IEnumerable<RatedCell> others)
    {
        var canonical = cell.Canonical();
        return canonical != reference && others.All(other => other.Cell.Canonical() != canonical);
    }
}
