using Microsoft.DotNet.Interactive.Formatting;
using NasKit.Charts;

namespace NasKit.Tests.Charts;

public class TableTests
{
    private static readonly TextTable Table = new(["method", "latency (ms)"], [["PNAG <b>", 2.5], ["random | search", null]]);

    [Fact]
    public void Plain_text_is_aligned_with_numbers_to_the_right_and_unknown_as_NA()
        => Assert.Equal(
            """
            method           latency (ms)
            ---------------  ------------
            PNAG <b>                  2.5
            random | search            NA

            """.ReplaceLineEndings("\n"), Table.ToString());

    [Fact]
    public void Html_is_escaped_and_markdown_keeps_its_columns()
    {
        Assert.Contains("PNAG &lt;b&gt;", Table.ToHtml());
        Assert.Contains("| random \\| search | NA |", Table.ToMarkdown());
        Assert.Contains("| --- | ---: |", Table.ToMarkdown());
    }

    [Theory]
    [InlineData(12_345_678.0, "12345700")]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(1e-9, "1E-09")]
    [InlineData(double.NaN, "NA")]
    public void Numbers_print_in_six_digits_without_exponents_for_counts(double number, string text)
        => Assert.Equal(text, TextTable.Number(number));

    [Fact]
    public void Row_of_another_length_is_refused()
        => Assert.Throws<ArgumentException>(() => new TextTable(["a", "b"], [["only one"]]));

    [Fact]
    public void Claims_show_mean_deviation_best_and_verdict()
    {
        var claims = new ClaimsTable(
            Claim.That("P2", "budgets are met", "all reported points", [0.9, 0.92, 0.94], "laptop", holds: true),
            Claim.That("P5", "generation is inference", null, [], "laptop", holds: false, otherwise: Verdict.NotAtThisScale),
            Claim.That("P6", "faster", "5 s", [3], "laptop", holds: false, unit: "s", higherIsBetter: false));
        var lines = claims.ToString().Split('\n');
        Assert.Matches(@"^P2\s+budgets are met\s+all reported points\s+0\.92 ± 0\.02\s+0\.94\s+3\s+laptop\s+reproduced$", lines[2]);
        Assert.Matches(@"^P5\s+generation is inference\s+NA\s+NA\s+NA\s+0\s+laptop\s+not at this scale$", lines[3]);
        Assert.Matches(@"^P6\s+faster\s+5 s\s+3 s\s+3 s\s+1\s+laptop\s+differs$", lines[4]);
        Assert.Contains("<td", claims.ToDisplayString("text/html"));
    }

    [Theory]
    [InlineData("1 1.1 0.9", Verdict.Reproduced)] // 1 ± 0.06
    [InlineData("1 4 -2", Verdict.SameTrend)] // 1 ± 1.7
    [InlineData("1", Verdict.SameTrend)]
    [InlineData("-1 -1.1 -0.9", Verdict.Differs)]
    [InlineData("", Verdict.Differs)]
    public void A_mean_that_noise_may_have_made_is_a_trend(string ours, Verdict verdict) => Assert.Equal(
        verdict, Claim.AtLeast("A", "above", null, [.. ours.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(double.Parse)], "laptop", 0).Verdict);

    [Fact]
    public void Claims_with_the_same_id_or_infinite_values_are_refused()
    {
        var claim = Claim.That("P1", "a", null, [double.NaN], "smoke", holds: true);
        var error = Assert.Throws<ArgumentException>(() => new ClaimsTable(claim, claim));
        Assert.Contains("'P1' occurs twice", error.Message);
        Assert.Contains("claim P1: value 0 must be a finite number", error.Message);
    }
}
