using NasKit.Cost;
using NasKit.Spaces;
using NasKit.Supernets;
using TorchSharp;

namespace NasKit.Tests.Spaces;

public sealed class NasBench201SpaceTests
{
    private const string Best = "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_1x1~2|";
    private const string Table = "nas-bench-201.csv.gz";
    private static readonly SearchSpace Space = NasBench201Space.Cifar10;

    [Fact]
    public void Strings_are_those_of_the_benchmark_and_digits_are_read_too()
    {
        Assert.Equal("333132", string.Concat(Space.Parse(Best).Choices));
        Assert.Equal(Best, Space.Parse("333132").ToString());
    }

    [Theory]
    [InlineData("|none~0|+|none~0|none~1|", "2 nodes separated by '+', expected 3")]
    [InlineData("|none~0|+|none~0|+|none~0|none~1|none~2|", "Node 2 of")]
    [InlineData("|none~0|+|none~1|none~0|+|none~0|none~1|none~2|", "expected one that reads node 0: op~0")]
    [InlineData("|none~0|+|none~0|conv~1|+|none~0|none~1|none~2|", "is conv, expected one of none, skip_connect")]
    [InlineData("||+|none~0|none~1|+|none~0|none~1|none~2|", "Operator 1 of node 1")]
    [InlineData("|", "1 nodes")]
    [InlineData("00000", "5 digits, expected 6")]
    [InlineData("", "0 digits, expected 6")]
    public void A_wrong_cell_is_told_where_and_what_was_expected(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Space.Parse(text)).Message);

    [Fact]
    public void The_form_for_searching_has_no_none_and_the_same_strings()
    {
        var searched = NasBench201Space.Build("searched", TaskShape.FashionMnist, 8, 1, searching: true, stemStride: 2);
        Assert.Equal(4096, (int)searched.Size);
        var cell = searched.Parse(Best);
        Assert.Equal("222021", string.Concat(cell.Choices));
        Assert.Equal(Best, cell.ToString());
        Assert.Equal(NasBench201Space.IsomorphismClass(Space.Parse(Best)), NasBench201Space.IsomorphismClass(cell));
        Assert.Contains("is none, expected one of skip_connect", Assert.Throws<FormatException>(() => searched.Parse(Best.Replace("skip_connect", "none"))).Message);
        Assert.Contains("has the choices 0…3", Assert.Throws<FormatException>(() => searched.Parse("333132"[..5] + "4")).Message);
    }

    [Fact]
    public void The_form_for_searching_is_smaller_and_its_networks_run()
    {
        var searched = NasBench201Space.Build("searched", TaskShape.FashionMnist, 8, 1, searching: true, stemStride: 2);
        Assert.Equal([14, 7, 4], searched.Graph.Slots.Select(slot => slot.Candidates[0].Input.Height).Distinct());
        var affine = AdditiveCost.Parameters(NasBench201Space.Laptop).Cost(NasBench201Space.Laptop.Parse(Best));
        // Five convolutions in each of three cells lose a scale and a shift for each of 8, 16 and 32 channels.
        Assert.Equal(affine - 5 * 2 * (8 + 16 + 32), AdditiveCost.Parameters(searched).Cost(searched.Parse(Best)));
        using var scope = torch.NewDisposeScope();
        using var supernet = new MixtureSupernet(searched, 1);
        Assert.Equal([2, 10], supernet.Path(torch.zeros(2, 1, 28, 28), searched.Parse(Best)).shape);
        Assert.Throws<ArgumentOutOfRangeException>(() => NasBench201Space.Build("searched", TaskShape.FashionMnist, 8, 1, stemStride: 3));
    }

    [Fact]
    public void There_are_6466_classes_of_isomorphic_cells() =>
        Assert.Equal(6466, Space.All().Select(NasBench201Space.IsomorphismClass).Distinct().Count());

    [FactWithSharedData(Table)]
    public void Classes_parameters_and_multiplications_of_all_cells_are_those_of_the_benchmark()
    {
        var (macs, parameters) = (AdditiveCost.Macs(Space), AdditiveCost.Parameters(Space));
        var classes = new Dictionary<string, string>();
        foreach (var row in SharedData.Lines(Table).Skip(1).Select(line => line.Split(',')))
        {
            var cell = Space.Parse(row[1]);
            Assert.Equal(cell, Space.Parse(cell.ToString()));
            // The table counts the ten biases of the classifier as multiplications too.
            Assert.Equal(long.Parse(row[3]), (long)macs.Cost(cell) + 10);
            Assert.Equal(long.Parse(row[4]), (long)parameters.Cost(cell));
            Assert.Equal(row[2], classes.TryAdd(NasBench201Space.IsomorphismClass(cell), row[0]) ? row[0] : classes[NasBench201Space.IsomorphismClass(cell)]);
        }
    }

    [Fact]
    public void Networks_of_the_other_data_sets_cost_what_their_formulas_say()
    {
        var rng = new Rng(1);
        for (var i = 0; i < 50; i++)
        {
            var digits = string.Concat(Space.Sample(rng).Choices);
            var (n3, n1) = (digits.Count(digit => digit == '3'), digits.Count(digit => digit == '2'));
            void Check(SearchSpace space, long macs, long parameters, int classes)
            {
                Assert.Equal(macs - classes, (long)AdditiveCost.Macs(space).Cost(space.Parse(digits)));
                Assert.Equal(parameters, (long)AdditiveCost.Parameters(space).Cost(space.Parse(digits)));
            }

            Check(NasBench201Space.Cifar100, 7_783_050 + 5_850 + 35_389_440 * n3 + 3_932_160 * n1, 73_306 + 5_850 + 243_040 * n3 + 28_000 * n1, 100);
            Check(NasBench201Space.ImageNet16, 1_953_400 + 8_847_360 * n3 + 983_040 * n1, 80_456 + 243_040 * n3 + 28_000 * n1, 120);
        }
    }

    [Fact]
    public void Images_that_cannot_be_halved_twice_are_refused() => Assert.Contains("divisible by 4",
        Assert.Throws<ArgumentException>(() => NasBench201Space.Build("odd", new(new(1, 30, 30), 10), 8, 1)).Message);
}
