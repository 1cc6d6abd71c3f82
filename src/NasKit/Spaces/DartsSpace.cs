using System.Collections.Immutable;

namespace NasKit.Spaces;

/// <summary>The cells of DARTS: a normal and a reducing one, each of four nodes that read the two cells before and one another over 14 edges, of one of eight operators each.</summary>
/// <remarks>
/// The supernet's space has a decision for each edge of each cell kind, 28 in all. What a search derives, a genotype, keeps two edges a node and sets the others to none;
/// its string is the released code's, <c>Genotype(normal=[('sep_conv_3x3', 1), …], normal_concat=range(2, 6), reduce=[…], …)</c>. Architectures carry over between
/// the spaces of one method by their choices. Source: Liu et al., ICLR 2019, and the released code (model_search.py, operations.py, model.py).
/// </remarks>
public static class DartsSpace
{
    /// <summary>Edges of a cell as (from, to): nodes 0 and 1 are the outputs of the cell before the last and of the last, 2 to 5 the cell's own.</summary>
    internal static readonly (int From, int To)[] Edges = [.. Enumerable.Range(2, 4).SelectMany(to => Enumerable.Range(0, to), (to, from) => (from, to))];

    private const int Nodes = 6;

    /// <summary>Names of the eight operators, in the order of their choices.</summary>
    public static ImmutableArray<string> OperatorNames { get; } =
        ["none", "max_pool_3x3", "avg_pool_3x3", "skip_connect", "sep_conv_3x3", "sep_conv_5x5", "dil_conv_3x3", "dil_conv_5x5"];

    /// <summary>The best cells that the first-order search of the paper found.</summary>
    public static string V1 { get; } = Published(
        "sep_conv_3x3 1 sep_conv_3x3 0 skip_connect 0 sep_conv_3x3 1 skip_connect 0 sep_conv_3x3 1 sep_conv_3x3 0 skip_connect 2",
        "max_pool_3x3 0 max_pool_3x3 1 skip_connect 2 max_pool_3x3 0 max_pool_3x3 0 skip_connect 2 skip_connect 2 avg_pool_3x3 0");

    /// <summary>The best cells that its second-order search found.</summary>
    public static string V2 { get; } = Published(
        "sep_conv_3x3 0 sep_conv_3x3 1 sep_conv_3x3 0 sep_conv_3x3 1 sep_conv_3x3 1 skip_connect 0 skip_connect 0 dil_conv_3x3 2",
        "max_pool_3x3 0 max_pool_3x3 1 skip_connect 2 max_pool_3x3 1 max_pool_3x3 0 skip_connect 2 skip_connect 2 max_pool_3x3 1");

    /// <summary>The paper's supernet for CIFAR-10: 8 cells, 16 channels.</summary>
    public static SearchSpace Cifar10 { get; } = Supernet("darts", TaskShape.Cifar10, 16, 8);

    /// <summary>The small supernet for 28×28 grey images (DARTS-28): 3 cells, 4 channels.</summary>
    public static SearchSpace Laptop { get; } = Supernet("darts-28", TaskShape.FashionMnist, 4, 3);

    /// <summary>Builds the space of a supernet: normalisations without scale and shift, and behind poolings too.</summary>
    /// <param name="name">Name of the space.</param>
    /// <param name="task">What its networks are built for; height and width divisible by 4.</param>
    /// <param name="channels">Channels C of a node in the first cells; doubled by each of the two reductions.</param>
    /// <param name="cells">Cells, at least 3; those after a third and two thirds reduce.</param>
    /// <exception cref="ArgumentException">The images cannot be halved twice, or there are too few cells.</exception>
    public static SearchSpace Supernet(string name, TaskShape task, int channels, int cells) => Build(name, task, channels, cells, searching: true);

    /// <summary>Builds the space of the networks that are trained in the end: normalisations with scale and shift, and none behind poolings.</summary>
    /// <param name="name">Name of the space.</param>
    /// <param name="task">What its networks are built for; height and width divisible by 4.</param>
    /// <param name="channels">Channels C of a node in the first cells. Paper: 36.</param>
    /// <param name="cells">Cells, at least 3. Paper: 20.</param>
    /// <exception cref="ArgumentException">The images cannot be halved twice, or there are too few cells.</exception>
    public static SearchSpace Final(string name, TaskShape task, int channels, int cells) => Build(name, task, channels, cells, searching: false);

    /// <summary>The genotype of a relaxed search: of each node the two edges whose best operator but none weighs most, and on each that operator.</summary>
    /// <param name="space">A space of DARTS cells.</param>
    /// <param name="weights">Weights of the eight operators, for each of the 28 edges.</param>
    /// <exception cref="ArgumentException">The space has no DARTS cells.</exception>
    public static Architecture Derive(SearchSpace space, IReadOnlyList<IReadOnlyList<double>> weights)
    {
        Check(space);
        ArgumentNullException.ThrowIfNull(weights);
        var choices = new int[2 * Edges.Length];
        foreach (var node in Enumerable.Range(0, choices.Length).GroupBy(edge => (edge / Edges.Length, Edges[edge % Edges.Length].To)))
        {
            foreach (var edge in node.OrderByDescending(edge => weights[edge].Skip(1).Max()).Take(2))
            {
                choices[edge] = Enumerable.Range(1, OperatorNames.Length - 1).MaxBy(option => weights[edge][option]);
            }
        }

        return space.Create(choices);
    }

    /// <summary>Draws a genotype: two edges a node and an operator but none on each, all equally likely.</summary>
    /// <param name="space">A space of DARTS cells.</param>
    /// <param name="rng">What it is drawn with.</param>
    /// <exception cref="ArgumentException">The space has no DARTS cells.</exception>
    public static Architecture Sample(SearchSpace space, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        return Derive(space, [.. Enumerable.Range(0, 2 * Edges.Length).Select(_ => OperatorNames.Select(_ => rng.NextDouble()).ToArray())]);
    }

    /// <summary>Edges of the normal cell that pass their input on, the sign of a collapsing search.</summary>
    /// <param name="architecture">An architecture of DARTS cells.</param>
    public static int SkipConnections(Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        Check(architecture.Space);
        return architecture.Choices.Take(Edges.Length).Count(choice => choice == OperatorNames.IndexOf("skip_connect"));
    }

    private static SearchSpace Build(string name, TaskShape task, int channels, int cells, bool searching)
    {
        ArgumentNullException.ThrowIfNull(task);
        Require.That(nameof(DartsSpace),
            (channels >= 2, $"channels = {channels} must be at least 2"),
            (cells >= 3, $"cells = {cells} must be at least 3, two of which reduce"),
            (task.Input.Height % 4 == 0 && task.Input.Width % 4 == 0, $"Images of {task.Input} cannot be halved twice; expected a height and width divisible by 4"));
        var graph = new NetworkGraph.Builder(task.Input);
        var stem = graph.Fixed(shape => new ConvolutionSpec(shape, 3 * channels, 3, 1, Activation.None));
        var (before, last, width, reduced) = (stem, stem, channels, false);
        for (var cell = 0; cell < cells; cell++)
        {
            var reduces = cell == cells / 3 || cell == 2 * cells / 3;
            width = reduces ? 2 * width : width;
            (before, last) = (last, Cell(graph, $"cell{cell + 1}", before, last, width, reduces, reduced, searching));
            reduced = reduces;
            if (cell == 2 * cells / 3 && !searching)
            {
                graph.PlaceAuxiliary();
            }
        }

        graph.Fixed(shape => new GlobalPoolSpec(shape));
        graph.Fixed(shape => new ClassifierSpec(shape, task.Classes));
        var decisions = new[] { "normal", "reduce" }.SelectMany(kind => Edges.Select(edge => new Decision($"{kind}.edge{edge.From}>{edge.To}", "operator", OperatorNames)));
        return new SearchSpace(name, task, decisions, graph.Build(), new GenotypeFormat());
    }

    private static int Cell(NetworkGraph.Builder graph, string name, int before, int last, int width, bool reduces, bool reduced, bool searching)
    {
        OperatorSpec Projection(TensorShape shape) => new ConvolutionSpec(shape, width, 1, 1, Activation.None, Before: Activation.ReLU, Affine: !searching);
        graph.BeginCell();
        var nodes = new int[Nodes];
        nodes[0] = graph.Fixed(shape => reduced ? new FactorizedReduceSpec(shape, width, !searching) : Projection(shape), before);
        nodes[1] = graph.Fixed(Projection, last);
        for (var to = 2; to < Nodes; to++)
        {
            nodes[to] = graph.Sum([.. Enumerable.Range(0, Edges.Length).Where(edge => Edges[edge].To == to).Select(edge =>
            {
                var from = Edges[edge].From;
                var stride = reduces && from < 2 ? 2 : 1;
                return graph.Slot(
                    $"{name}.edge{from}>{to}", shape => Candidates(shape, stride, searching), [(reduces ? Edges.Length : 0) + edge], nodes[from], sharesWeights: false);
            })]);
        }

        return graph.Concat(nodes[2..]);
    }

    private static IEnumerable<OperatorSpec> Candidates(TensorShape shape, int stride, bool searching) =>
    [
        new ZeroSpec(shape, stride),
        new PoolSpec(shape, Pooling.Max, 3, stride, Normalised: searching),
        new PoolSpec(shape, Pooling.Average, 3, stride, Normalised: searching),
        stride == 1 ? new IdentitySpec(shape) : new FactorizedReduceSpec(shape, shape.Channels, !searching),
        new SeparableConvolutionSpec(shape, 3, stride, 1, 2, !searching),
        new SeparableConvolutionSpec(shape, 5, stride, 1, 2, !searching),
        new SeparableConvolutionSpec(shape, 3, stride, 2, 1, !searching),
        new SeparableConvolutionSpec(shape, 5, stride, 2, 1, !searching),
    ];

    /// <summary>Whether a space has cells of DARTS.</summary>
    /// <param name="space">The space.</param>
    public static bool Has(SearchSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        return space.Format is GenotypeFormat;
    }

    private static void Check(SearchSpace space)
    {
        if (!Has(space))
        {
            throw new ArgumentException($"Space {space.Name} has no cells of DARTS. Make one with {nameof(DartsSpace)}.", nameof(space));
        }
    }

    private static string Published(string normal, string reduce)
    {
        static string Pairs(string cell) => string.Join(", ", cell.Split(' ').Chunk(2).Select(pair => $"('{pair[0]}', {pair[1]})"));
        return $"Genotype(normal=[{Pairs(normal)}], normal_concat=range(2, 6), reduce=[{Pairs(reduce)}], reduce_concat=range(2, 6))";
    }
}
