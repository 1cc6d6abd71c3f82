using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NasKit.Bench;

/// <summary>The results of a case and where they were measured.</summary>
/// <param name="Environment">Machine and versions.</param>
/// <param name="Results">One line a measurement.</param>
internal sealed record BenchReport(
    [property: JsonPropertyName("environment")] BenchEnvironment Environment,
    [property: JsonPropertyName("results")] IReadOnlyList<BenchResult> Results)
{
    // '+' and 'µ' of processor names and cases stay readable.
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the report as JSON, beside the target first.</summary>
    /// <param name="path">The file; an existing one is replaced only by a complete one.</param>
    /// <exception cref="NasKitException">The file cannot be written.</exception>
    public void Save(string path)
    {
        var full = Path.GetFullPath(path);
        var beside = $"{full}.{System.Environment.ProcessId}.new";
        try
        {
            File.WriteAllText(beside, JsonSerializer.Serialize(this, Options) + "\n");
            File.Move(beside, full, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            File.Delete(beside);
            throw new NasKitException($"The report could not be written to {full}: {error.Message}", "Name a file in a folder that exists and can be written.", error);
        }
    }

    /// <summary>A number of milliseconds with three significant digits and its unit.</summary>
    public static string Time(double? ms) => ms switch
    {
        null => "NA",
        < 1e-3 => (ms.Value * 1e6).ToString("0.#", CultureInfo.InvariantCulture) + " ns",
        < 1 => (ms.Value * 1e3).ToString("G3", CultureInfo.InvariantCulture) + " µs",
        < 1e3 => ms.Value.ToString("G3", CultureInfo.InvariantCulture) + " ms",
        _ => (ms.Value / 1e3).ToString("0.##", CultureInfo.InvariantCulture) + " s",
    };
}
