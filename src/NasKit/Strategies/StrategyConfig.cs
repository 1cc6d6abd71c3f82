using System.Collections.Concurrent;
using System.Reflection;

namespace NasKit.Strategies;

/// <summary>A strategy and its settings; the paper's values are the defaults.</summary>
public abstract record StrategyConfig
{
    private static readonly ConcurrentDictionary<Type, StrategyOption[]> known = [];

    /// <summary>The strategy's name, such as <c>regularized-evolution</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it searches for a front; a strategy that does not looks at the first objective alone.</summary>
    public virtual bool IsMultiObjective => false;

    /// <summary>Every setting with its range and default.</summary>
    public IReadOnlyList<StrategyOption> Options() => known.GetOrAdd(GetType(), static type =>
    {
        var standard = Activator.CreateInstance(type);
        return [.. type.GetProperties().Where(property => property.IsDefined(typeof(OptionAttribute))).Select(property => new StrategyOption(property, property.GetValue(standard)))];
    });

    /// <summary>The same strategy with settings read from text.</summary>
    /// <param name="settings">Names as in <see cref="StrategyOption.Name"/>, with their values.</param>
    /// <exception cref="ArgumentException">A setting is unknown, unreadable or out of range; the message tells of all.</exception>
    public StrategyConfig With(IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var changed = this with { };
        var problems = new List<string>();
        foreach (var (name, text) in settings)
        {
            var option = Options().FirstOrDefault(option => option.Name == name);
            var problem = option is not null ? option.Set(changed, text)
                : $"there is no option {name}; there are {string.Join(", ", Options().Select(known => known.Name))}";
            problems.AddRange(problem is null ? [] : [problem]);
        }

        Require.That(Name, problems.Concat(changed.Problems()).Select(problem => (false, problem)));
        return changed;
    }

    /// <summary>Reports all settings that are out of range.</summary>
    /// <exception cref="ArgumentException">At least one is.</exception>
    public void Validate() => Require.That(GetType().Name, Problems().Select(problem => (false, problem)));

    /// <summary>Begins a search.</summary>
    /// <param name="problem">What is searched for.</param>
    /// <param name="seeds">The root of everything random in it.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the problem lacks what the strategy needs.</exception>
    public ISearcher Start(SearchProblem problem, Seeds seeds)
    {
        ArgumentNullException.ThrowIfNull(problem);
        Validate();
        return Begin(problem, seeds);
    }

    /// <summary>Makes the searcher; the settings are valid.</summary>
    protected abstract ISearcher Begin(SearchProblem problem, Seeds seeds);

    /// <summary>What must hold between settings, beyond the range of each.</summary>
    protected virtual IEnumerable<(bool Holds, string Problem)> Rules() => [];

    private IEnumerable<string> Problems() =>
        Options().Select(option => option.Problem(this)).OfType<string>().Concat(Rules().Where(rule => !rule.Holds).Select(rule => rule.Problem));
}
