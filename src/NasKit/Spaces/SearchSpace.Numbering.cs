using System.Numerics;

namespace NasKit.Spaces;

/// <content>Numbers for architectures, and all of them in order.</content>
public sealed partial class SearchSpace
{
    private readonly int[] roots;
    private readonly RankOf[] ranks;

    /// <summary>The number of an architecture, from 0 to <see cref="Size"/> − 1.</summary>
    /// <param name="architecture">An architecture of this space.</param>
    /// <returns>Its choices read as a mixed-radix number, the first decision being the most significant; choices of decisions that do not
    /// matter take no numbers.</returns>
    /// <exception cref="ArgumentException">The architecture belongs to another space.</exception>
    /// <exception cref="NasKitException">The space has more architectures than a 64-bit number can tell apart.</exception>
    public long IndexOf(Architecture architecture)
    {
        Own(architecture);
        CheckNumbered();
        return Rank(roots, architecture.Choices.AsSpan());
    }

    /// <summary>The architecture with a number.</summary>
    /// <param name="index">From 0 to <see cref="Size"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not in that range.</exception>
    /// <exception cref="NasKitException">The space has more architectures than a 64-bit number can tell apart.</exception>
    public Architecture At(long index)
    {
        CheckNumbered();
        if (index < 0 || index >= Size)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"Architectures of {Name} are numbered 0…{Size - 1}.");
        }

        var choices = new int[Decisions.Length];
        Unrank(roots, index, choices);
        return new Architecture(this, Freeze(choices));
    }

    /// <summary>All architectures, in the order of their numbers.</summary>
    /// <exception cref="NasKitException">The space has more architectures than a 64-bit number can tell apart.</exception>
    public IEnumerable<Architecture> All()
    {
        CheckNumbered();
        return Enumerate();

        IEnumerable<Architecture> Enumerate()
        {
            for (var index = 0L; index < Size; index++)
            {
                yield return At(index);
            }
        }
    }

    // What stands below a decision: combinations in all, and for every choice those of the choices before it and the decisions it makes matter.
    private sealed record RankOf(long Combinations, long[] Before, int[][] Children);

    private RankOf RankTable(int decision)
    {
        var count = Decisions[decision].Count;
        var (before, children) = (new long[count], new int[count][]);
        var sum = BigInteger.Zero;
        for (var choice = 0; choice < count; choice++)
        {
            before[choice] = (long)sum;
            children[choice] = [.. dependants[decision].Where(child => Decisions[child].ActiveWhen!.AtLeast <= choice)];
            sum += children[choice].Aggregate(BigInteger.One, (product, child) => product * Combinations(child));
        }

        return new((long)sum, before, children);
    }

    private long Rank(int[] group, ReadOnlySpan<int> choices)
    {
        var rank = 0L;
        foreach (var decision in group)
        {
            var (table, choice) = (ranks[decision], choices[decision]);
            rank = rank * table.Combinations + table.Before[choice];
            if (table.Children[choice].Length > 0)
            {
                rank += Rank(table.Children[choice], choices);
            }
        }

        return rank;
    }

    private void Unrank(int[] group, long rank, int[] choices)
    {
        for (var i = group.Length - 1; i >= 0; i--)
        {
            var table = ranks[group[i]];
            (rank, var here) = Math.DivRem(rank, table.Combinations);
            var choice = table.Before.Length - 1;
            while (table.Before[choice] > here)
            {
                choice--;
            }

            choices[group[i]] = choice;
            Unrank(table.Children[choice], here - table.Before[choice], choices);
        }
    }

    private void CheckNumbered()
    {
        if (ranks.Length == 0)
        {
            throw new NasKitException($"Space {Name} has {(double)Size:0.0e+0} architectures, more than can be numbered (9.2e+18).", "Sample it instead.");
        }
    }
}
