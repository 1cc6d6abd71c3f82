using NasKit.Spaces;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Generators;

/// <summary>Architectures sampled by a generator, with what a policy gradient needs.</summary>
/// <param name="Architectures">One architecture for each row, row by row of the budgets.</param>
/// <param name="LogProbability">Log-probability of each, over the decisions that matter: float32 [n]; in the caller's scope.</param>
/// <param name="Entropy">Entropy of the policy along each, in nats: float32 [n]; in the caller's scope.</param>
internal sealed record Rollout(IReadOnlyList<Architecture> Architectures, Tensor LogProbability, Tensor Entropy);

/// <summary>A conditional policy over architectures: an LSTM that takes the decisions of a space one after the other, given a budget.</summary>
/// <remarks>
/// The token layout is the space's own: one token for each decision in order; decisions of one kind share an embedding and a head; a decision that
/// does not matter is left at 0 and counts neither in the probability nor in the entropy. Source: PNAG, section 3.1, and the authors' code (one
/// LSTM cell, parameters U(−0.1, 0.1)). Differs: the budget's vector is added to every input, not only to the first; with the
/// first alone one policy serves all budgets.
/// </remarks>
internal sealed class ArchitectureGenerator : nn.Module<Tensor, Tensor>
{
    private const double Bound = 0.1;
    private readonly SearchSpace space;
    private readonly int hidden;
    private readonly LSTMCell cell;
    private readonly BudgetEmbedding budgets;
    private readonly ModuleList<Dense> heads = new();
    private readonly ParameterList embeddings = new();
    private readonly int[] kinds;

    public ArchitectureGenerator(SearchSpace space, IReadOnlyList<double> trainingBudgets, int hidden, Generator init) : base(nameof(ArchitectureGenerator))
    {
        (this.space, this.hidden) = (space, hidden);
        budgets = new BudgetEmbedding(trainingBudgets, hidden, init);
        cell = nn.LSTMCell(hidden, hidden);
        using (no_grad())
        {
            foreach (var parameter in cell.parameters())
            {
                parameter.uniform_(-Bound, Bound, init);
            }
        }

        var names = space.Decisions.Select(decision => decision.Kind).Distinct().ToArray();
        kinds = [.. space.Decisions.Select(decision => Array.IndexOf(names, decision.Kind))];
        foreach (var name in names)
        {
            var counts = space.Decisions.Where(decision => decision.Kind == name).Select(decision => decision.Count).Distinct().ToArray();
            if (counts.Length > 1)
            {
                throw new ArgumentException($"Decisions of kind {name} have {string.Join(" and ", counts)} choices; one kind shares one head and needs one number.", nameof(space));
            }

            heads.Add(new Dense(hidden, counts[0], init, Bound));
            embeddings.Add(Weights.Uniform([counts[0], hidden], -Bound, Bound, init));
        }

        RegisterComponents();
    }

    public IReadOnlyList<double> TrainingBudgets => budgets.Budgets;

    /// <summary>The budgets' vectors. float32 [n, K] -> [n, hidden].</summary>
    public override Tensor forward(Tensor interpolation) => budgets.call(interpolation);

    /// <summary>Samples architectures, or takes the likeliest choice of each decision.</summary>
    /// <param name="budgets">The budgets.</param>
    /// <param name="each">Architectures for each budget.</param>
    /// <param name="rng">Source of the draws; null takes the likeliest choices.</param>
    public Rollout Sample(IReadOnlyList<double> budgets, int each, Rng? rng)
    {
        var rows = budgets.Count * each;
        var condition = call(this.budgets.Interpolation(budgets)).unsqueeze(1).expand(budgets.Count, each, hidden).reshape(rows, hidden); // [n, hidden]
        var input = condition;
        var h = zeros(rows, hidden);
        var c = zeros(rows, hidden);
        var choices = new int[rows][];
        for (var row = 0; row < rows; row++)
        {
            choices[row] = new int[space.Decisions.Length];
        }

        var widths = kinds.Select(kind => space.Decisions[Array.IndexOf(kinds, kind)].Count).ToArray();
        var total = widths.Sum();
        var chosen = new float[rows * total];
        var active = new float[rows * total];
        var logits = new Tensor[kinds.Length];
        var next = new long[rows];
        for (var (t, offset) = (0, 0); t < kinds.Length; offset += widths[t], t++)
        {
            (h, c) = cell.call(input, (h, c));
            logits[t] = heads[kinds[t]].call(h).log_softmax(1); // [n, choices]
            var probabilities = logits[t].detach().data<float>().ToArray();
            for (var row = 0; row < rows; row++)
            {
                next[row] = 0;
                if (space.IsActive(choices[row], t))
                {
                    var choice = Pick(probabilities.AsSpan(row * widths[t], widths[t]), rng);
                    choices[row][t] = choice;
                    next[row] = choice;
                    chosen[row * total + offset + choice] = 1;
                    active.AsSpan(row * total + offset, widths[t]).Fill(1);
                }
            }

            input = embeddings[kinds[t]].index_select(0, tensor(next)) + condition;
        }

        var log = cat(logits, 1); // [n, total]
        return new(
            [.. choices.Select(choice => space.Create(choice))],
            (log * tensor(chosen, [rows, total])).sum(1),
            -(log.exp() * log * tensor(active, [rows, total])).sum(1));
    }

    private static int Pick(ReadOnlySpan<float> logProbabilities, Rng? rng)
    {
        if (rng is null)
        {
            var best = 0;
            for (var i = 1; i < logProbabilities.Length; i++)
            {
                best = logProbabilities[i] > logProbabilities[best] ? i : best;
            }

            return best;
        }

        var draw = rng.NextDouble();
        for (var i = 0; i < logProbabilities.Length - 1; i++)
        {
            draw -= Math.Exp(logProbabilities[i]);
            if (draw < 0)
            {
                return i;
            }
        }

        return logProbabilities.Length - 1;
    }
}
