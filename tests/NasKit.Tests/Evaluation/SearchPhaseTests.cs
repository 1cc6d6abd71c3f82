using NasKit.Benchmarks;
using NasKit.Evaluation;
using NasKit.Spaces;

namespace NasKit.Tests.Evaluation;

public sealed class SearchPhaseTests
{
    private static readonly SearchSpace Space = DigitsSpace.Of(3, 3); // accuracies 0…8 by number

    [Fact]
    public void A_search_that_always_finds_the_best_beats_all_but_one_architecture_of_the_space()
    {
        var phase = SearchPhase.Run(Space, _ => Space.Parse("22"), (architecture, _) => Number(architecture), 10, new Seeds(1), all: Enumerable.Range(0, 9).Select(i => (double)i).ToArray());
        Assert.Equal((10, 8.0, 0.0), (phase.Searched.Count, phase.Searched.Mean, phase.Searched.StandardDeviation));
        Assert.Equal(8.0 / 9, phase.ProbabilityToBeatRandom, 12);
        Assert.True(phase.IsExact);
        Assert.Equal(phase.Pairs.Average(pair => Number(pair.Random)), phase.Random.Mean, 12);
        Assert.StartsWith("searched 8.000 ± 0.000, random ", phase.ToString());
        Assert.EndsWith("better than 88.9 % of the space (n = 10)", phase.ToString());
    }

    [Fact]
    public void Without_a_table_the_drawn_architectures_stand_in_for_the_space()
    {
        SearchPhasePair Pair(string searched, string random) => new(Space.Parse(searched), Number(Space.Parse(searched)), Space.Parse(random), Number(Space.Parse(random)));
        var phase = SearchPhase.Of([Pair("10", "02"), Pair("01", "22"), Pair("22", "01")]); // 3, 1, 8 beside 2, 8, 1
        Assert.Equal((2 + 0 + 2) / 9.0, phase.ProbabilityToBeatRandom, 12); // its equal, 8, is not beaten, and 1 beats none
        Assert.False(phase.IsExact);
        Assert.Equal(4, phase.Searched.Mean, 12);
    }

    [Fact]
    public void Both_architectures_of_a_repetition_are_trained_with_the_same_seeds_and_repetitions_differ()
    {
        var trained = new List<(Architecture Architecture, long Seed)>();
        SearchPhase.Run(Space, seeds => Space.Sample(seeds.Rng("search")), (architecture, seeds) => { trained.Add((architecture, seeds.Root)); return 1; }, 6, new Seeds(2));
        Assert.Equal(12, trained.Count);
        Assert.All(trained.Chunk(2), pair => Assert.Equal(pair[0].Seed, pair[1].Seed));
        Assert.Equal(6, trained.Select(one => one.Seed).Distinct().Count());
        Assert.True(trained.Chunk(2).Select(pair => pair[1].Architecture).Distinct().Count() > 1);
    }

    [Fact]
    public void A_given_rule_draws_the_random_architectures()
    {
        var phase = SearchPhase.Run(Space, _ => Space.Parse("00"), (architecture, _) => Number(architecture), 3, new Seeds(2), draw: _ => Space.Parse("11"));
        Assert.All(phase.Pairs, pair => Assert.Equal("11", pair.Random.ToString()));
    }

    [Fact]
    public void A_training_without_a_finite_accuracy_is_named() => Assert.Contains("The training of 21 gave the accuracy NaN",
        Assert.Throws<NasKitException>(() => SearchPhase.Run(Space, _ => Space.Parse("21"), (_, _) => double.NaN, 2, new Seeds(1))).Message);

    [Fact]
    public void One_repetition_or_an_empty_table_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => SearchPhase.Run(Space, _ => Space.Parse("00"), (_, _) => 1, 1, new Seeds(1), all: [])).Message;
        Assert.Contains("repetitions = 1", error);
        Assert.Contains("The table is empty", error);
    }

    [FactWithSharedData("nas-bench-201.csv.gz")]
    public void On_a_table_a_random_search_policy_beats_half_of_the_space_and_one_by_short_trainings_nearly_all()
    {
        var table = KnownTables.Load("nas-bench-201", SharedData.Folder);
        var final = table.Column("c10_test_200").CompleteValues.ToArray();
        double Trained(Architecture architecture, Seeds seeds) => table.Value(architecture, "c10_test_200");
        var chance = SearchPhase.Run(table.Space, seeds => table.Space.Sample(seeds.Rng("search")), Trained, 200, new Seeds(1), all: final);
        Assert.InRange(chance.ProbabilityToBeatRandom, 0.5 - 0.082, 0.5 + 0.082); // uniform ranks: deviation 0.289/√200, four of them
        var best = SearchPhase.Run(
            table.Space, seeds => { var rng = seeds.Rng("search"); return Enumerable.Range(0, 100).Select(_ => table.Space.Sample(rng)).MaxBy(one => table.Value(one, "c10_val_12"))!; },
            Trained, 10, new Seeds(1), all: final);
        Assert.True(best.ProbabilityToBeatRandom > 0.95, best.ToString());
    }

    private static double Number(Architecture architecture) => 3 * architecture.Choices[0] + architecture.Choices[1];
}
