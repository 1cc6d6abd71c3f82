using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Tests.Jupyter;

/// <summary>Jupyter's own runner, which knows nothing of NasKit but its kernel.</summary>
public sealed class NbConvertTests : IDisposable
{
    private static readonly string[] Code =
    [
        "var values = new[] { 3, 1, 2 };\nConsole.WriteLine(\"to stdout\");\nConsole.Error.WriteLine(\"to stderr\");",
        "display(values.Order());\nvar bar = display(\"0 of 2\");\nbar.Update(\"2 of 2\");",
        "values.Sum()",
        "HTML(\"<b>bold</b>\")",
        "#!markdown\n*text*",
        "record Row(string Name, double Accuracy);\nnew[] { new Row(\"a\", 0.5), new Row(\"b\", 0.75) }",
        "await Task.Delay(1);\n$\"{Math.PI:0.000}\"",
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("naskit-nbconvert-");

    public void Dispose() => folder.Delete(recursive: true);

    [LiveFact]
    public void Nbconvert_runs_a_notebook_and_gets_the_same_outputs_as_naskit_run()
    {
        var file = Path.Combine(folder.FullName, "test.ipynb");
        File.WriteAllText(file, Notebook(Code));
        var (code, output, error) = LiveKernel.Run("/usr/bin/python3",
            ["-m", "nbconvert", "--to", "notebook", "--execute", "--output", "jupyter.ipynb", file], JupyterServer.Environment(folder.FullName), folder.FullName);
        Assert.True(code == 0, output + error);
        (code, output, error) = LiveKernel.Run("dotnet", [LiveKernel.Program, "run", file, "--output", Path.Combine(folder.FullName, "naskit.ipynb")], null, folder.FullName);
        Assert.True(code == 0, output + error);
        var jupyter = Outputs("jupyter.ipynb");
        Assert.Equal(Code.Length, jupyter.Count);
        Assert.Equal(Outputs("naskit.ipynb"), jupyter);
    }

    [LiveFact]
    public void A_failing_cell_fails_nbconvert_with_the_cells_own_lines()
    {
        var file = Path.Combine(folder.FullName, "test.ipynb");
        File.WriteAllText(file, Notebook("var a = 1;", "throw new InvalidOperationException(\"on purpose\");"));
        var (code, _, error) = LiveKernel.Run("/usr/bin/python3",
            ["-m", "nbconvert", "--to", "notebook", "--execute", "--output", "jupyter.ipynb", file], JupyterServer.Environment(folder.FullName), folder.FullName);
        Assert.Equal(1, code);
        Assert.Contains("on purpose", error, StringComparison.Ordinal);
        Assert.Contains("Cell 2, line 1", error, StringComparison.Ordinal);
    }

    // Each cell's outputs as one text; where a stream is split is nobody's business, nor in which order two streams come.
    private List<string> Outputs(string name)
    {
        var cells = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.FullName, name)))!["cells"]!.AsArray();
        return [.. cells.Select(cell => string.Join('\n', cell!["outputs"]!.AsArray().Select(output => Text(output!)).Order(StringComparer.Ordinal)))];
    }

    private static string Text(JsonNode output)
    {
        var members = output.AsObject();
        members.Remove("metadata");
        foreach (var lines in members.Where(member => member.Value is JsonArray).ToList())
            members[lines.Key] = string.Concat(lines.Value!.AsArray().Select(line => line!.GetValue<string>()));
        if (members["data"] is JsonObject data)
        {
            foreach (var lines in data.Where(member => member.Value is JsonArray).ToList())
                data[lines.Key] = string.Concat(lines.Value!.AsArray().Select(line => line!.GetValue<string>()));
            members["data"] = new JsonObject(data.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => KeyValuePair.Create(one.Key, one.Value?.DeepClone())));
        }
        return new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))).ToJsonString();
    }

    private static string Notebook(params string[] cells) => new JsonObject
    {
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
        ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["name"] = ".net-csharp", ["display_name"] = ".NET (C#)", ["language"] = "C#" } },
        ["cells"] = new JsonArray([.. cells.Select((code, i) => (JsonNode)new JsonObject
        {
            ["id"] = $"cell-{i}", ["cell_type"] = "code", ["metadata"] = new JsonObject(), ["execution_count"] = null, ["outputs"] = new JsonArray(), ["source"] = code,
        })]),
    }.ToJsonString();
}
