using System.Collections.Immutable;

namespace NasKit.Spaces;

/// <summary>One stage of a chain of blocks.</summary>
/// <param name="Channels">Output channels of every block.</param>
/// <param name="Blocks">Number of blocks.</param>
/// <param name="Stride">Stride of the first block.</param>
public sealed record ChainStage(int Channels, int Blocks, int Stride);

/// <summary>Where a block of a chain stands.</summary>
/// <param name="Input">Shape of its input.</param>
/// <param name="Channels">Its output channels.</param>
/// <param name="Stride">Its stride.</param>
public readonly record struct ChainPlace(TensorShape Input, int Channels, int Stride)
{
    /// <summary>Whether the block may pass its input on: the shapes before and behind it agree.</summary>
    public bool KeepsShape => Stride == 1 && Input.Channels == Channels;
}

/// <summary>The table of numbers that defines a space of chains.</summary>
/// <param name="Name">Name of the space.</param>
/// <param name="Task">What its networks are built for.</param>
/// <param name="Stem">Adds what stands before the blocks.</param>
/// <param name="Stages">The stages, in order.</param>
/// <param name="Candidates">Operators to choose from at a place, each with its label; the number may differ from place to place.</param>
/// <param name="Head">Adds what stands behind the blocks, up to the classifier.</param>
public sealed record ChainTable(
    string Name, TaskShape Task, Action<NetworkGraph.Builder> Stem, IReadOnlyList<ChainStage> Stages,
    Func<ChainPlace, IEnumerable<(string Label, OperatorSpec Operator)>> Candidates, Action<NetworkGraph.Builder> Head);

/// <summary>Spaces of chains: every block is one of several operators, each with weights of its own; architectures are strings of digits.</summary>
public static class ChainSpace
{
    /// <summary>Builds the space of a table.</summary>
    /// <param name="table">The numbers.</param>
    public static SearchSpace Build(ChainTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var decisions = new List<Decision>();
        var graph = new NetworkGraph.Builder(table.Task.Input);
        table.Stem(graph);
        foreach (var stage in table.Stages)
        {
            for (var block = 0; block < stage.Blocks; block++)
            {
                var place = new ChainPlace(graph.Shape(graph.Last), stage.Channels, block == 0 ? stage.Stride : 1);
                var candidates = table.Candidates(place).ToArray();
                ImmutableArray<string> labels = [.. candidates.Select(candidate => candidate.Label)];
                var name = $"block{decisions.Count + 1}";
                decisions.Add(new(name, string.Join('|', labels), labels));
                graph.Slot(name, _ => candidates.Select(candidate => candidate.Operator), [decisions.Count - 1], sharesWeights: false);
            }
        }

        table.Head(graph);
        return new SearchSpace(table.Name, table.Task, decisions, graph.Build(), new DigitFormat());
    }

    /// <summary>The name of a space that differs from the standard one in what it is built for.</summary>
    internal static string NameFor(string name, TaskShape task, TaskShape standard) => task == standard ? name : $"{name}@{task.Input}-{task.Classes}";

    /// <summary>The usual head: a 1×1 convolution, the mean over all positions, the classifier.</summary>
    internal static Action<NetworkGraph.Builder> Head(int channels, TaskShape task, Activation activation, double dropout = 0, bool biased = true) => head =>
    {
        head.Fixed(shape => new ConvolutionSpec(shape, channels, 1, 1, activation));
        head.Fixed(shape => new GlobalPoolSpec(shape));
        head.Fixed(shape => new ClassifierSpec(shape, task.Classes, dropout, biased));
    };
}
