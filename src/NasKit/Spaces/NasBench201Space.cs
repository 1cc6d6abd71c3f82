using System.Collections.Immutable;

namespace NasKit.Spaces;

/// <summary>NAS-Bench-201, the topology space of NATS-Bench: a cell of four nodes whose six edges are each one of five operators.</summary>
/// <remarks>The string form is the benchmark's, <c>|op~0|+|op~0|op~1|+|op~0|op~1|op~2|</c>; six digits in the same order of edges
/// (0 none, 1 skip, 2 1×1 convolution, 3 3×3 convolution, 4 average pool) are read too. Source: Dong and Yang, ICLR 2020, and the released code.</remarks>
public static class NasBench201Space
{
    private static readonly (int From, int To)[] Edges = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)];

    /// <summary>Names of the five operators, in the order of their digits.</summary>
    public static ImmutableArray<string> OperatorNames { get; } = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"];

    /// <summary>The benchmark's networks for CIFAR-10: 15 cells of 16, 32 and 64 channels.</summary>
    public static SearchSpace Cifar10 { get; } = Build("nas-bench-201", TaskShape.Cifar10, 16, 5);

    /// <summary>The same networks for CIFAR-100.</summary>
    public static SearchSpace Cifar100 { get; } = Build("nas-bench-201-cifar100", TaskShape.Cifar100, 16, 5);

    /// <summary>The same networks for ImageNet16-120.</summary>
    public static SearchSpace ImageNet16 { get; } = Build("nas-bench-201-imagenet16", TaskShape.ImageNet16, 16, 5);

    /// <summary>The small form for 28×28 grey images (NB201-28): 3 cells of 8, 16 and 32 channels.</summary>
    public static SearchSpace Laptop { get; } = Build("nb201-28", TaskShape.FashionMnist, 8, 1);

    /// <summary>Weights for <see cref="SearchSpace.Mutate(Architecture, ReadOnlySpan{double}, Rng)"/> that pick a node first and then one of its
    /// incoming edges, as the benchmark's own evolution does.</summary>
    public static ImmutableArray<double> NodeFirstWeights { get; } = [.. Edges.Select(edge => 1.0 / (3 * edge.To))];

    /// <summary>Builds the space at another width or depth.</summary>
    /// <param name="name">Name of the space.</param>
    /// <param name="task">What its networks are built for; height and width divisible by 4.</param>
    /// <param name="channels">Channels C of the first cells; the later ones have 2C and 4C.</param>
    /// <param name="cells">Cells in each of the three stages.</param>
    /// <param name="searching">Whether it is the form that weight sharing searches: without <c>none</c> (so digits count from <c>skip_connect</c>), and with
    /// normalisations in cells that learn no scale and shift. Strings are the same, so that the benchmark's table can be asked about them.</param>
    /// <param name="stemStride">Stride of the first convolution, 1 or 2.</param>
    /// <exception cref="ArgumentException">The images cannot be halved twice.</exception>
    /// <remarks>Where a side is odd, the mean beside a reduction is over 3×3 instead of 2×2 places. Source of the search form: Li et al., GAEA, ICLR 2021, released code (<c>exclude_zero</c>).</remarks>
    public static SearchSpace Build(string name, TaskShape task, int channels, int cells, bool searching = false, int stemStride = 1)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(cells, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stemStride, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stemStride, 2);
        if (task.Input.Height % 4 != 0 || task.Input.Width % 4 != 0)
        {
            throw new ArgumentException($"Images of {task.Input} cannot be halved twice, expected a height and width divisible by 4.", nameof(task));
        }

        var graph = new NetworkGraph.Builder(task.Input);
        graph.Fixed(shape => new ConvolutionSpec(shape, channels, 3, stemStride, Activation.None));
        for (var stage = 0; stage < 3; stage++)
        {
            if (stage > 0)
            {
                Reduce(graph, channels << stage);
            }

            for (var cell = 0; cell < cells; cell++)
            {
                Cell(graph, $"cell{stage * cells + cell + 1}", searching);
            }
        }

        graph.Fixed(shape => new NormalisationSpec(shape, Activation.ReLU));
        graph.Fixed(shape => new GlobalPoolSpec(shape));
        graph.Fixed(shape => new ClassifierSpec(shape, task.Classes));
        var operators = searching ? OperatorNames[1..] : OperatorNames;
        return new SearchSpace(
            name, task, Edges.Select(edge => new Decision($"edge{edge.From}>{edge.To}", "operator", operators)), graph.Build(), new NasBench201Format());
    }

    /// <summary>Describes what a cell computes, so that cells with equal descriptions are isomorphic: 6,466 of them differ.</summary>
    /// <param name="architecture">An architecture of this space.</param>
    /// <remarks>A node is the sorted sum of what arrives; a skip adds nothing to the description, and an edge that is not there, or that reads
    /// nothing but such an edge, is described as nothing. This is the benchmark's own rule, which still tells some equivalent cells apart;
    /// which ones depends on the order of the operators' names.</remarks>
    public static string IsomorphismClass(Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        const string nothing = "#";
        var nodes = new string[4];
        nodes[0] = "0";
        for (var to = 1; to < nodes.Length; to++)
        {
            var arriving = Enumerable.Range(0, Edges.Length).Where(edge => Edges[edge].To == to).Select(edge =>
            {
                var (from, chosen) = (nodes[Edges[edge].From], architecture.Space.Decisions[edge].Labels[architecture.Choices[edge]]);
                return chosen == OperatorNames[0] || from == nothing ? nothing : chosen == OperatorNames[1] ? from : $"({from})@{chosen}";
            });
            nodes[to] = string.Join('+', arriving.Order(StringComparer.Ordinal));
        }

        return nodes[^1];
    }

    private static void Cell(NetworkGraph.Builder graph, string name, bool searching)
    {
        graph.BeginCell();
        var nodes = new int[4];
        nodes[0] = graph.Last;
        for (var to = 1; to < nodes.Length; to++)
        {
            var arriving = new List<int>();
            for (var edge = 0; edge < Edges.Length; edge++)
            {
                if (Edges[edge].To == to)
                {
                    arriving.Add(graph.Slot($"{name}.edge{Edges[edge].From}>{to}", shape => Candidates(shape, searching), [edge], nodes[Edges[edge].From], sharesWeights: false));
                }
            }

            nodes[to] = arriving.Count == 1 ? arriving[0] : graph.Sum([.. arriving]);
        }
    }

    private static IEnumerable<OperatorSpec> Candidates(TensorShape shape, bool searching) =>
    [
        .. searching ? [] : new OperatorSpec[] { new ZeroSpec(shape) }, new IdentitySpec(shape),
        new ConvolutionSpec(shape, shape.Channels, 1, 1, Activation.None, Before: Activation.ReLU, Affine: !searching),
        new ConvolutionSpec(shape, shape.Channels, 3, 1, Activation.None, Before: Activation.ReLU, Affine: !searching),
        new PoolSpec(shape, Pooling.Average, 3, 1),
    ];

    // Two 3×3 convolutions, the first with stride 2, beside a mean over 2×2 (3×3 where a side is odd) and a 1×1 convolution without normalisation.
    private static void Reduce(NetworkGraph.Builder graph, int channels)
    {
        var input = graph.Last;
        graph.Fixed(shape => new ConvolutionSpec(shape, channels, 3, 2, Activation.None, Before: Activation.ReLU));
        var main = graph.Fixed(shape => new ConvolutionSpec(shape, channels, 3, 1, Activation.None, Before: Activation.ReLU));
        graph.Fixed(shape => new PoolSpec(shape, Pooling.Average, shape.Height % 2 == 0 && shape.Width % 2 == 0 ? 2 : 3, 2), input);
        var shortcut = graph.Fixed(shape => new ConvolutionSpec(shape, channels, 1, 1, Activation.None, Normalised: false));
        graph.Sum(main, shortcut);
    }
}
