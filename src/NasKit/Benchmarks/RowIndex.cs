using NasKit.Spaces;

namespace NasKit.Benchmarks;

/// <summary>Finds the row of an architecture: by its number in small spaces, by hash in large ones.</summary>
internal sealed class RowIndex
{
    // 16 MiB of row numbers at most.
    private const int LargestDense = 1 << 22;
    private readonly SearchSpace space;
    private readonly int[]? dense; // row + 1 by number, 0 where there is none
    private readonly List<int> numbers = [];
    private readonly Dictionary<Architecture, int>? sparse;
    private readonly List<Architecture> architectures = [];

    public RowIndex(SearchSpace space)
    {
        this.space = space;
        if (space.Size <= LargestDense)
        {
            dense = new int[(int)space.Size];
        }
        else
        {
            sparse = [];
        }
    }

    public int Count => dense is null ? architectures.Count : numbers.Count;

    /// <summary>Adds the next row.</summary>
    /// <returns>The earlier row of the same architecture, or -1.</returns>
    public int Add(Architecture architecture)
    {
        if (Find(architecture) is >= 0 and var earlier)
        {
            return earlier;
        }

        if (dense is null)
        {
            sparse![architecture] = architectures.Count;
            architectures.Add(architecture);
        }
        else
        {
            var number = (int)space.IndexOf(architecture);
            numbers.Add(number);
            dense[number] = numbers.Count;
        }

        return -1;
    }

    /// <summary>The row of an architecture, or -1.</summary>
    public int Find(Architecture architecture) => dense is not null ? dense[space.IndexOf(architecture)] - 1
        : sparse!.TryGetValue(architecture, out var row) ? row : -1;

    /// <summary>The architecture of a row.</summary>
    public Architecture At(int row) => dense is null ? architectures[row] : space.At(numbers[row]);
}
