using System.Text.Json.Nodes;
using NasKit.Notebooks.Documents;
using NasKit.Notebooks.Sessions;

namespace NasKit.Notebooks.Running;

/// <summary>Runs a notebook from top to bottom without a front end.</summary>
public static class NotebookRunner
{
    /// <summary>The kernel that C# notebooks name.</summary>
    public const string KernelName = ".net-csharp";

    // No cell runs after one that was stopped, so there is little to gain from waiting for it.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    /// <summary>Runs the code cells in order, in a session of their own, and stops at the first that fails.</summary>
    /// <param name="notebook">The document; its old outputs are dropped.</param>
    /// <param name="options">Folder and limits.</param>
    /// <param name="observer">Watches; null: nobody does.</param>
    /// <param name="cancellation">Stops the running cell and with it the run.</param>
    /// <returns>The document so far, and how the run ended.</returns>
    /// <exception cref="NotebookException">The notebook is written for another kernel, or a cell for another language.</exception>
    public static async Task<RunResult> RunAsync(
        Notebook notebook, RunOptions options, IRunObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        ArgumentNullException.ThrowIfNull(options);
        EnsureCSharp(notebook);
        var recorder = new OutputRecorder();
        var executed = notebook.Cells.Select(cell => cell is CodeCell code ? code with { Outputs = [], ExecutionCount = null } : cell).ToList();
        var run = executed.Index().Where(cell => cell.Item is CodeCell && !string.IsNullOrWhiteSpace(cell.Item.Source)).Select(cell => cell.Index).ToList();
        var last = new CellOutcome(CellStatus.Succeeded, null, TimeSpan.Zero);
        var recording = new Lock();
        using var session = new CSharpSession(new SessionOptions { Folder = options.Folder, StopPatience = StopPatience });
        var done = 0;
        foreach (var index in run)
        {
            var number = done + 1;
            lock (recording)
                recorder.Begin();
            observer?.CellStarted(number, run.Count, CellHeading.Of(notebook.Cells, index));
            last = await session.RunAsync(notebook.Cells[index].Source, number, Record, options.CellTimeout, cancellation).ConfigureAwait(false);
            if (last.Error is { } error)
            {
                lock (recording)
                    recorder.Fail(error);
            }
            observer?.CellEnded(last);
            done = number;
            if (last.Status != CellStatus.Succeeded)
                break;

            void Record(SessionEvent happened)
            {
                lock (recording)
                    recorder.Accept(happened, number);
                observer?.CellPutOut(happened);
            }
        }
        lock (recording)
        {
            for (var i = 0; i < done; i++)
                executed[run[i]] = (CodeCell)executed[run[i]] with { Outputs = recorder.Outputs(i), ExecutionCount = i + 1 };
        }
        return new RunResult(notebook with { Cells = executed, Metadata = WithKernel(notebook.Metadata) }, last.Status, last.Error);
    }

    private static void EnsureCSharp(Notebook notebook)
    {
        if (notebook.KernelName is { } kernel && kernel != KernelName)
            throw new NotebookException($"The notebook is written for the kernel {kernel}; NasKit runs C# notebooks ({KernelName}).");
        foreach (var (index, cell) in notebook.Cells.Index())
        {
            if (cell is CodeCell && Language(cell) is { } language && language is not ("csharp" or "C#"))
                throw new NotebookException($"Cell {index + 1} of the notebook is written for {language}; NasKit runs C# cells.");
        }
    }

    private static string? Language(Cell cell) =>
        Text(cell.Metadata["polyglot_notebook"], "kernelName") ?? Text(cell.Metadata["dotnet_interactive"], "language");

    private static string? Text(JsonNode? owner, string key) =>
        owner is JsonObject members && members[key] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static JsonObject WithKernel(JsonObject metadata)
    {
        if (metadata["kernelspec"] is JsonObject)
            return metadata;
        var named = (JsonObject)metadata.DeepClone();
        named["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = KernelName };
        named["language_info"] ??= new JsonObject
        {
            ["file_extension"] = ".cs", ["mimetype"] = "text/x-csharp", ["name"] = "C#", ["pygments_lexer"] = "csharp",
        };
        return named;
    }
}
