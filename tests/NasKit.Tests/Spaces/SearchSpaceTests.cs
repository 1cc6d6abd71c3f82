using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using NasKit.Spaces;

namespace NasKit.Tests.Spaces;

public sealed class SearchSpaceTests
{
    public static TheoryData<SearchSpace> Spaces => new(MobileNetV3Space.Laptop, MobileNetV3Space.OnceForAll());

    [Fact]
    public void Laptop_space_has_258_to_the_third_architectures_and_21_tokens()
    {
        Assert.Equal(BigInteger.Pow(6 + 36 + 216, 3), MobileNetV3Space.Laptop.Size);
        Assert.Equal(21, MobileNetV3Space.Laptop.Decisions.Length);
    }

    [Fact]
    public void Once_for_all_space_has_the_size_and_the_45_tokens_of_the_paper()
    {
        var space = MobileNetV3Space.OnceForAll();
        Assert.Equal(BigInteger.Pow(81 + 729 + 6561, 5), space.Size);
        Assert.Equal(45, space.Decisions.Length);
        Assert.Equal(120, space.OneHotLength);
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Strings_round_trip(SearchSpace space) => ForAllSeeds(rng =>
    {
        var architecture = space.Sample(rng);
        Assert.Equal(architecture, space.Parse(architecture.ToString()));
    });

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Decisions_beyond_the_depth_do_not_tell_architectures_apart(SearchSpace space) => ForAllSeeds(rng =>
    {
        var architecture = space.Sample(rng);
        var noise = architecture.Choices.Select((choice, i) =>
            space.IsActive(architecture.Choices.AsSpan(), i) ? choice : rng.NextInt(space.Decisions[i].Count)).ToArray();
        Assert.Equal(architecture, space.Create(noise));
        Assert.Equal(architecture.GetHashCode(), space.Create(noise).GetHashCode());
    });

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Mutation_changes_one_active_decision_and_what_depends_on_it(SearchSpace space) => ForAllSeeds(rng =>
    {
        var parent = space.Sample(rng);
        var child = space.Mutate(parent, rng);
        Assert.NotEqual(parent, child);
        var changed = Enumerable.Range(0, space.Decisions.Length).Where(i =>
            space.IsActive(parent.Choices.AsSpan(), i) && space.IsActive(child.Choices.AsSpan(), i) && parent.Choices[i] != child.Choices[i]);
        Assert.Single(changed);
    });

    [Fact]
    public void Mutation_is_uniform_over_active_decisions_and_other_choices()
    {
        var space = MobileNetV3Space.Laptop;
        var parent = space.Create(new int[21]);
        var rng = new Rng(7);
        var counts = new Dictionary<(int, int), int>();
        const int draws = 27_000;
        for (var i = 0; i < draws; i++)
        {
            var child = space.Mutate(parent, rng);
            var decision = Enumerable.Range(0, 21).First(d => child.Choices[d] != parent.Choices[d]);
            counts[(decision, child.Choices[decision])] = counts.GetValueOrDefault((decision, child.Choices[decision])) + 1;
        }

        // 3 units with depth (2 other choices), expansion (2) and kernel (1) active: 9 decisions, each drawn 3,000 times (sd 52).
        Assert.Equal(15, counts.Count);
        Assert.All(counts.GroupBy(count => count.Key.Item1), group => Assert.InRange(group.Sum(count => count.Value), 2740, 3260));
        Assert.InRange(counts[(0, 1)], 1340, 1660);
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Crossover_takes_every_decision_from_a_parent_in_which_it_matters(SearchSpace space) => ForAllSeeds(rng =>
    {
        var (first, second) = (space.Sample(rng), space.Sample(rng));
        var child = space.Crossover(first, second, rng);
        for (var i = 0; i < space.Decisions.Length; i++)
        {
            if (space.IsActive(child.Choices.AsSpan(), i))
            {
                var donors = new[] { first, second }.Where(parent => space.IsActive(parent.Choices.AsSpan(), i)).Select(parent => parent.Choices[i]);
                Assert.Contains(child.Choices[i], donors);
            }
        }
    });

    [Fact]
    public void Neighbours_are_distinct_and_differ_in_one_decision()
    {
        var space = MobileNetV3Space.Laptop;
        var centre = space.Sample(new Rng(3));
        var neighbours = space.Neighbours(centre).ToArray();
        var active = Enumerable.Range(0, 21).Where(i => space.IsActive(centre.Choices.AsSpan(), i));
        Assert.Equal(active.Sum(i => space.Decisions[i].Count - 1), neighbours.Length);
        Assert.Equal(neighbours.Length, neighbours.Distinct().Count());
        Assert.DoesNotContain(centre, neighbours);
    }

    [Fact]
    public void One_hot_vectors_tell_all_architectures_of_a_unit_apart()
    {
        var space = MobileNetV3Space.Laptop;
        var seen = new HashSet<string>();
        var choices = new int[21];
        var count = 0;
        for (var code = 0; code < 3 * 216; code++)
        {
            (choices[0], var rest) = (code / 216, code % 216);
            for (var i = 0; i < 3; i++, rest /= 6)
            {
                (choices[1 + 2 * i], choices[2 + 2 * i]) = (rest % 6 / 2, rest % 2);
            }

            var architecture = space.Create(choices);
            var vector = new float[space.OneHotLength];
            space.OneHot(architecture, vector);
            count += seen.Add(string.Join("", vector)) ? 1 : 0;
        }

        Assert.Equal(258, count);
    }

    [Theory]
    [InlineData("1,1:3,0,0,3,0,0,3,0,0:2,0,0,2,0,0,2,0,0", "Expected 3 depths")]
    [InlineData("1,1,1:3,0,0,3,0,0,3,0,0", "2 parts")]
    [InlineData("1,1,1:3,3,0,3,0,0,3,0,0:2,2,0,2,0,0,2,0,0", "depth 1, but the kernel of its layer 2 is 3")]
    [InlineData("2,1,1:3,0,0,3,0,0,3,0,0:2,2,0,2,0,0,2,0,0", "the kernel of its layer 2 is 0")]
    [InlineData("1,1,1:7,0,0,3,0,0,3,0,0:2,0,0,2,0,0,2,0,0", "unit1.layer1.kernel is 7, expected one of 3, 5")]
    [InlineData("4,1,1:3,0,0,3,0,0,3,0,0:2,0,0,2,0,0,2,0,0", "unit1.depth is 4, expected one of 1, 2, 3")]
    public void A_wrong_string_is_told_where_and_what_was_expected(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => MobileNetV3Space.Laptop.Parse(text)).Message);

    [Fact]
    public void Architectures_of_another_space_are_refused()
    {
        var other = MobileNetV3Space.OnceForAll().Sample(new Rng(1));
        Assert.Contains("expected FM-MB-3", Assert.Throws<ArgumentException>(() => MobileNetV3Space.Laptop.Select(other)).Message);
    }

    private static void ForAllSeeds(Action<Rng> property) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => property(new Rng(seed))).QuickCheckThrowOnFailure();
}
