using NasKit.Notebooks;
using NasKit.Notebooks.Documents;
using NasKit.Notebooks.Parameters;

namespace NasKit.Cli;

/// <summary>What an earlier run left in its output file.</summary>
/// <param name="Parameters">The parameters that it overrode.</param>
/// <param name="IsComplete">Whether every cell of the very same notebook and parameters ran to its end.</param>
internal sealed record EarlierRun(IReadOnlyList<KeyValuePair<string, string>> Parameters, bool IsComplete)
{
    /// <summary>Looks into a run's output file.</summary>
    /// <param name="run">The run; where it has no parameters of its own, those of the earlier one count.</param>
    /// <returns>Null where there is no such file, or one that is no notebook.</returns>
    public static EarlierRun? Of(PlannedRun run)
    {
        if (!File.Exists(run.Output) || run.Output == run.Notebook)
            return null;
        try
        {
            var executed = Notebook.Read(run.Output);
            var earlier = ParametersCell.Overridden(executed).Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value as string ?? parameter.Literal)).ToList();
            var parameters = run.Parameters.Count > 0 ? run.Parameters : earlier;
            var wanted = Codes(ParametersCell.Override(Notebook.Read(run.Notebook), parameters));
            var there = Codes(executed);
            var complete = wanted.Select(cell => cell.Source).SequenceEqual(there.Select(cell => cell.Source))
                && there.All(cell => cell.ExecutionCount is not null && !cell.Outputs.Any(output => output is ErrorOutput));
            return new EarlierRun(parameters, complete);
        }
        catch (NotebookException)
        {
            // An output that is cut off or of other parameters is of no use; the run starts anew.
            return null;
        }
    }

    private static List<CodeCell> Codes(Notebook notebook) => [.. notebook.Cells.OfType<CodeCell>().Where(cell => !string.IsNullOrWhiteSpace(cell.Source))];
}
