using System.Globalization;
using System.Xml.Linq;
using NasKit.Notebooks.Files;

namespace NasKit.Cli;

/// <summary>Results of runs in the XML that CI systems read.</summary>
internal static class JUnitReport
{
    public static void Write(string path, IReadOnlyList<EndedRun> runs)
    {
        var suite = new XElement("testsuite",
            new XAttribute("name", "naskit run"), new XAttribute("tests", runs.Count), new XAttribute("failures", runs.Count(run => run.ExitCode == ExitCode.Failed)),
            new XAttribute("errors", runs.Count(run => run.ExitCode is not (ExitCode.Success or ExitCode.Failed))), new XAttribute("skipped", runs.Count(run => run.Skipped)),
            new XAttribute("time", Seconds(runs.Sum(run => run.Elapsed.TotalSeconds))),
            runs.Select(run => new XElement("testcase",
                new XAttribute("classname", Path.GetFileNameWithoutExtension(run.Planned.Notebook)), new XAttribute("name", Clean(run.Planned.Label)),
                new XAttribute("file", Clean(run.Planned.Notebook)), new XAttribute("time", Seconds(run.Elapsed.TotalSeconds)),
                run.Skipped ? new XElement("skipped", new XAttribute("message", "its output was complete already")) : null,
                run.ExitCode == ExitCode.Success ? null : new XElement(run.ExitCode == ExitCode.Failed ? "failure" : "error",
                    new XAttribute("type", run.Result), new XAttribute("message", Clean(run.Error.Split('\n')[0])), Clean(run.Error)))));
        var document = new XDocument(new XElement("testsuites", suite));
        AtomicFile.Write(path, text =>
        {
            text.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
            text.Write(document.ToString());
            text.Write('\n');
        });
    }

    private static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    // What XML cannot hold, escaped or not.
    private static string Clean(string text) => string.Concat(text.Where((c, i) =>
        System.Xml.XmlConvert.IsXmlChar(c) || (char.IsSurrogate(c) && (i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]) || i > 0 && char.IsSurrogatePair(text[i - 1], c)))));
}
