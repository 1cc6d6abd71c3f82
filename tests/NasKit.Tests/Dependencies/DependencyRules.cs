namespace NasKit.Tests.Dependencies;

/// <summary>Which namespace of the library may use which: dependencies point down.</summary>
/// <remarks>
/// A namespace is known by its first name; those below it may use it and each other, except the folders of two methods
/// (<c>Strategies.Gdas</c> and <c>Strategies.Darts</c>): what two methods share belongs to a lower namespace.
/// The root namespace holds what everybody may use and itself uses nothing.
/// </remarks>
internal static class DependencyRules
{
    private static readonly string[] Ground = ["Spaces", "Cost", "Pareto", "Statistics", "Data", "Benchmarks"];
    private static readonly string[] Middle = ["Training", "Supernets", "Relaxations", "Evaluation", .. Ground];
    private static readonly string[] Methods = ["Strategies", "Generators", .. Middle];

    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        [""] = [],
        ["Pareto"] = [],
        ["Statistics"] = [],
        ["Spaces"] = ["Cost"],
        ["Cost"] = ["Spaces", "Statistics"],
        ["Data"] = ["Spaces"],
        ["Benchmarks"] = ["Spaces", "Cost", "Pareto", "Data"],
        ["Training"] = Ground,
        ["Relaxations"] = ["Training", .. Ground],
        ["Supernets"] = ["Training", "Relaxations", .. Ground],
        ["Evaluation"] = ["Training", "Relaxations", "Supernets", .. Ground],
        ["Strategies"] = Middle,
        ["Generators"] = Middle,
        ["Runs"] = Methods,
        ["Studies"] = ["Runs", .. Methods],
        ["Charts"] = ["Studies", "Runs", .. Methods],
    };

    /// <returns>A sentence for each use that points up, sideways or to a namespace without a rule.</returns>
    public static IEnumerable<string> Violations(IEnumerable<NamespaceUse> uses) =>
        from use in uses
        let problem = Problem(use)
        where problem is not null
        select $"{use.User} uses {use.Used}: {problem}";

    private static string? Problem(NamespaceUse use)
    {
        var (from, to) = (First(use.From), First(use.To));
        if (!MayUse.TryGetValue(from, out var allowed))
            return $"{from} has no rule; give it one here.";
        if (to.Length == 0)
            return null;
        if (from != to)
            return allowed.Contains(to) ? null : $"{(from.Length == 0 ? "the root namespace" : from)} may use {(allowed.Length == 0 ? "nothing" : string.Join(", ", allowed))}.";
        var nested = use.From.Length == 0 || use.To.Length == 0 || Within(use.From, use.To) || Within(use.To, use.From);
        return nested ? null : $"two methods of {from} must not know each other.";
    }

    private static bool Within(string inner, string outer) => inner.StartsWith(outer + ".", StringComparison.Ordinal);

    private static string First(string name) => name.Split('.')[0];
}
