using System.Globalization;
using Microsoft.DotNet.Interactive.Formatting;

namespace NasKit.Charts;

/// <summary>The closing table of a notebook: each claim, the paper's value, ours over the seeds, and the verdict.</summary>
[TypeFormatterSource(typeof(TableFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class ClaimsTable
{
    private readonly TextTable table;

    /// <summary>Makes the table of some claims.</summary>
    /// <param name="claims">The claims in order; ids differ, values are finite.</param>
    /// <exception cref="ArgumentException">An id is empty or repeated, or a value is not finite.</exception>
    public ClaimsTable(params IReadOnlyList<Claim> claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        var problems = new ChartProblems("Claims table");
        if (problems.List("claims", claims))
        {
            problems.Names("claims", claims.Select(claim => claim.Id));
            foreach (var claim in claims)
            {
                for (var i = 0; i < claim.Ours.Count; i++) problems.Number($"claim {claim.Id}: value {i}", claim.Ours[i]);
            }
        }
        problems.Throw();
        Claims = [.. claims];
        table = new(
            ["id", "claim", "paper", "ours (mean ± sd)", "best", "n", "scale", "verdict"],
            Claims.Select(IReadOnlyList<object?> (claim) =>
                [claim.Id, claim.Text, claim.Paper, MeanAndDeviation(claim), Quantity(claim, claim.Best), claim.Ours.Count, claim.Scale, Words(claim.Verdict)]));
    }

    /// <summary>The claims, in order.</summary>
    public IReadOnlyList<Claim> Claims { get; }

    /// <summary>How a verdict is printed: reproduced, same trend, not at this scale, differs.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string Words(Verdict verdict) => verdict switch
    {
        Verdict.Reproduced => "reproduced",
        Verdict.SameTrend => "same trend",
        Verdict.NotAtThisScale => "not at this scale",
        Verdict.Differs => "differs",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "There is no such verdict."),
    };

    /// <summary>The table, aligned with spaces.</summary>
    public override string ToString() => table.ToString();

    /// <summary>The table as HTML; every text is escaped.</summary>
    public string ToHtml() => table.ToHtml();

    /// <summary>The table as GitHub-flavoured markdown.</summary>
    public string ToMarkdown() => table.ToMarkdown();

    private static string MeanAndDeviation(Claim claim)
    {
        if (claim.Mean is null) return TextTable.Unknown;
        var deviation = claim.StandardDeviation is { } sd ? $" ± {TextTable.Number(sd, 2)}" : "";
        return $"{Digits(claim.Mean)}{deviation}{Unit(claim)}";
    }

    private static string Quantity(Claim claim, double? value)
        => value is null ? TextTable.Unknown : $"{Digits(value)}{Unit(claim)}";

    // A count is shown whole: it may be compared to the last digit.
    private static string Digits(double? value) => value is { } count && double.IsInteger(count) && Math.Abs(count) < 1e9 ? count.ToString("0", CultureInfo.InvariantCulture) : TextTable.Number(value, 4);

    private static string Unit(Claim claim) => string.IsNullOrEmpty(claim.Unit) ? "" : $" {claim.Unit}";
}
