using NasKit.Spaces;

namespace NasKit.Strategies.BayesianOptimisation;

/// <summary>How much two token strings have in common: all common subsequences, each weighted by decay to the length that it spans in both.</summary>
/// <remarks>Source: Lodhi et al., JMLR 2, 2002: K = Σ over q = 1…p of K_q by their recursion, normalised to k(s, s) = 1.</remarks>
internal sealed class StringKernel(SearchSpace space, int length, double decay, bool positional)
{
    private readonly int[] firstToken = FirstTokens(space, positional);

    /// <summary>The tokens of an architecture: its choices in the order of the decisions, those that do not matter left out.</summary>
    public int[] Tokens(Architecture architecture)
    {
        var choices = architecture.Choices;
        return [.. Enumerable.Range(0, choices.Length).Where(i => space.IsActive(choices.AsSpan(), i)).Select(i => firstToken[i] + choices[i])];
    }

    /// <summary>The kernel before it is normalised.</summary>
    public double Raw(ReadOnlySpan<int> s, ReadOnlySpan<int> t)
    {
        // shorter[i, j]: K' of the prefixes s[..i], t[..j] for subsequences one shorter, weighted to the ends of the prefixes.
        var (rows, columns) = (s.Length + 1, t.Length + 1);
        Span<double> shorter = stackalloc double[rows * columns];
        Span<double> longer = stackalloc double[rows * columns];
        shorter.Fill(1);
        var (sum, square) = (0.0, decay * decay);
        for (var q = 1; q <= length; q++)
        {
            longer.Clear();
            for (var i = 1; i < rows; i++)
            {
                var run = 0.0; // Σ over matches j' ≤ j of λ^(j − j' + 2) K'
                for (var j = 1; j < columns; j++)
                {
                    run *= decay;
                    if (s[i - 1] == t[j - 1])
                    {
                        var common = square * shorter[(i - 1) * columns + j - 1];
                        run += common;
                        sum += common;
                    }

                    longer[i * columns + j] = decay * longer[(i - 1) * columns + j] + run;
                }
            }

            var swap = shorter;
            shorter = longer;
            longer = swap;
        }

        return sum;
    }

    private static int[] FirstTokens(SearchSpace space, bool positional)
    {
        var first = new int[space.Decisions.Length];
        var (next, known) = (0, new Dictionary<string, int>());
        for (var i = 0; i < first.Length; i++)
        {
            var decision = space.Decisions[i];
            var name = positional ? decision.Name : $"{decision.Kind}: {string.Join(' ', decision.Labels)}";
            if (!known.TryGetValue(name, out first[i]))
            {
                known.Add(name, first[i] = next);
                next += decision.Count;
            }
        }

        return first;
    }
}
