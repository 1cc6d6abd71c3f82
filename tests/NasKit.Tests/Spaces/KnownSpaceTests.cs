using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using NasKit.Spaces;

namespace NasKit.Tests.Spaces;

/// <summary>What holds for every space that has a name.</summary>
public sealed class KnownSpaceTests
{
    private const string Digits = "digits:3,1,10,2";

    public static TheoryData<string> All => [.. SearchSpaces.Names, Digits];

    public static TheoryData<string> Unconditional => [.. SearchSpaces.Names.Append(Digits).Where(name => SearchSpaces.Named(name).Decisions.All(decision => decision.ActiveWhen is null))];

    [Theory]
    [MemberData(nameof(All))]
    public void Strings_round_trip(string name) => ForAll(name, (space, rng) =>
    {
        var architecture = space.Sample(rng);
        Assert.Equal(architecture, space.Parse(architecture.ToString()));
    });

    [Theory]
    [MemberData(nameof(Unconditional))]
    public void Mutation_changes_exactly_one_decision(string name) => ForAll(name, (space, rng) =>
    {
        var parent = space.Sample(rng);
        Assert.Equal(1, Differences(parent, space.Mutate(parent, rng)));
        Assert.Equal(1, Differences(parent, space.Mutate(parent, Enumerable.Repeat(0.5, space.Decisions.Length).ToArray(), rng)));
    });

    [Theory]
    [MemberData(nameof(Unconditional))]
    public void Crossover_takes_every_decision_from_a_parent(string name) => ForAll(name, (space, rng) =>
    {
        var (first, second) = (space.Sample(rng), space.Sample(rng));
        var child = space.Crossover(first, second, rng);
        Assert.All(Enumerable.Range(0, space.Decisions.Length), i => Assert.Contains(child.Choices[i], new[] { first.Choices[i], second.Choices[i] }));
        Assert.Equal(first, space.Crossover(first, first, rng));
    });

    [Theory]
    [MemberData(nameof(Unconditional))]
    public void Neighbours_are_distinct_and_have_each_other_as_neighbours(string name)
    {
        var space = SearchSpaces.Named(name);
        var centre = space.Sample(new Rng(5));
        var neighbours = space.Neighbours(centre).ToArray();
        Assert.Equal(space.Decisions.Sum(decision => decision.Count - 1), neighbours.Distinct().Count());
        Assert.Equal(neighbours.Length, neighbours.Distinct().Count());
        Assert.All(neighbours, neighbour =>
        {
            Assert.Equal(1, Differences(centre, neighbour));
            Assert.Contains(centre, space.Neighbours(neighbour));
        });
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_redraw_keeps_all_or_leaves_the_choices_in_range(string name) => ForAll(name, (space, rng) =>
    {
        var parent = space.Sample(rng);
        Assert.Equal(parent, space.Redraw(parent, 0, rng));
        Assert.Equal(space.Decisions.Length, space.Redraw(parent, 1, rng).Choices.Length);
    });

    [Theory]
    [MemberData(nameof(All))]
    public void Numbers_round_trip_where_there_are_enough_of_them(string name) => ForAll(name, (space, rng) =>
    {
        var architecture = space.Sample(rng);
        if (space.Size <= long.MaxValue)
        {
            var index = space.IndexOf(architecture);
            Assert.InRange(index, 0, (long)space.Size - 1);
            Assert.Equal(architecture, space.At(index));
        }
        else
        {
            Assert.Contains("Sample it instead", Assert.Throws<NasKitException>(() => space.IndexOf(architecture)).Message);
        }
    });

    [Theory]
    [InlineData("digits:3,1,10,2", 60)]
    [InlineData("nas-bench-macro", 6561)]
    [InlineData("nas-bench-201", 15625)]
    public void All_architectures_come_once_and_in_order_of_their_choices(string name, int count)
    {
        var space = SearchSpaces.Named(name);
        var all = space.All().ToArray();
        Assert.Equal(count, all.Distinct().Count());
        Assert.Equal(all, all.OrderBy(architecture => string.Concat(architecture.Choices.Select(choice => (char)('0' + choice))), StringComparer.Ordinal));
        Assert.All(Enumerable.Range(0, all.Length), i => Assert.Equal(i, space.IndexOf(all[i])));
    }

    [Fact]
    public void Numbers_leave_out_choices_that_do_not_matter()
    {
        // One unit of the laptop space is 6 + 36 + 216 architectures.
        var decisions = MobileNetV3Space.Laptop.Decisions.Take(7);
        var space = new SearchSpace("unit", decisions, new UnitFormat(1, 3));
        var all = space.All().ToArray();
        Assert.Equal(258, all.Length);
        Assert.Equal(258, all.Distinct().Count());
        Assert.All(Enumerable.Range(0, all.Length), i => Assert.Equal(i, space.IndexOf(all[i])));
    }

    [Fact]
    public void Sizes_are_those_of_the_papers()
    {
        Assert.Equal(15_625, SearchSpaces.Named("nas-bench-201").Size);
        Assert.Equal(6_561, SearchSpaces.Named("nas-bench-macro").Size);
        Assert.Equal(BigInteger.Pow(6, 6) * BigInteger.Pow(7, 15), SearchSpaces.Named("proxylessnas").Size);
        Assert.Equal(BigInteger.Pow(6, 19), SearchSpaces.Named("fairnas").Size);
        Assert.Equal(BigInteger.Pow(4, 20), SearchSpaces.Named("spos").Size);
        Assert.Equal(BigInteger.Pow(4, 40), SearchSpaces.Named("detnas-1.3g").Size);
        Assert.Equal(BigInteger.Pow(9, 22), SearchSpaces.Named("fbnet").Size);
        Assert.Equal(65_536, SearchSpaces.Named("spos-28").Size);
        Assert.Equal(BigInteger.Pow(4, 12), SearchSpaces.Named("spos-28-large").Size);
        Assert.Equal(60, SearchSpaces.Named(Digits).Size);
    }

    [Fact]
    public void Weights_say_which_decision_a_mutation_picks()
    {
        var space = NasBench201Space.Cifar10;
        var parent = space.Create(new int[6]);
        var rng = new Rng(8);
        var counts = new int[6];
        const int draws = 18_000;
        for (var i = 0; i < draws; i++)
        {
            var child = space.Mutate(parent, NasBench201Space.NodeFirstWeights.AsSpan(), rng);
            counts[Enumerable.Range(0, 6).Single(edge => child.Choices[edge] != 0)]++;
        }

        // 1/3, twice 1/6, three times 1/9; the deviation of the first is 63.
        foreach (var (edge, expected) in new[] { 6000, 3000, 3000, 2000, 2000, 2000 }.Select((count, edge) => (edge, count)))
        {
            Assert.InRange(counts[edge], expected - 260, expected + 260);
        }

        Assert.Contains("got 5 weights", Assert.Throws<ArgumentException>(() => space.Mutate(parent, new double[5], rng)).Message);
        Assert.Contains("edge1>2 is -1", Assert.Throws<ArgumentException>(() => space.Mutate(parent, new double[] { 1, 1, -1, 1, 1, 1 }, rng)).Message);
        Assert.Equal(parent, space.Mutate(parent, new double[6], rng));
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones()
    {
        var message = Assert.Throws<ArgumentException>(() => SearchSpaces.Named("nasbench")).Message;
        Assert.All(SearchSpaces.Names, name => Assert.Contains(name, message));
        Assert.Contains("digits:C1,C2", message);
        Assert.Equal(SearchSpaces.Named("SPOS").Name, SearchSpaces.Named("spos").Name);
    }

    [Theory]
    [InlineData("digits:", "'' in the space 'digits:' is no number")]
    [InlineData("digits:3,x", "'x' in the space")]
    [InlineData("digits:3,11", "Digit 2 has 11 choices")]
    [InlineData("digits:0", "Digit 1 has 0 choices")]
    public void A_wrong_space_of_digits_is_told(string name, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => SearchSpaces.Named(name)).Message);

    [Theory]
    [InlineData("00x", "character 'x'")]
    [InlineData("0", "1 digits, expected 4")]
    [InlineData("00000", "5 digits, expected 4")]
    [InlineData("3000", "Digit 1 of '3000' is 3, but digit1 has the choices 0…2")]
    public void A_wrong_string_of_digits_is_told(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => SearchSpaces.Named(Digits).Parse(text)).Message);

    [Fact]
    public void Lists_of_digits_are_read_too() =>
        Assert.Equal("2091", SearchSpaces.Named(Digits).Parse("(2, 0, 9, 1)").ToString());

    [Fact]
    public void A_space_without_networks_says_so()
    {
        var space = SearchSpaces.Named(Digits);
        Assert.False(space.HasNetworks);
        Assert.Contains("has no networks", Assert.Throws<NasKitException>(() => NasKit.Cost.AdditiveCost.Macs(space)).Message);
        Assert.Contains("no networks", space.ToString());
        Assert.Equal(4, space.IndependentGroups().Count);
        Assert.Equal(16, space.OneHotLength);
    }

    private static int Differences(Architecture first, Architecture second) => first.Choices.Zip(second.Choices).Count(pair => pair.First != pair.Second);

    private static void ForAll(string name, Action<SearchSpace, Rng> property)
    {
        var space = SearchSpaces.Named(name);
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => property(space, new Rng(seed))).QuickCheckThrowOnFailure();
    }
}
