namespace NasKit;

/// <summary>Checks configurations: all problems in one message.</summary>
internal static class Require
{
    /// <summary>Throws if a condition does not hold, naming every one that does not.</summary>
    /// <param name="what">Name of what is checked.</param>
    /// <param name="rules">Conditions, each with the sentence for when it does not hold.</param>
    /// <exception cref="ArgumentException">At least one condition does not hold.</exception>
    public static void That(string what, params IEnumerable<(bool Holds, string Problem)> rules)
    {
        var problems = rules.Where(rule => !rule.Holds).Select(rule => rule.Problem).ToArray();
        if (problems.Length > 0)
        {
            throw new ArgumentException($"{what}: {problems.Length} problem{(problems.Length == 1 ? "" : "s")}. {string.Join(". ", problems)}.");
        }
    }
}
