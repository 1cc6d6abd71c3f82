namespace NasKit.Tests;

public sealed class SeedsTests
{
    [Theory]
    [InlineData(1, "split", 2642454751033882300L)]
    [InlineData(1, "evolution/mutate", 6578481552194105966L)]
    [InlineData(0, "split", 5041248294859597084L)]
    [InlineData(-1, "ü", 2525672269667495973L)]
    public void A_child_seed_never_changes(long root, string name, long expected) => Assert.Equal(expected, new Seeds(root).For(name));

    [Fact]
    public void A_child_seed_depends_on_root_and_name()
    {
        var seeds = new Seeds(1);
        Assert.NotEqual(seeds.For("a"), seeds.For("b"));
        Assert.NotEqual(seeds.For("a"), new Seeds(2).For("a"));
        Assert.NotEqual(seeds.For("a/b"), seeds.Under("a").For("b"));
        Assert.Equal(seeds.Under("a").For("b"), new Seeds(seeds.For("a")).For("b"));
    }

    [Fact]
    public void Child_seeds_are_not_negative_and_do_not_collide()
    {
        var children = Enumerable.Range(0, 20_000).Select(i => new Seeds(i % 100).For($"n/{i / 100}")).ToList();
        Assert.All(children, child => Assert.True(child >= 0));
        Assert.Equal(children.Count, children.Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_empty_name_is_refused(string name) => Assert.Throws<ArgumentException>(() => new Seeds(1).For(name));

    [Fact]
    public void A_generator_by_name_is_the_generator_of_the_child_seed() =>
        Assert.Equal(new Rng(new Seeds(7).For("x")).NextUInt64(), new Seeds(7).Rng("x").NextUInt64());
}
