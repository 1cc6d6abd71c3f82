using System.Text.Json.Nodes;
using NasKit.Notebooks.Documents;

namespace NasKit.Notebooks.Tests.Documents;

public sealed class NotebookTests
{
    [Fact]
    public void Source_is_read_from_a_string_and_from_a_list_and_written_as_a_list()
    {
        var whole = Notebook.Parse(OneCell("\"source\":\"a\\nb\""));
        var lines = Notebook.Parse(OneCell("\"source\":[\"a\\n\",\"b\"]"));
        Assert.Equal("a\nb", lines.Cells[0].Source);
        Assert.Equal(whole.ToJson(), lines.ToJson());
        Assert.Contains("\n   \"source\": [\n    \"a\\n\",\n    \"b\"\n   ]\n", whole.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_metadata_keep_their_order_and_the_spelling_of_numbers()
    {
        const string Metadata = "{\"z\":{\"b\":1.0,\"a\":1e400},\"kernelspec\":{\"name\":\".net-csharp\",\"display_name\":\".NET (C#)\"},\"big\":12345678901234567890123,\"n\":null}";
        var written = Notebook.Parse($$"""{"cells":[],"metadata":{{Metadata}},"nbformat":4,"nbformat_minor":5}""").ToJson();
        Assert.Contains(Metadata, string.Concat(written.Split('\n').Select(line => line.Trim())).Replace("\": ", "\":", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_is_the_one_that_Jupyter_writes()
    {
        var notebook = Notebook.Parse(OneCell("\"source\":\"é 漢 😀 \\u0001 \\u2028 \\\"\\\\/\"", "{}"));
        Assert.Equal(
            """
            {
             "cells": [
              {
               "cell_type": "code",
               "execution_count": null,
               "id": "one",
               "metadata": {},
               "outputs": [],
               "source": [
                "é 漢 😀 \u0001 SEPARATOR",
                " \"\\/"
               ]
              }
             ],
             "metadata": {},
             "nbformat": 4,
             "nbformat_minor": 5
            }

            """.Replace("SEPARATOR", "\u2028", StringComparison.Ordinal),
            notebook.ToJson());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Older_minor_versions_get_ids_the_same_ones_each_time(int minor)
    {
        var json = $$"""{"cells":[{"cell_type":"markdown","metadata":{},"source":"same"},{"cell_type":"markdown","metadata":{},"source":"same"}],"metadata":{},"nbformat":4,"nbformat_minor":{{minor}}}""";
        var notebook = Notebook.Parse(json);
        Assert.Equal(5, notebook.Minor);
        Assert.Equal(2, notebook.Cells.Select(cell => cell.Id).Distinct().Count());
        Assert.All(notebook.Cells, cell => Assert.Matches("^[a-zA-Z0-9-_]{1,64}$", cell.Id));
        Assert.Equal(notebook.ToJson(), Notebook.Parse(json).ToJson());
    }

    [Fact]
    public void Valid_ids_are_kept_and_invalid_or_repeated_ones_are_replaced()
    {
        var ids = new[] { "kept_1", "not valid", "kept_1", "", new string('x', 65), "kept-2" };
        var cells = string.Join(',', ids.Select(id => $$"""{"cell_type":"raw","id":"{{id}}","metadata":{},"source":""}"""));
        var read = Notebook.Parse($$"""{"cells":[{{cells}}],"metadata":{},"nbformat":4,"nbformat_minor":5}""").Cells.Select(cell => cell.Id).ToList();
        Assert.Equal("kept_1", read[0]);
        Assert.Equal("kept-2", read[5]);
        Assert.Equal(6, read.Distinct().Count());
        Assert.All(read, id => Assert.Matches("^[a-zA-Z0-9-_]{1,64}$", id));
    }

    [Fact]
    public void Outputs_are_typed_and_base64_stays_in_one_piece()
    {
        var notebook = Notebook.Parse(OneCell(
            """
            "source":"","outputs":[
            {"output_type":"stream","name":"stdout","text":["a\n","b"]},
            {"output_type":"display_data","data":{"text/plain":["x\n","y"],"image/png":"AQI=\n","application/vnd.plotly.v1+json":{"data":[1.0]}},"metadata":{"image/png":{"width":3}}},
            {"output_type":"execute_result","execution_count":3,"data":{"text/plain":"z"},"metadata":{}},
            {"output_type":"error","ename":"E","evalue":"v","traceback":["l1","l2"]}]
            """));
        var outputs = ((CodeCell)notebook.Cells[0]).Outputs;
        Assert.Equal("a\nb", Assert.IsType<StreamOutput>(outputs[0]).Text);
        var display = Assert.IsType<DisplayOutput>(outputs[1]);
        Assert.Equal("x\ny", display.Data["text/plain"]!.GetValue<string>());
        Assert.Equal(3, Assert.IsType<ResultOutput>(outputs[2]).ExecutionCount);
        Assert.Equal(["l1", "l2"], Assert.IsType<ErrorOutput>(outputs[3]).Traceback);
        var json = notebook.ToJson();
        Assert.Contains("\"image/png\": \"AQI=\\n\"", json, StringComparison.Ordinal);
        Assert.Contains("      1.0\n", json, StringComparison.Ordinal);
        Assert.Equal(json, Notebook.Parse(json).ToJson());
    }

    [Theory]
    [InlineData("", "n is empty")]
    [InlineData("{\"cells\": [\n {]", "n, line 2, position 3: not valid JSON")]
    [InlineData("{\"cells\": [", "n, line 1, position 12: not valid JSON")]
    [InlineData("[1]", "n is JSON, but not a notebook: expected an object with cells, found a list.")]
    [InlineData("{}", "n is JSON, but not a notebook: it has no nbformat.")]
    [InlineData("{\"nbformat\":3,\"worksheets\":[]}", "n is a notebook of format 3; NasKit reads format 4.")]
    [InlineData("{\"nbformat\":5,\"cells\":[]}", "n is a notebook of format 5; NasKit reads format 4.")]
    [InlineData("{\"nbformat\":4.5,\"cells\":[]}", "n: nbformat should be a whole number of 0 or more, found 4.5.")]
    [InlineData("{\"nbformat\":4}", "n has no list of cells.")]
    [InlineData("{\"nbformat\":4,\"cells\":[1]}", "n, cell 1: expected an object, found a number.")]
    [InlineData("{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\"}]}", "n, cell 1 has no source.")]
    [InlineData("{\"nbformat\":4,\"cells\":[{\"cell_type\":\"heading\",\"source\":\"\"}]}", "n, cell 1: cell_type is heading; expected markdown, code or raw.")]
    [InlineData("{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"source\":[1]}]}", "n, cell 1: source should be a list of strings, found a number in it.")]
    [InlineData("{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"source\":\"\",\"outputs\":[{\"output_type\":\"x\"}]}]}", "n, cell 1, output 1: output_type is x;")]
    [InlineData("{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"source\":\"\",\"outputs\":[{\"output_type\":\"display_data\",\"data\":{\"text/plain\":3}}]}]}", "n, cell 1, output 1: text/plain should be text")]
    [InlineData("{\"nbformat\":4,\"cells\":[],\"metadata\":{\"a\":\"\\ud800\"}}", "n holds text that is not valid Unicode")]
    [InlineData("{\"nbformat\":4,\"nbformat\":4,\"cells\":[]}", "n")]
    public void A_broken_document_is_told_in_one_sentence_with_its_place(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<NotebookException>(() => Notebook.Parse(json, "n")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_deeply_nested_document_is_an_error_and_not_a_crash() =>
        Assert.Throws<NotebookException>(() => Notebook.Parse($"{{\"nbformat\":4,\"cells\":[],\"metadata\":{{\"a\":{new string('[', 100_000)}{new string(']', 100_000)}}}}}"));

    [Fact]
    public void Keys_that_the_format_does_not_know_are_kept()
    {
        var notebook = Notebook.Parse("""{"cells":[{"cell_type":"raw","id":"a","metadata":{},"source":"","extra":[1]}],"metadata":{},"nbformat":4,"nbformat_minor":7,"more":true}""");
        var json = JsonNode.Parse(notebook.ToJson())!;
        Assert.Equal("[1]", json["cells"]![0]!["extra"]!.ToJsonString());
        Assert.True(json["more"]!.GetValue<bool>());
        Assert.Equal(7, json["nbformat_minor"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("folder", "is a folder; name a notebook file in it.")]
    [InlineData("missing.ipynb", "There is no notebook ")]
    public void A_path_without_a_notebook_is_told(string name, string message)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            folder.CreateSubdirectory("folder");
            Assert.Contains(message, Assert.Throws<NotebookException>(() => Notebook.Read(Path.Combine(folder.FullName, name))).Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static string OneCell(string rest, string metadata = "{\"a\":1}") =>
        $$"""{"cells":[{"cell_type":"code","id":"one","metadata":{{metadata}},"execution_count":null,{{(rest.Contains("\"outputs\"", StringComparison.Ordinal) ? "" : "\"outputs\":[],")}}{{rest}}}],"metadata":{},"nbformat":4,"nbformat_minor":5}""";
}
