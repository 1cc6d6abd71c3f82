using System.Globalization;
using System.Text.Json;
using NasKit.Cost;
using NasKit.Spaces;
using Xunit.Abstractions;

namespace NasKit.Tests.Spaces;

/// <summary>Parameters and multiply-accumulates against published tables and networks.</summary>
public sealed class PublishedCountTests(ITestOutputHelper output)
{
    // The table of the DSNAS search code: kernel 3, 5, 7 and Xception for each of the 20 blocks, rows that repeat once.
    private static readonly (int Blocks, long[] Macs)[] ShuffleBlocks =
    [
        (1, [13_396_992, 15_805_440, 19_418_112, 13_146_112]), (3, [7_325_696, 8_931_328, 11_339_776, 12_343_296]),
        (1, [26_304_768, 28_111_104, 30_820_608, 20_296_192]), (3, [10_599_680, 11_603_200, 13_108_480, 16_746_240]),
        (1, [30_670_080, 31_673_600, 33_178_880, 21_199_360]), (7, [10_317_440, 10_819_200, 11_571_840, 15_899_520]),
        (1, [30_387_840, 30_889_600, 31_642_240, 20_634_880]), (3, [10_176_320, 10_427_200, 10_803_520, 15_476_160]),
    ];

    [FactWithSharedData("nas-bench-macro.csv.gz")]
    public void All_rows_of_NAS_Bench_Macro_have_the_counted_parameters_and_multiplications()
    {
        var space = NasBenchMacroSpace.Cifar10;
        var (macs, parameters) = (AdditiveCost.Macs(space), AdditiveCost.Parameters(space));
        var rows = SharedData.Lines("nas-bench-macro.csv.gz").Skip(1).Select(line => line.Split(',')).ToArray();
        Assert.Equal(6561, rows.Length);
        foreach (var row in rows)
        {
            var architecture = space.Parse(row[0]);
            Assert.Equal(row[0], architecture.ToString());
            Assert.Equal(row[4], parameters.Cost(architecture).ToString(CultureInfo.InvariantCulture));
            Assert.Equal(row[5], macs.Cost(architecture).ToString(CultureInfo.InvariantCulture));
        }

        // Codes of one network share their row of numbers.
        Assert.All(rows.GroupBy(row => NasBenchMacroSpace.SameNetwork(space.Parse(row[0]))), same => Assert.Single(same.Select(row => string.Join(',', row[1..])).Distinct()));
        Assert.Equal(3969, rows.Select(row => NasBenchMacroSpace.SameNetwork(space.Parse(row[0]))).Distinct().Count());
    }

    [Fact]
    public void All_80_ShuffleNetV2_blocks_have_the_published_multiplications()
    {
        var slots = ShuffleNetSpace.Spos().Graph.Slots;
        var expected = ShuffleBlocks.SelectMany(row => Enumerable.Repeat(row.Macs, row.Blocks)).ToArray();
        Assert.Equal(expected, slots.Select(slot => slot.Candidates.Select(candidate => candidate.Macs).ToArray()));
        Assert.Equal(38.56, ShuffleNetSpace.Spos().Graph.Nodes.OfType<FixedNode>().Sum(node => node.Operator.Macs) / 1e6, 0.005);
    }

    [Theory]
    [InlineData("spos", "21012020202300003233", 322.92, null)] // SPOS; its read-me says 323 M and 3.5 M, we count 3.558 M
    [InlineData("spos", "00303200332333200330", 323.33, null)] // DSNAS
    [InlineData("spos", "01221121330303002221", 321.83, null)] // SPOS as rerun by DSNAS
    [InlineData("spos", "00000000000000000000", 295.84, null)]
    [InlineData("spos", "33333333333333333333", 358.83, null)]
    [InlineData("nas-bench-201", "333132", 153.27, 1.0735)]
    [InlineData("nas-bench-201", "333333", 220.12, 1.5315)]
    [InlineData("mb-28", "00000000", 5.7, 0.097)]
    [InlineData("mb-28", "55555555", 15.3, 0.249)]
    [InlineData("macro-28", "11111111", null, 0.502)]
    [InlineData("macro-28", "22212220", null, 0.621)]
    [InlineData("nb201-28", "333333", 9.6, 0.092)]
    public void Named_networks_have_the_published_size(string name, string architecture, double? macs, double? parameters)
    {
        var space = SearchSpaces.Named(name);
        var (m, p) = (AdditiveCost.Macs(space).Cost(space.Parse(architecture)) / 1e6, AdditiveCost.Parameters(space).Cost(space.Parse(architecture)) / 1e6);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {architecture}: {m:0.000} M multiply-accumulates, {p:0.0000} M parameters"));
        // Half a unit of the last published digit.
        Assert.True(macs is null || Math.Abs(m - macs.Value) <= Half(macs.Value), $"{m} M multiply-accumulates, published {macs} M");
        Assert.True(parameters is null || Math.Abs(p - parameters.Value) <= Half(parameters.Value), $"{p} M parameters, published {parameters} M");
    }

    [Fact]
    public void FairNAS_A_has_the_published_size()
    {
        string[] blocks =
        [
            "3,7", "3,3", "3,7", "6,3", "6,7", "3,3", "3,3", "6,7", "6,7", "3,5", "6,3", "3,5", "3,5", "6,3", "6,3", "6,7", "6,3", "6,7", "6,5",
        ];
        var space = SearchSpaces.Named("fairnas");
        var architecture = space.Create([.. blocks.Select(block => (block[2] - '3') + (block[0] == '6' ? 1 : 0))]);
        Assert.Equal(388.12, AdditiveCost.Macs(space).Cost(architecture) / 1e6, 0.005);
        Assert.Equal(4.651, AdditiveCost.Parameters(space).Cost(architecture) / 1e6, 0.0005);
    }

    [Fact]
    public void Supernets_of_the_small_forms_have_the_stated_weights()
    {
        static long Weights(SearchSpace space) => space.Graph.Nodes.Sum(node => node switch
        {
            FixedNode one => one.Operator.Parameters,
            SlotNode slot => space.Graph.Slots[slot.Slot].Candidates.Sum(spec => spec.Parameters),
            _ => 0,
        });
        Assert.Equal(289e3, Weights(ShuffleNetSpace.Laptop), 500.0);
        Assert.Equal(646e3, Weights(ShuffleNetSpace.LaptopLarge), 500.0);
    }

    [FactWithSharedData("published-architectures.json")]
    public void Published_block_choices_are_those_of_the_named_networks()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(SharedData.Path("published-architectures.json")));
        var space = ShuffleNetSpace.Spos();
        foreach (var entry in json.RootElement.GetProperty("shufflenet_one_shot").EnumerateObject().Where(entry => entry.Value.TryGetProperty("blocks", out var blocks) && entry.Name != "space"))
        {
            var architecture = space.Parse(entry.Value.GetProperty("blocks").GetRawText());
            Assert.Contains(architecture.ToString(), new[] { "21012020202300003233", "00303200332333200330", "01221121330303002221" });
        }
    }

    [Fact]
    public void FBNet_C_has_about_the_published_size()
    {
        // k3_e1; k3_e6 skip k3_e1 k3_e1; k5_e6 k5_e3 k5_e6 k3_e6; k5_e6 k5_e3 k5_e6 k5_e6; k5_e6 k5_e6 k5_e6 k5_e3; 4 × k5_e6; k3_e6.
        var space = SearchSpaces.Named("fbnet");
        var architecture = space.Parse("0380076737677777677773");
        // Published are 375 M and 5.5 M; counting the first 1×1 convolutions of expansion 1, as in the released code, gives 385 M.
        Assert.Equal(384.96, AdditiveCost.Macs(space).Cost(architecture) / 1e6, 0.005);
        Assert.Equal(5.572, AdditiveCost.Parameters(space).Cost(architecture) / 1e6, 0.0005);
    }

    [Theory]
    [InlineData("MobileNetV2 1.0", "r1_k3_s1_e1_o16 r2_k3_s2_e6_o24 r3_k3_s2_e6_o32 r4_k3_s2_e6_o64 r3_k3_s1_e6_o96 r3_k3_s2_e6_o160 r1_k3_s1_e6_o320", 3.505, 300.8)]
    [InlineData("MnasNet-B1", "r1_k3_s1_e1_o16 r3_k3_s2_e3_o24 r3_k5_s2_e3_o40 r3_k5_s2_e6_o80 r2_k3_s1_e6_o96 r4_k5_s2_e6_o192 r1_k3_s1_e6_o320", 4.383, 314.4)]
    public void Chains_of_inverted_residuals_have_the_published_size(string name, string stages, double parameters, double macs)
    {
        var graph = new NetworkGraph.Builder(TaskShape.ImageNet.Input);
        graph.Fixed(shape => new ConvolutionSpec(shape, 32, 3, 2, Activation.ReLU6));
        foreach (var stage in stages.Split(' '))
        {
            // Repeats, kernel, stride of the first, expansion, output channels.
            var numbers = stage.Split('_').Select(part => int.Parse(part[1..], CultureInfo.InvariantCulture)).ToArray();
            for (var layer = 0; layer < numbers[0]; layer++)
            {
                var stride = layer == 0 ? numbers[2] : 1;
                graph.Fixed(shape => new InvertedResidualSpec(shape, numbers[4], numbers[1], stride, numbers[3], Activation.ReLU6, false));
            }
        }

        graph.Fixed(shape => new ConvolutionSpec(shape, 1280, 1, 1, Activation.ReLU6));
        graph.Fixed(shape => new GlobalPoolSpec(shape));
        graph.Fixed(shape => new ClassifierSpec(shape, 1000));
        var operators = graph.Build().Nodes.OfType<FixedNode>().Select(node => node.Operator).ToArray();
        var (p, m) = (operators.Sum(spec => spec.Parameters) / 1e6, operators.Sum(spec => spec.Macs) / 1e6);
        Assert.True(Math.Abs(p - parameters) <= Half(parameters) && Math.Abs(m - macs) <= Half(macs), $"{name}: {p} M parameters, {m} M multiply-accumulates");
    }

    private static double Half(double published)
    {
        var text = published.ToString(CultureInfo.InvariantCulture);
        var decimals = text.Contains('.') ? text.Length - text.IndexOf('.') - 1 : 0;
        return 0.5 * Math.Pow(10, -decimals) + 1e-9;
    }
}
