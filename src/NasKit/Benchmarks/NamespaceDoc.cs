namespace NasKit.Benchmarks;

/// <summary>Tables of measured architectures, from CSV files to columns of numbers.</summary>
/// <remarks>
/// <see cref="KnownTables.Load"/> reads a published table by its name from a folder that holds it; <see cref="BenchmarkTable.Read"/> reads any CSV file
/// with a column of architectures. A <see cref="BenchmarkTable"/> finds the row of an architecture in constant time and gives columns as plain numbers;
/// as an evaluator that a search strategy asks, it is a <c>TabularBenchmark</c> of the namespace Evaluation.
/// <see cref="NasBench201TrainingTime"/> says how long a training would have taken, <see cref="PublishedLatency"/> makes cost models of latency tables
/// by operator. No table is part of NasKit, and nothing of a table is ever run.
/// </remarks>
internal static class NamespaceDoc;
