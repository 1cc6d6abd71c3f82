using System.Collections.Immutable;

namespace NasKit.Spaces;

/// <summary>The spaces that can be asked for by name.</summary>
public static class SearchSpaces
{
    private static readonly ImmutableSortedDictionary<string, Lazy<SearchSpace>> Known = new (string Name, Func<SearchSpace> Make)[]
    {
        ("nas-bench-201", () => NasBench201Space.Cifar10),
        ("nas-bench-201-cifar100", () => NasBench201Space.Cifar100),
        ("nas-bench-201-imagenet16", () => NasBench201Space.ImageNet16),
        ("nas-bench-macro", () => NasBenchMacroSpace.Cifar10),
        ("fbnet", () => FbNetSpace.ImageNet()),
        ("fbnet-cifar100", () => FbNetSpace.Cifar()),
        ("proxylessnas", () => ProxylessNasSpace.Proxyless()),
        ("fairnas", () => ProxylessNasSpace.Fair()),
        ("spos", () => ShuffleNetSpace.Spos()),
        ("detnas-1.3g", () => ShuffleNetSpace.DetNasLarge()),
        ("ofa-mobilenetv3", () => MobileNetV3Space.OnceForAll()),
        ("fm-mb-3", () => MobileNetV3Space.Laptop),
        ("mb-28", () => ProxylessNasSpace.Laptop),
        ("spos-28", () => ShuffleNetSpace.Laptop),
        ("fm-shuffle-7", () => ShuffleNetSpace.Small),
        ("spos-28-large", () => ShuffleNetSpace.LaptopLarge),
        ("macro-28", () => NasBenchMacroSpace.Laptop),
        ("macro-28-micro", () => NasBenchMacroSpace.Micro),
        ("fm-cell-3", () => CellSkeleton.FashionMnist.Raw(CellAlphabet.Laptop)),
        ("dpp-net-28", () => DppNetSpace.Laptop),
        ("nb201-28", () => NasBench201Space.Laptop),
        ("darts", () => DartsSpace.Cifar10),
        ("darts-28", () => DartsSpace.Laptop),
    }.ToImmutableSortedDictionary(entry => entry.Name, entry => new Lazy<SearchSpace>(entry.Make), StringComparer.OrdinalIgnoreCase);

    /// <summary>The names, in alphabetical order.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>The space of a name.</summary>
    /// <param name="name">One of <see cref="Names"/>, or <c>digits:C1,C2,…</c> for a plain space (<see cref="DigitsSpace"/>).</param>
    /// <exception cref="ArgumentException">There is no such space; the message lists those that there are.</exception>
    public static SearchSpace Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(DigitsSpace.Prefix, StringComparison.Ordinal) ? DigitsSpace.Parse(name)
            : Known.TryGetValue(name, out var space) ? space.Value
            : throw new ArgumentException(
                $"There is no space '{name}'. There are: {string.Join(", ", Names)}; and {DigitsSpace.Prefix}C1,C2,… for a table whose architectures are strings of digits.", nameof(name));
    }
}
