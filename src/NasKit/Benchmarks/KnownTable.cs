using System.Collections.Immutable;

namespace NasKit.Benchmarks;

/// <summary>A file of a published table.</summary>
/// <param name="File">Its name, <c>.csv.gz</c>; the same name without <c>.gz</c> is read too.</param>
/// <param name="Sha256">SHA-256 of its text without compression.</param>
/// <param name="Rows">Number of rows without the header.</param>
/// <param name="Columns">Names of its columns, in order.</param>
/// <param name="Source">Where its numbers are to be had.</param>
public sealed record KnownFile(string File, string Sha256, int Rows, ImmutableArray<string> Columns, string Source)
{
    /// <summary>Brings its text, given with its path, into a row for each architecture, named by <c>arch</c> or <c>index</c>; null where it has that form.</summary>
    internal Func<byte[], string, byte[]>? Arranged { get; init; }
}

/// <summary>A published table that can be asked for by name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Space">Name of its space.</param>
/// <param name="Main">The file with the architectures, in column <c>arch</c>.</param>
/// <param name="Parts">Files with further columns of the same rows by the column <c>index</c>; read where they are there.</param>
/// <param name="Summary">What was measured, in one sentence.</param>
public sealed record KnownTable(string Name, string Space, KnownFile Main, ImmutableArray<KnownFile> Parts, string Summary)
{
    /// <summary>Name of a mean of columns that is added to the table; null where there is none.</summary>
    public string? Mean { get; init; }

    /// <summary>The columns of that mean: runs that only differ in their seed.</summary>
    public ImmutableArray<string> Runs { get; init; } = [];
}
