using FsCheck;
using FsCheck.Fluent;
using NasKit.Notebooks.Documents;
using NasKit.Notebooks.Parameters;

namespace NasKit.Notebooks.Tests.Parameters;

public sealed class ParametersCellTests
{
    private const string Source = "// what to run\nvar seed = 1; var rate = 0.5;\nvar scale = \"smoke\"; bool fast = true; var low = -3; var tiny = -1e-3; var min = -2147483648;";

    [Fact]
    public void Literals_are_read_with_their_types() =>
        Assert.Equal(
            ["seed int 1", "rate double 0.5", "scale string \"smoke\"", "fast bool true", "low int -3", "tiny double -0.001", "min int -2147483648"],
            ParametersCell.Read(Tagged(Source)).Select(p => $"{p.Name} {p.Type} {p.Literal}"));

    [Fact]
    public void Values_go_into_a_tagged_cell_after_the_parameters_which_stay()
    {
        var notebook = Override(Tagged(Source), "seed=7", "rate=2", "scale=a \"b\"\\n", "fast=false");
        Assert.Equal(Source, notebook.Cells[1].Source);
        Assert.Equal("// Parameters of this run\nvar seed = 7;\nvar rate = 2.0;\nvar scale = \"a \\\"b\\\"\\\\n\";\nvar fast = false;", notebook.Cells[2].Source);
        Assert.Equal(["injected-parameters"], notebook.Cells[2].Tags);
        Assert.Equal("later", notebook.Cells[3].Source);
    }

    [Fact]
    public void An_earlier_injected_cell_is_replaced_and_without_values_it_stays()
    {
        var once = Override(Tagged(Source), "seed=7");
        var twice = Override(once, "rate=0.25");
        Assert.Equal(once.Cells.Count, twice.Cells.Count);
        Assert.Equal("// Parameters of this run\nvar rate = 0.25;", twice.Cells[2].Source);
        Assert.Same(once, Override(once));
    }

    [Theory]
    [InlineData("sed=1", "There is no parameter sed. Parameters of this notebook: seed (int, default 1), rate (double, default 0.5), scale (string, default \"smoke\"),")]
    [InlineData("seed=x", "The parameter seed cannot be set: x is not an int. Parameters of this notebook: seed (int, default 1),")]
    [InlineData("seed=1.5", "The parameter seed cannot be set: 1.5 is not an int.")]
    [InlineData("seed=3000000000", "The parameter seed cannot be set: 3000000000 is not an int.")]
    [InlineData("seed=1..3", "The parameter seed cannot be set: 1..3 is not an int.")]
    [InlineData("rate=NaN", "The parameter rate cannot be set: NaN is not a double.")]
    [InlineData("rate=0,5", "The parameter rate cannot be set: 0,5 is not a double.")]
    [InlineData("fast=yes", "The parameter fast cannot be set: yes is not a bool.")]
    public void An_unknown_name_or_a_wrong_type_names_what_there_is(string value, string message) =>
        Assert.StartsWith(message, Assert.Throws<NotebookException>(() => Override(Tagged(Source), value)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_name_given_twice_is_refused() =>
        Assert.Contains("given twice", Assert.Throws<NotebookException>(() => Override(Tagged(Source), "seed=1", "seed=2")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_notebook_without_the_tag_says_so() =>
        Assert.Contains("no code cell is tagged parameters", Assert.Throws<NotebookException>(() => Override(new Notebook { Cells = [] }, "seed=1")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("var a = 1;\nvar b = 1 + 1;", "line 2: found 1 + 1;")]
    [InlineData("var a = DateTime.Now;", "line 1: found DateTime.Now;")]
    [InlineData("Console.WriteLine();", "line 1: found Console.WriteLine();")]
    [InlineData("long a = 1;", "line 1: found a long;")]
    [InlineData("var a = 1L;", "line 1: found 1L;")]
    [InlineData("var a = 1, b = 2;", "line 1: found var a = 1, b = 2;")]
    [InlineData("var a = ;", "line 1: ")]
    public void Anything_but_a_literal_in_the_cell_is_told_with_its_line(string source, string message) =>
        Assert.StartsWith("The parameters cell, " + message, Assert.Throws<NotebookException>(() => ParametersCell.Read(Tagged(source))).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_literal_reads_back_as_the_value_it_stands_for() =>
        Prop.ForAll(Arb.From(Gen.OneOf(
            ArbMap.Default.GeneratorFor<int>().Select(v => (object)v),
            ArbMap.Default.GeneratorFor<NormalFloat>().Select(v => (object)v.Get),
            ArbMap.Default.GeneratorFor<bool>().Select(v => (object)v),
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(v => (object)v.Get))), value =>
            ParametersCell.Read(Tagged($"var p = {new Parameter("p", value).Literal};")).Single().Value.Equals(value)).QuickCheckThrowOnFailure();

    private static Notebook Tagged(string source) => Notebook.Parse(
        """{"cells":[{"cell_type":"markdown","metadata":{},"source":"t"},{"cell_type":"code","metadata":{"tags":["parameters"]},"execution_count":null,"outputs":[],"source":""},{"cell_type":"code","metadata":{},"execution_count":null,"outputs":[],"source":"later"}],"metadata":{},"nbformat":4,"nbformat_minor":4}""")
        is var notebook ? notebook with { Cells = [notebook.Cells[0], notebook.Cells[1] with { Source = source }, notebook.Cells[2]] } : null!;

    private static Notebook Override(Notebook notebook, params string[] values) =>
        ParametersCell.Override(notebook, [.. values.Select(v => KeyValuePair.Create(v.Split('=', 2)[0], v.Split('=', 2)[1]))]);
}
