using FsCheck;
using FsCheck.Fluent;
using NasKit.Spaces;

namespace NasKit.Tests.Spaces;

public sealed class DagCellTests
{
    // Every gene there is.
    private static readonly CellAlphabet[] Alphabets =
    [
        CellAlphabet.Laptop, new() { Gates = true, Wide = 2 },
        new() { Nodes = 5, Gates = true, Wide = 2, Operators = [CellOperator.None, CellOperator.Identity, CellOperator.Pointwise, CellOperator.Depthwise3, CellOperator.Depthwise5, CellOperator.Depthwise7] },
        new() { Nodes = 6, Operators = [CellOperator.None, CellOperator.Depthwise3] },
    ];

    [Fact]
    public void The_laptop_cell_has_as_many_forms_as_were_counted()
    {
        var all = CellAlphabet.Laptop.All().ToArray();
        Assert.Equal(15_625, CellAlphabet.Laptop.Size);
        Assert.Equal(15_625, all.Distinct().Count());
        var valid = all.Where(cell => cell.IsValid).ToArray();
        Assert.Equal(15_284, valid.Length);
        Assert.Equal(9_444, valid.Select(cell => cell.Pruned()).Distinct().Count());
        Assert.Equal(8_764, valid.Select(cell => cell.Canonical()).Distinct().Count());
    }

    [Fact]
    public void The_sizes_of_the_released_alphabet_are_those_of_its_genes() =>
        Assert.Equal(49_152, new CellAlphabet { Operators = [CellOperator.None, CellOperator.Identity, CellOperator.Pointwise, CellOperator.Depthwise3], Gates = true, Wide = 2 }.Size);

    [Fact]
    public void Dead_edges_and_the_order_of_inner_nodes_do_not_matter()
    {
        var chain = DagCell.Parse("0>1:dw3,1>3:1x1");
        Assert.Equal(chain, DagCell.Parse("0>1:dw3,1>3:1x1,1>2:dw5").Pruned()); // nothing reads node 2
        Assert.Equal(chain, DagCell.Parse("0>1:dw3,1>3:1x1,2>3:dw5").Pruned()); // nothing reaches it
        Assert.NotEqual(chain, DagCell.Parse("0>2:dw3,2>3:1x1").Pruned());
        Assert.Equal(chain.Canonical(), DagCell.Parse("0>2:dw3,2>3:1x1").Canonical());
        Assert.Equal(DagCell.Parse("0>1:dw3,0>2:dw5,1>3:1x1,2>3:identity").Canonical(), DagCell.Parse("0>1:dw5,0>2:dw3,1>3:identity,2>3:1x1").Canonical());
    }

    [Fact]
    public void Genes_without_effect_do_not_matter()
    {
        Assert.Equal(DagCell.Parse("0>3:dw3"), DagCell.Parse("0>3:dw3;gate=3;wide=2").Pruned());
        Assert.Equal(DagCell.Parse("0>1:dw3,1>3:1x1;wide=1"), DagCell.Parse("0>1:dw3,1>3:1x1;wide=2").Pruned());
    }

    [Fact]
    public void Widths_and_gates_forbid_orders_that_would_change_them()
    {
        var wide = DagCell.Parse("0>1:dw3,0>2:dw5,1>3:1x1,2>3:1x1;wide=1");
        Assert.NotEqual(wide.Canonical(), DagCell.Parse("0>1:dw5,0>2:dw3,1>3:1x1,2>3:1x1;wide=1").Canonical()); // there the other one is wide
        var gated = DagCell.Parse("0>1:dw3,0>2:dw5,1>3:1x1,2>3:1x1;gate=3");
        Assert.NotEqual(gated.Canonical(), DagCell.Parse("0>1:dw5,0>2:dw3,1>3:1x1,2>3:1x1;gate=3").Canonical()); // there the other one is gated
        Assert.Equal(DagCell.Parse("0>1:dw3,1>3:1x1;wide=1").Canonical(), DagCell.Parse("0>2:dw3,2>3:1x1;wide=2").Canonical());
    }

    [Fact]
    public void Canonical_forms_are_equal_exactly_where_some_order_of_the_nodes_makes_the_pruned_cells_equal() => ForAll((alphabet, rng) =>
    {
        var cell = alphabet.Sample(rng);
        var canonical = cell.Canonical();
        Assert.Equal(canonical, canonical.Canonical());
        Assert.Equal(canonical, cell.Pruned().Canonical());
        Assert.True(canonical.IsValid && alphabet.Contains(canonical));
        Assert.Equal(cell.Pruned().Wiring.Count, canonical.Wiring.Count);
        Assert.Contains(canonical, Orders(cell.Pruned()));
        Assert.All(Orders(cell.Pruned()), other => Assert.Equal(canonical, other.Canonical()));
    });

    [Fact]
    public void Pruning_keeps_what_lies_on_paths() => ForAll((alphabet, rng) =>
    {
        var cell = alphabet.Sample(rng);
        Assert.Equal(cell.Wiring.OnPaths(), cell.Pruned().Wiring);
        Assert.All(cell.Pruned().Wiring.Edges, edge => Assert.Equal(cell[edge.From, edge.To], cell.Pruned()[edge.From, edge.To]));
    });

    [Fact]
    public void Strings_come_back() => ForAll((alphabet, rng) =>
    {
        var cell = alphabet.Sample(rng);
        Assert.Equal(cell, DagCell.Parse(cell.ToString()));
        Assert.Equal(cell, System.Text.Json.JsonSerializer.Deserialize<DagCell>(System.Text.Json.JsonSerializer.Serialize(cell)));
        var dead = DagCell.Of(alphabet.Nodes, (0, 1, CellOperator.Identity));
        Assert.Equal(dead, DagCell.Parse(dead.ToString()));
        Assert.Equal(DagCell.Of(alphabet.Nodes), DagCell.Parse(DagCell.Of(alphabet.Nodes).ToString()));
    });

    [Fact]
    public void A_mutation_changes_one_gene_and_makes_another_network() => ForAll((alphabet, rng) =>
    {
        var parent = alphabet.Sample(rng);
        var child = alphabet.Mutate(parent, rng);
        Assert.Equal(1, parent.Distance(child));
        Assert.True(child.IsValid && alphabet.Contains(child));
        Assert.True(parent.Canonical() != child.Canonical() || alphabet.Operators.Length == 2); // with one operator a cell may have no other within reach
    });

    [Fact]
    public void A_cell_that_no_gene_alone_makes_another_changes_where_it_is_dead_and_the_only_one_is_named()
    {
        var (one, rng) = (Alphabets[3], new Rng(1));
        var parent = DagCell.Of(6, (0, 5, CellOperator.Depthwise3));
        var child = one.Mutate(parent, rng);
        Assert.Equal(1, parent.Distance(child));
        Assert.Equal(parent.Canonical(), child.Canonical());
        Assert.Contains("cannot be changed", Assert.Throws<ArgumentException>(() =>
            (one with { Nodes = 2 }).Mutate(DagCell.Of(2, (0, 1, CellOperator.Depthwise3)), rng)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutations_reach_every_gene()
    {
        var (alphabet, rng) = (Alphabets[1], new Rng(3));
        var parent = DagCell.Parse("0>1:dw3,0>2:1x1,1>2:identity,0>3:1x1,1>3:dw5,2>3:1x1");
        var children = Enumerable.Range(0, 500).Select(_ => alphabet.Mutate(parent, rng)).ToArray();
        Assert.All(parent.Wiring.Edges, edge => Assert.Contains(children, child => child[edge.From, edge.To] != parent[edge.From, edge.To]));
        Assert.Contains(children, child => child.Gates(2));
        Assert.Contains(children, child => child.Gates(3));
        Assert.Contains(children, child => child.Wide == 1);
        Assert.Contains(children, child => child.Wide == 2);
    }

    [Fact]
    public void A_cell_without_a_path_is_named()
    {
        var dead = DagCell.Parse("0>1:dw3,2>3:1x1");
        Assert.False(dead.IsValid);
        Assert.Contains("no path from node 0 to node 3", Assert.Throws<ArgumentException>(() => new CellSpec(new(8, 6, 6), dead, 8, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("no path from node 0 to node 3", Assert.Throws<ArgumentException>(() => CellAlphabet.Laptop.Mutate(dead, new Rng(1))).Message, StringComparison.Ordinal);
        Assert.Contains("beyond its alphabet", Assert.Throws<ArgumentException>(() => CellAlphabet.Laptop.Check(DagCell.Parse("0>3:dw7"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0>1:conv", "operator 'conv', expected one of none, identity")]
    [InlineData("1>0:dw3", "'1>0:dw3'")]
    [InlineData("0>3:dw3;gate=1", "Nodes 2 to 3")]
    [InlineData("0>3:dw3;depth=1", "'depth=1'")]
    [InlineData("0>3:dw3;wide=3", "0 to 2 wide")]
    [InlineData("0>9:dw3", "has 10 nodes")]
    [InlineData("", "has 0 nodes")]
    [InlineData("0>3:dw3,0>3:dw5", "2 operators on edge 0>3")]
    public void A_wrong_string_is_told(string text, string message) => Assert.Contains(message, Assert.Throws<FormatException>(() => DagCell.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_alphabet_out_of_range_is_told_at_once()
    {
        var message = Assert.Throws<ArgumentException>(() => new CellAlphabet { Nodes = 7, Operators = [CellOperator.Identity], Wide = 4 }.Validate()).Message;
        Assert.Contains("3 problems", message, StringComparison.Ordinal);
    }

    // Cells that differ in the order of the inner nodes, tried one by one.
    private static IEnumerable<DagCell> Orders(DagCell cell)
    {
        IEnumerable<int[]> All(int[] left) => left.Length == 0 ? [[]] : left.SelectMany(first => All([.. left.Where(other => other != first)]).Select(rest => (int[])[first, .. rest]));
        foreach (var inner in All([.. Enumerable.Range(1, cell.Nodes - 2)]))
        {
            int[] order = [0, .. inner, cell.Nodes - 1];
            var edges = cell.Wiring.Edges.ToArray();
            if (edges.Any(edge => order[edge.From] > order[edge.To]))
            {
                continue;
            }

            var renamed = DagCell.Of(cell.Nodes, edges.Select(edge => (order[edge.From], order[edge.To], cell[edge.From, edge.To])));
            var live = edges.Select(edge => edge.To).Where(node => node < cell.Nodes - 1).Distinct().ToArray();
            var gated = Enumerable.Range(2, cell.Nodes - 2).Where(cell.Gates).ToArray();
            if (gated.Any(node => Last(cell, node) is var last && Last(renamed, order[node]) != order[last]))
            {
                continue;
            }

            renamed = gated.Aggregate(renamed, (one, node) => one.WithGate(order[node]));
            for (var wide = 0; wide <= cell.Wide; wide++)
            {
                if (live.All(node => node <= cell.Wide == order[node] <= wide))
                {
                    yield return renamed.WithWide(wide);
                    break;
                }
            }
        }

        static int Last(DagCell cell, int node) => cell.Wiring.Predecessors(node)[^1];
    }

    private static void ForAll(Action<CellAlphabet, Rng> property) => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), seed => Assert.All(Alphabets, alphabet => property(alphabet, new Rng(seed)))).QuickCheckThrowOnFailure();
}
