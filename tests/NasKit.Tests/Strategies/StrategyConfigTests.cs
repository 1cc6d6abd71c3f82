using NasKit.Strategies;
using NasKit.Strategies.RandomSearch;
using NasKit.Strategies.RegularizedEvolution;
using NasKit.Studies;

namespace NasKit.Tests.Strategies;

public sealed class StrategyConfigTests
{
    [Fact]
    public void All_settings_out_of_range_are_reported_at_once()
    {
        var config = new RegularizedEvolutionConfig { Population = 0, Sample = -1, Identity = double.NaN };
        var message = Assert.Throws<ArgumentException>(() => config.Start(Toy.Problem, new Seeds(1))).Message;
        Assert.Equal(
            "RegularizedEvolutionConfig: 3 problems. Population = 0 must be a whole number ≥ 1 and ≤ 100000. Sample = -1 must be a whole number ≥ 1 and ≤ 100000. "
            + "Identity = NaN must be a number ≥ 0 and ≤ 1.", message);
    }

    [Fact]
    public void Settings_are_read_from_text()
    {
        var config = new RegularizedEvolutionConfig().With([new("population", "20"), new("identity", "0.5")]);
        Assert.Equal(new RegularizedEvolutionConfig { Population = 20, Identity = 0.5 }, config);
        Assert.Equal(new RandomSearchConfig { WithReplacement = false }, new RandomSearchConfig().With([new("with-replacement", "false")]));
        Assert.Equal(100, new RegularizedEvolutionConfig().Population); // the defaults stay as they are
    }

    [Fact]
    public void Unknown_unreadable_and_wrong_settings_are_reported_together()
    {
        var message = Assert.Throws<ArgumentException>(
            () => new RegularizedEvolutionConfig().With([new("size", "3"), new("population", "many"), new("identity", "2")])).Message;
        Assert.StartsWith("regularized-evolution: 3 problems. there is no option size; there are population, sample, identity, aging. population = many must be a whole number", message, StringComparison.Ordinal);
        Assert.EndsWith("Identity = 2 must be a number ≥ 0 and ≤ 1.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_of_every_strategy_has_a_meaning_and_a_valid_default()
    {
        foreach (var entry in StrategyCatalog.All)
        {
            entry.Config.Validate();
            Assert.All(entry.Config.Options(), option => Assert.True(option.Meaning.Length > 0 && option.Range.Length > 0));
        }

        Assert.Equal(StrategyCatalog.All.Count, StrategyCatalog.All.Select(entry => entry.Name).Distinct().Count());
        Assert.Contains("regularized-evolution", Assert.Throws<ArgumentException>(() => StrategyCatalog.Find("evolution")).Message, StringComparison.Ordinal);
    }
}
