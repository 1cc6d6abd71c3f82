using FsCheck;
using FsCheck.Fluent;
using NasKit.Spaces;

namespace NasKit.Tests.Spaces;

public sealed class WiringTests
{
    [Fact]
    public void Edges_that_nothing_reaches_are_dropped() =>
        Assert.Equal(Wiring.Parse(4, "0>3"), Wiring.Parse(4, "1>2 0>3").Reachable());

    [Fact]
    public void Edges_beside_the_paths_to_the_last_node_are_dropped() =>
        Assert.Equal(Wiring.Parse(4, "0>1 1>3"), Wiring.Parse(4, "0>1 0>2 1>2 1>3").OnPaths());

    [Fact]
    public void A_wiring_without_a_path_keeps_no_edge() => Assert.Equal(0, Wiring.Parse(4, "0>1 0>2 1>2").OnPaths().Count);

    [Fact]
    public void Leaves_are_reached_and_feed_nothing()
    {
        Assert.Equal<int>([4, 5], Wiring.Parse(6, "0>1 0>2 0>3 0>4 0>5 1>3 1>4 1>5 2>4 2>5 3>4 3>5").Leaves); // the released ShrinkRNN
        Assert.Equal<int>([2], Wiring.Parse(4, "0>2 1>3").Leaves);
        Assert.Equal<int>([0], Wiring.Of(3).Leaves);
    }

    [Theory]
    [InlineData(8, 28)]
    [InlineData(6, 15)]
    [InlineData(11, 55)]
    public void A_full_wiring_has_all_edges(int nodes, int edges)
    {
        Assert.Equal(edges, Wiring.Full(nodes).Count);
        Assert.Equal(edges, Wiring.Full(nodes).Edges.Distinct().Count());
    }

    [Fact]
    public void Pruning_agrees_with_enumerated_paths() => Prop.ForAll(Wirings(), wiring =>
    {
        var paths = Paths(wiring, 0).ToArray();
        Assert.Equal(Wiring.Of(wiring.Nodes, paths.Where(path => path[^1].To == wiring.Nodes - 1).SelectMany(path => path)), wiring.OnPaths());
        Assert.Equal(Wiring.Of(wiring.Nodes, paths.SelectMany(path => path)), wiring.Reachable());
        Assert.Equal(wiring.OnPaths(), wiring.OnPaths().OnPaths());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Strings_and_edges_come_back() => Prop.ForAll(Wirings(), wiring =>
    {
        Assert.Equal(wiring, Wiring.Parse(wiring.Nodes, wiring.ToString()));
        Assert.All(wiring.Edges, edge => Assert.Equal(wiring, wiring.Without(edge.From, edge.To).With(edge.From, edge.To)));
        Assert.Equal(wiring.Edges, Enumerable.Range(1, wiring.Nodes - 1).SelectMany(to => wiring.Predecessors(to).Select(from => (from, to))));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1>0")]
    [InlineData("0>4")]
    [InlineData("0-1")]
    [InlineData("-1>2")]
    public void A_wrong_edge_is_named(string text) => Assert.Contains(text, Assert.Throws<FormatException>(() => Wiring.Parse(4, text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Wrong_nodes_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Wiring.Full(12));
        Assert.Throws<ArgumentOutOfRangeException>(() => Wiring.Of(1));
        Assert.Throws<ArgumentException>(() => Wiring.Full(3).Without(2, 2));
    }

    private static IEnumerable<(int From, int To)[]> Paths(Wiring wiring, int from) => wiring.Edges.Where(edge => edge.From == from)
        .SelectMany(edge => Paths(wiring, edge.To).Select(rest => ((int From, int To)[])[edge, .. rest]).Prepend([edge]));

    private static Arbitrary<Wiring> Wirings() => (from nodes in Gen.Choose(2, 6)
        from kept in Gen.ArrayOf(Gen.Elements(true, false), nodes * (nodes - 1) / 2)
        select Wiring.Of(nodes, Wiring.Full(nodes).Edges.Zip(kept).Where(edge => edge.Second).Select(edge => edge.First))).ToArbitrary();
}
