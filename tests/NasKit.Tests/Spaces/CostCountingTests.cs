using System.Text.Json;
using NasKit.Cost;
using NasKit.Spaces;
using Xunit.Abstractions;

namespace NasKit.Tests.Spaces;

public sealed class CostCountingTests(ITestOutputHelper output)
{
    [Fact]
    public void A_convolution_costs_its_weights_at_every_position()
    {
        var spec = new ConvolutionSpec(new(3, 224, 224), 16, 3, 2, Activation.HardSwish);
        Assert.Equal(new TensorShape(16, 112, 112), spec.Output);
        Assert.Equal(3 * 16 * 9 + 2 * 16, spec.Parameters);
        Assert.Equal(3L * 16 * 9 * 112 * 112, spec.Macs);
    }

    [Fact]
    public void An_inverted_residual_costs_what_its_layers_cost_by_hand()
    {
        var spec = new InvertedResidualSpec(new(16, 14, 14), 24, 5, 2, 3, Activation.ReLU, true);
        const int middle = 48, squeezed = 16;
        Assert.Equal(
            16 * middle + 2 * middle + middle * 25 + 2 * middle + (middle * squeezed + squeezed) + (squeezed * middle + middle) + middle * 24 + 2 * 24,
            spec.Parameters);
        Assert.Equal(16 * middle * 196 + middle * 25 * 49 + 2 * middle * squeezed + middle * 24 * 49, spec.Macs);
    }

    [FactWithSharedData("published-architectures.json")]
    public void All_published_PNAG_architectures_parse_print_and_cost_what_was_published()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(SharedData.Path("published-architectures.json")));
        var space = MobileNetV3Space.OnceForAll(1.2);
        var macs = AdditiveCost.Macs(space);
        var deviations = new List<double>();
        foreach (var entry in json.RootElement.GetProperty("pnag").GetProperty("architectures").EnumerateObject())
        {
            string Join(string name) => string.Join(',', entry.Value.GetProperty(name).EnumerateArray());
            var text = $"{Join("depths")}:{Join("kernels")}:{Join("expands")}";
            var architecture = space.Parse(text);
            Assert.Equal(text, architecture.ToString());
            var published = entry.Value.GetProperty("madds_m").GetDouble();
            var counted = macs.Cost(architecture) / 1e6;
            deviations.Add(counted / published - 1);
            output.WriteLine($"{entry.Name}: counted {counted:0.0} M, published {published} M, deviation {deviations[^1]:+0.00%;-0.00%}");
        }

        Assert.Equal(15, deviations.Count);
        Assert.All(deviations, deviation => Assert.InRange(deviation, -0.02, 0.02));
    }

    [Fact]
    public void Additive_costs_are_the_sum_over_the_operators_of_the_network()
    {
        var space = MobileNetV3Space.Laptop;
        var (macs, parameters) = (AdditiveCost.Macs(space), AdditiveCost.Parameters(space));
        var rng = new Rng(11);
        for (var i = 0; i < 100; i++)
        {
            var architecture = space.Sample(rng);
            Assert.Equal(space.Operators(architecture).Sum(spec => spec.Macs), macs.Cost(architecture));
            Assert.Equal(space.Operators(architecture).Sum(spec => spec.Parameters), parameters.Cost(architecture));
        }
    }

    [Fact]
    public void The_extremes_are_those_of_brute_force()
    {
        // Costs at random per operator, so that the cheapest is not simply the smallest.
        var space = TwoUnits();
        var cost = new AdditiveCost(space, "test", "", "any", spec => new Rng(spec.Key.Sum(letter => letter * 31L)).NextDouble(), 0.5);
        var all = All(space).Select(cost.Cost).ToArray();
        Assert.Equal((double)space.Size, All(space).Distinct().Count());
        Assert.Equal(all.Min(), cost.Cost(cost.Cheapest));
        Assert.Equal(all.Max(), cost.Cost(cost.Dearest));
    }

    private static SearchSpace TwoUnits() => MobileNetV3Space.Build(new(
        "two", TaskShape.FashionMnist, [new(8, 1, Activation.ReLU, false), new(16, 2, Activation.ReLU, false)], [1, 2], [3, 5], [2, 3],
        stem => stem.Fixed(shape => new ConvolutionSpec(shape, 8, 3, 2, Activation.ReLU)),
        head =>
        {
            head.Fixed(shape => new GlobalPoolSpec(shape));
            head.Fixed(shape => new ClassifierSpec(shape, 10));
        }));

    private static IEnumerable<Architecture> All(SearchSpace space)
    {
        for (var code = 0; code < 1 << space.Decisions.Length; code++)
        {
            yield return space.Create(Enumerable.Range(0, space.Decisions.Length).Select(i => code >> i & 1).ToArray());
        }
    }
}
