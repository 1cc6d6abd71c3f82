namespace NasKit.Tests.Dependencies;

public sealed class DependencyTests
{
    private static readonly string Library = typeof(NasKitException).Assembly.Location;

    [Fact]
    public void Namespaces_of_the_library_only_use_what_lies_below_them()
    {
        var violations = DependencyRules.Violations(NamespaceUses.Read(Library, "NasKit")).ToList();

        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact]
    public void The_library_and_the_notebooks_do_not_know_each_other()
    {
        Assert.DoesNotContain("NasKit.Notebooks", NamespaceUses.ReferencedAssemblies(Library));

        var project = File.ReadAllText(Path.Combine(RepositoryRoot(), "src", "NasKit.Notebooks", "NasKit.Notebooks.csproj"));
        Assert.DoesNotContain("ProjectReference", project, StringComparison.Ordinal);
    }

    [Fact]
    public void The_library_reaches_tensors_by_the_public_names_of_TorchSharp_alone()
    {
        var references = NamespaceUses.ReferencedAssemblies(Library);

        Assert.DoesNotContain(references, name => name.StartsWith("NasKit", StringComparison.Ordinal) && name != "NasKit.Torch");
    }

    [Theory]
    [InlineData("Spaces", "Supernets")]
    [InlineData("Pareto", "Cost")]
    [InlineData("Cost", "Evaluation")]
    [InlineData("Evaluation", "Strategies.Gdas")]
    [InlineData("Generators.Pnag", "Charts")]
    [InlineData("Strategies", "Runs")]
    [InlineData("Strategies", "Generators")]
    [InlineData("Strategies.Darts", "Strategies.Gdas")]
    [InlineData("Runs", "Charts")]
    [InlineData("", "Spaces")]
    [InlineData("Unheard", "Spaces")]
    public void A_use_that_does_not_point_down_is_reported(string from, string to)
    {
        var violation = Assert.Single(DependencyRules.Violations([new(from, to, "Some.User", "Some.Used")]));

        Assert.StartsWith("Some.User uses Some.Used: ", violation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Generators.Pnag", "Generators")]
    [InlineData("Generators.Pnag", "Evaluation")]
    [InlineData("Strategies.Darts", "Pareto")]
    [InlineData("Spaces", "Cost")]
    [InlineData("Charts", "Runs")]
    [InlineData("Spaces", "")]
    public void A_use_that_points_down_is_not(string from, string to) =>
        Assert.Empty(DependencyRules.Violations([new(from, to, "Some.User", "Some.Used")]));

    [Fact]
    public void Every_way_to_name_a_type_is_seen()
    {
        var uses = NamespaceUses.Read(typeof(Sample.Upper.Target).Assembly.Location, "NasKit.Tests.Dependencies.Sample");

        Assert.All(uses, use => Assert.Equal(("Lower", "Upper"), (use.From, use.To)));
        Assert.Equal(
            ["ByAttribute", "ByBase", "ByCatch", "ByConstraint`1", "ByField", "ByGenericCall", "ByLambda", "BySignature", "ByStaticCall", "ByTypeOf"],
            uses.Select(use => use.User.Split('.')[^1]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_type_that_uses_nothing_is_not_reported() =>
        Assert.DoesNotContain(
            NamespaceUses.Read(typeof(Sample.Upper.Target).Assembly.Location, "NasKit.Tests.Dependencies.Sample"),
            use => use.User.EndsWith("Innocent", StringComparison.Ordinal));

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NasKit.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"no folder above {AppContext.BaseDirectory} holds NasKit.sln");
    }
}
