using NasKit.Cost;
using NasKit.Spaces;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Tests.Spaces;

/// <summary>What is counted from tables of numbers, against the weights of the networks themselves.</summary>
public sealed class ModuleCostTests
{
    // Output channels and stride of each unit with searched or fixed blocks, as the papers' tables give them, and the side behind the stem.
    private static readonly (int Channels, int Stride)[] LaptopUnits = [(8, 1), (16, 2), (24, 1)];
    private static readonly (int Channels, int Stride)[] PaperUnits = [(24, 1), (32, 2), (48, 2), (96, 2), (136, 1), (192, 2)];

    [Fact]
    public void Laptop_networks_have_the_parameters_and_multiplications_that_are_counted() => Check(MobileNetV3Space.Laptop, LaptopUnits, 14);

    [Fact]
    public void Paper_networks_have_the_parameters_and_multiplications_that_are_counted() => Check(MobileNetV3Space.OnceForAll(1.2), PaperUnits, 112);

    private static void Check(SearchSpace space, (int Channels, int Stride)[] units, int side)
    {
        var (parameters, macs) = (AdditiveCost.Parameters(space), AdditiveCost.Macs(space));
        var rng = new Rng(21);
        using var init = new Generator(1);
        for (var i = 0; i < 20; i++)
        {
            using var scope = NewDisposeScope();
            var architecture = space.Sample(rng);
            using var network = new Network(architecture, init);
            Assert.Equal(network.parameters().Sum(parameter => parameter.numel()), (long)parameters.Cost(architecture));
            Assert.Equal(Multiplications(network, units, side), (long)macs.Cost(architecture));
        }
    }

    // Every weight of a convolution or linear layer is used once at each position of its output; nothing else multiplies.
    private static long Multiplications(Network network, (int Channels, int Stride)[] units, int side)
    {
        var (sum, unit) = (0L, -1);
        foreach (var block in network.named_parameters().Select(entry => (Path: entry.name.Split('.'), entry.parameter)).GroupBy(entry => entry.Path[2]))
        {
            var weights = block.Where(entry => entry.parameter.dim() is 2 or 4).ToDictionary(entry => entry.Path[^1], entry => entry.parameter);
            var before = side;
            if (weights.TryGetValue("project", out var project))
            {
                // The first block of a unit is the one whose output channels are the next unit's.
                if (unit < 0 || project.shape[0] != units[unit].Channels)
                {
                    unit++;
                    side /= units[unit].Stride;
                }

                Assert.Equal(units[unit].Channels, project.shape[0]);
            }

            foreach (var (name, weight) in weights)
            {
                // Behind the pool, where the last convolution of the paper's head and the classifier stand, there is one position.
                var pooled = name is "squeeze" or "excite" || weight.dim() == 2 || (name == "weight" && weight.shape[1] == 1152);
                var positions = pooled ? 1 : name == "expand" ? before * before : side * side;
                sum += weight.numel() * positions;
            }
        }

        return sum;
    }
}
