using System.Globalization;
using NasKit.Notebooks.Running;
using NasKit.Notebooks.Sessions;

namespace NasKit.Cli;

/// <summary>Tells how a run goes on: live in a terminal, in lines elsewhere.</summary>
internal sealed class RunProgress(TextWriter output) : IRunObserver, IDisposable
{
    private string cell = "";

    public void CellStarted(int number, int count, string heading)
    {
        cell = string.Create(CultureInfo.InvariantCulture, $"[{number}/{count}] {heading}");
        output.WriteLine(cell);
    }

    public void CellPutOut(SessionEvent happened)
    {
        if (happened is StreamWritten stream)
            output.Write(stream.Text);
    }

    public void CellEnded(CellOutcome outcome) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cell}: {outcome.Status} after {outcome.Elapsed.TotalSeconds:0.0} s"));

    public void Dispose() => output.Flush();
}
