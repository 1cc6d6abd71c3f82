using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NasKit.Notebooks.Tests.Jupyter;

/// <summary>One Python process asks one kernel everything; each of its cases is a test here.</summary>
public sealed partial class ConformanceTests(ConformanceTests.Outcomes outcomes) : IClassFixture<ConformanceTests.Outcomes>
{
    public static TheoryData<string> Cases
    {
        get
        {
            var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Jupyter", "conformance.py"));
            return new TheoryData<string>(
                Functions().Matches(text).Select(match => match.Groups[1].Value).Concat(Stoppable().Matches(text).Select(match => "interrupt_stops_" + match.Groups[1].Value)));
        }
    }

    [LiveTheory]
    [MemberData(nameof(Cases))]
    public void The_kernel_answers_as_the_protocol_says(string name)
    {
        Assert.True(outcomes.All.ContainsKey(name), $"{name} did not run.");
        Assert.True(outcomes.All[name] is null, outcomes.All[name]?.GetValue<string>());
    }

    [Fact]
    public void There_are_at_least_sixty_cases() => Assert.True(Cases.Count >= 60, $"{Cases.Count} cases");

    [GeneratedRegex(@"^@case\ndef (\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Functions();

    [GeneratedRegex(@"^    ""(an?_\w+)"": """, RegexOptions.Multiline)]
    private static partial Regex Stoppable();

    /// <summary>What the one run found.</summary>
    public sealed class Outcomes
    {
        private readonly Lazy<JsonObject> all = new(() => LiveKernel.Drive("conformance.py"));

        public JsonObject All => all.Value;
    }
}
