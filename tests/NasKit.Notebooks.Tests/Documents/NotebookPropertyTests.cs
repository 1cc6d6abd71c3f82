using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using NasKit.Notebooks.Documents;

namespace NasKit.Notebooks.Tests.Documents;

public sealed class NotebookPropertyTests
{
    private static readonly Gen<string> Texts = Gen.Elements("a", "\n", "\r\n", "\r", "é", "😀", "\"", "\\", "\t", "\u0001", "\u2028", "<b>", "")
        .ListOf().Select(string.Concat);

    private static readonly Gen<JsonObject> Metadata = Gen.Elements("b", "a", "tags", "with space", "é").Zip(Texts, (key, value) => (key, value)).ListOf()
        .Select(entries => new JsonObject(entries.DistinctBy(e => e.key).Select(e => KeyValuePair.Create(e.key, (JsonNode?)e.value))));

    private static readonly Gen<Output> Outputs = Gen.OneOf(
        Gen.Elements("stdout", "stderr").Zip(Texts, (name, text) => (Output)new StreamOutput(name, text)),
        Texts.Zip(Metadata, (text, data) => (Output)new DisplayOutput(new JsonObject { ["application/json"] = new JsonArray(data.DeepClone()["a"]?.DeepClone()), ["text/plain"] = text }, [])),
        Texts.Select(text => (Output)new ResultOutput(new JsonObject { ["image/png"] = "AQI=", ["text/html"] = text }, [], 3)),
        Texts.ListOf().Select(lines => (Output)new ErrorOutput("E", "v", [.. lines])));

    private static readonly Gen<Func<string, Cell>> Cells = Gen.OneOf(
        Texts.Zip(Metadata, (source, metadata) => (Func<string, Cell>)(id => new MarkdownCell { Id = id, Source = source, Metadata = metadata })),
        Texts.Zip(Metadata, (source, metadata) => (Func<string, Cell>)(id => new RawCell { Id = id, Source = source, Metadata = metadata })),
        Texts.Zip(Outputs.ListOf(), (source, outputs) => (Func<string, Cell>)(id => new CodeCell { Id = id, Source = source, Outputs = [.. outputs], ExecutionCount = 2 })));

    internal static Arbitrary<Notebook> Notebooks => Arb.From(Cells.ListOf().Zip(Metadata, (cells, metadata) =>
        new Notebook { Cells = [.. cells.Select((cell, i) => cell($"cell-{i}"))], Metadata = metadata }));

    [Fact]
    public void Writing_and_reading_gives_the_same_notebook() =>
        Prop.ForAll(Notebooks, notebook =>
        {
            var json = notebook.ToJson();
            var read = Notebook.Parse(json);
            return read.ToJson() == json
                && read.Cells.Select(cell => (cell.GetType(), cell.Id, cell.Source)).SequenceEqual(notebook.Cells.Select(cell => (cell.GetType(), cell.Id, cell.Source)))
                && JsonNode.DeepEquals(read.Metadata, notebook.Metadata);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_in_place_of_a_notebook_is_read_or_refused_with_a_sentence() =>
        Prop.ForAll(Notebooks, Arb.From(Gen.Choose(0, 10_000)), Arb.From(Gen.Elements("{", "}", "\"", "[", ":", "nul", "\\", "4", "\ud800", "")), (notebook, at, put) =>
        {
            var json = notebook.ToJson();
            at %= json.Length;
            try
            {
                Notebook.Parse(json[..at] + put + json[(at + 1)..]);
            }
            catch (NotebookException e)
            {
                return e.Message.Length > 10;
            }
            return true;
        }).QuickCheckThrowOnFailure();
}
