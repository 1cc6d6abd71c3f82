namespace NasKit.Strategies;

/// <summary>Selection of parents.</summary>
internal static class Tournament
{
    /// <summary>The best of some drawn with replacement; of equals, the one drawn first.</summary>
    /// <param name="population">At least one.</param>
    /// <param name="reward">How good one is; more is better.</param>
    /// <param name="sample">How many are drawn, at least 1.</param>
    /// <param name="rng">Source of the draws.</param>
    public static T Best<T>(IReadOnlyList<T> population, Func<T, double> reward, int sample, Rng rng)
    {
        var best = population[rng.NextInt(population.Count)];
        for (var i = 1; i < sample; i++)
        {
            var other = population[rng.NextInt(population.Count)];
            best = reward(other) > reward(best) ? other : best;
        }

        return best;
    }

    /// <summary>The index of the worst of some drawn with replacement; of equals, the one drawn first.</summary>
    public static int Worst(List<Individual> population, int sample, Rng rng)
    {
        var worst = rng.NextInt(population.Count);
        for (var i = 1; i < sample; i++)
        {
            var other = rng.NextInt(population.Count);
            worst = population[other].Reward < population[worst].Reward ? other : worst;
        }

        return worst;
    }
}
