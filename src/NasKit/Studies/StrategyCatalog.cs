using NasKit.Strategies;
using NasKit.Strategies.BayesianOptimisation;
using NasKit.Strategies.Bohb;
using NasKit.Strategies.Cenas;
using NasKit.Strategies.DppNet;
using NasKit.Strategies.Hyperband;
using NasKit.Strategies.LocalSearch;
using NasKit.Strategies.NeighbourhoodSearch;
using NasKit.Strategies.Nsga2;
using NasKit.Strategies.Ppo;
using NasKit.Strategies.RandomSearch;
using NasKit.Strategies.RegularizedEvolution;
using NasKit.Strategies.Reinforce;
using NasKit.Strategies.Spos;

namespace NasKit.Studies;

/// <summary>The strategies by name.</summary>
public static class StrategyCatalog
{
    /// <summary>Every strategy with the paper's settings.</summary>
    public static IReadOnlyList<CatalogEntry> All { get; } =
    [
        new(new RandomSearchConfig(), "any objective", "Bergstra and Bengio, JMLR 2012"),
        new(new LocalSearchConfig(), "one objective", "White et al., UAI 2021"),
        new(new RegularizedEvolutionConfig(), "one objective", "Real et al., AAAI 2019"),
        new(new SposConfig(), "one objective", "Guo et al., ECCV 2020"),
        new(new ReinforceConfig(), "one objective, or accuracy and cost for a combined reward", "Williams, 1992; Dong and Yang, ICLR 2020"),
        new(ReinforceConfig.ZophLe, "one objective, or accuracy and cost for a combined reward", "Zoph and Le, ICLR 2017", "reinforce-rnn"),
        new(ReinforceConfig.Monas, "accuracy, maximised, and a cost, minimised", "Hsu et al., 2018 (MONAS)", "monas"),
        new(new PpoConfig(), "one objective, or accuracy and cost for a combined reward", "Zoph et al., CVPR 2018 (NASNet)"),
        new(new BayesianOptimisationConfig(), "one objective", "Lodhi et al., JMLR 2002; Jones et al., 1998"),
        new(new HyperbandConfig(), "one objective; several training budgets to differ from random search", "Li et al., JMLR 2018"),
        new(new BohbConfig(), "one objective; with one training budget it is TPE", "Falkner et al., ICML 2018"),
        new(new NeighbourhoodSearchConfig(), "one objective", "Wang et al., BMVC 2021"),
        new(new Nsga2Config(), "several objectives", "Deb et al., IEEE TEC 2002"),
        new(new DppNetConfig(), "several objectives, all but the first known without training", "Dong et al., ECCV 2018"),
        new(new CenasConfig(), "several objectives", "Ma et al., IEEE TEC 2024"),
    ];

    /// <summary>The strategy of a name.</summary>
    /// <param name="name">As in <see cref="StrategyConfig.Name"/>, or the name of a preset.</param>
    /// <exception cref="ArgumentException">There is none; the message lists those that there are.</exception>
    public static StrategyConfig Find(string name) => All.FirstOrDefault(entry => entry.Name == name)?.Config
        ?? throw new ArgumentException($"There is no strategy {name}. There are: {string.Join(", ", All.Select(entry => entry.Name))}.", nameof(name));
}

/// <summary>A strategy as lists show it.</summary>
/// <param name="Config">The strategy with the paper's settings.</param>
/// <param name="Needs">What a problem must have for it.</param>
/// <param name="Paper">Where it comes from.</param>
/// <param name="Preset">Its name where it is another strategy with other settings; null otherwise.</param>
public sealed record CatalogEntry(StrategyConfig Config, string Needs, string Paper, string? Preset = null)
{
    /// <summary>The name on the command line.</summary>
    public string Name => Preset ?? Config.Name;
}
