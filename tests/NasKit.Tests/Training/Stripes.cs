using NasKit.Data;
using NasKit.Spaces;

namespace NasKit.Tests.Training;

/// <summary>Images that a small network learns in seconds: the class is the place of a bright stripe, under noise.</summary>
internal static class Stripes
{
    private const int Side = 12;

    /// <summary>A space of 144 architectures for these images, with squeeze-and-excitation in its second unit.</summary>
    public static SearchSpace Space { get; } = MobileNetV3Space.Build(new(
        "stripes", new TaskShape(new(1, Side, Side), 4), [new(8, 1, Activation.ReLU, false), new(16, 2, Activation.HardSwish, true)], [1, 2], [3, 5], [2, 3],
        stem => stem.Fixed(shape => new ConvolutionSpec(shape, 8, 3, 1, Activation.ReLU)),
        head =>
        {
            head.Fixed(shape => new GlobalPoolSpec(shape));
            head.Fixed(shape => new ClassifierSpec(shape, 4));
        }));

    /// <summary>A space of one cell for these images: two edges from the stem, then a reduction after which a second classifier may stand.</summary>
    public static SearchSpace Cells { get; } = MakeCells();

    private static SearchSpace MakeCells()
    {
        var graph = new NetworkGraph.Builder(new(1, Side, Side));
        var stem = graph.Fixed(shape => new ConvolutionSpec(shape, 8, 3, 1, Activation.None));
        static IEnumerable<OperatorSpec> Candidates(TensorShape shape) =>
            [new IdentitySpec(shape), new ConvolutionSpec(shape, shape.Channels, 3, 1, Activation.None, Before: Activation.ReLU)];
        graph.BeginCell();
        var first = graph.Slot("cell1.edge1", Candidates, [0], stem, sharesWeights: false);
        var second = graph.Slot("cell1.edge2", Candidates, [1], stem, sharesWeights: false);
        graph.Sum(first, second);
        graph.Fixed(shape => new ConvolutionSpec(shape, 8, 3, 2, Activation.None, Before: Activation.ReLU)); // 6×6
        graph.PlaceAuxiliary();
        graph.BeginCell();
        graph.Slot("cell2.edge1", Candidates, [0], sharesWeights: false); // nothing leads around it
        graph.Fixed(shape => new GlobalPoolSpec(shape));
        graph.Fixed(shape => new ClassifierSpec(shape, 4));
        return new SearchSpace("stripe-cells", new TaskShape(new(1, Side, Side), 4), [new("edge1", "operator", ["skip", "conv"]), new("edge2", "operator", ["skip", "conv"])], graph.Build(), new DigitFormat());
    }

    public static ImageDataSet Images(int count, long seed = 1)
    {
        var rng = new Rng(seed);
        var pixels = new byte[count * Side * Side];
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % 4;
            for (var p = 0; p < Side * Side; p++)
            {
                // Two classes are stripes along one axis, two along the other, so that the mean over all positions still tells them apart.
                var line = labels[i] < 2 ? p / Side : p % Side;
                var bright = labels[i] % 2 == 0 ? line % 4 < 2 : line % 6 < 3;
                pixels[i * Side * Side + p] = (byte)((bright ? 150 : 50) + rng.NextInt(60));
            }
        }

        return new StoredImages("stripes", pixels, labels, 1, Side, Side, ["a", "b", "c", "d"], [0.5f], [0.25f]);
    }
}
