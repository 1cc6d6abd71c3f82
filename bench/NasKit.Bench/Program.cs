using System.CommandLine;
using System.Globalization;
using NasKit;
using NasKit.Bench;
using Spectre.Console;

IBenchCase[] cases = [new OpsCase(), new SupernetCase(), new DsnasCase(), new DartsCase(), new MachineCase(), new PnagCase(), new ParetoCase(), new TablesCase(), new StrategiesCase(), new CellsCase()];

var name = new Argument<string>("NAME") { Description = string.Join("; ", cases.Select(c => $"{c.Name}: {c.Description}")) };
var json = new Option<FileInfo?>("--json") { Description = "Also writes the results to this file." };
var command = new RootCommand("Measures parts of NasKit on this machine.") { name, json };
command.SetAction(parsed => Run(parsed.GetValue(name)!, parsed.GetValue(json)));
var parsed = command.Parse(args);
return parsed.Errors.Count > 0 ? Math.Max(2, parsed.Invoke()) : parsed.Invoke();

int Run(string wanted, FileInfo? file)
{
    if (cases.FirstOrDefault(c => c.Name == wanted) is not { } chosen)
    {
        Console.Error.WriteLine($"There is no measurement '{wanted}'. There are: {string.Join(", ", cases.Select(c => c.Name))}.");
        return 2;
    }

    if (file is { Directory.Exists: false })
    {
        Console.Error.WriteLine($"The folder of {file.FullName} does not exist. Make it, or name another file.");
        return 2;
    }

    try
    {
        var results = new List<BenchResult>();
        var table = new Table().Border(TableBorder.Simple).AddColumn("case");
        foreach (var column in new[] { "time", "peer", "ratio", "rate", "memory ratio" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var result in chosen.Run())
        {
            results.Add(result);
            Console.Error.WriteLine($"{result.Case}: {BenchReport.Time(result.Ms)}");
            table.AddRow(
                Markup.Escape(result.Case),
                BenchReport.Time(result.Ms),
                BenchReport.Time(result.PeerMs),
                result.Ratio?.ToString("0.000", CultureInfo.InvariantCulture) ?? "NA",
                result.Rate is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate:G3} {result.Unit}") : "NA",
                result.MemoryRatio?.ToString("0.000", CultureInfo.InvariantCulture) ?? "NA");
        }

        var report = new BenchReport(BenchEnvironment.Here(chosen.UsesTensors), results);
        if (file is not null)
        {
            report.Save(file.FullName);
        }

        AnsiConsole.Write(table);
        var here = report.Environment;
        Console.WriteLine($"{here.Processor}, {here.Cores} cores, {here.Threads} used, libtorch {here.Libtorch ?? "NA"}, {here.Dotnet}, NasKit {here.NasKit}");
        return 0;
    }
    catch (NasKitException error)
    {
        Console.Error.WriteLine(error.Message);
        return 1;
    }
}
