using NasKit.Spaces;
using NasKit.Strategies.AutoSpace;

namespace NasKit.Tests.Strategies;

/// <summary>Snippets in the encoding of the released files, written by hand; the files themselves may not be passed on.</summary>
public sealed class ReleasedCellsTests
{
    private const string Chain = "[[0,0,0,2],[5,0,0,[0,0]],[1,2,0,0],[1,1,2,0]]";
    private const string Evolved = "[[0,0,0,1],[7,0,0,[0,1]],[3,1,0,0],[1,2,9,0]]";

    [Fact]
    public void A_cell_has_its_operators_widths_and_gates()
    {
        var cells = ReleasedCells.Parse($"[{Evolved}]").Cells;
        Assert.Equal(DagCell.Parse("0>1:dw5,0>2:1x1,1>3:identity,2>3:dw7;gate=3;wide=1"), Assert.Single(cells));
    }

    [Fact]
    public void Lists_stay_lists_and_chains_are_counted_by_edge_and_operator()
    {
        var released = ReleasedCells.Parse($$"""{"layers": [[{{Chain}}, {{Evolved}}], [{{Chain}}, {{Chain}}, {{Evolved}}]], "name": "x"}""");
        Assert.Equal([2, 3], released.Lists.Select(list => list.Count));
        Assert.Equal(3, released.Chains);
        Assert.Equal(3, released.Count(0, 1)[CellOperator.Depthwise3]);
        Assert.Equal(2, released.Count(0, 1)[CellOperator.Depthwise5]);
        Assert.Equal(5, released.Count(0, 3)[CellOperator.None]);
        Assert.Equal(5, released.Count(2, 3).Values.Sum());
    }

    [Fact]
    public void Cells_of_a_network_stand_in_its_blocks_with_their_fields_beside_them()
    {
        var released = ReleasedCells.Parse($$$"""
            {"name": "ProxylessNASNets", "blocks": [
                {"mobile_inverted_conv": {"name": "ZeroLayer", "stride": 1}, "shortcut": null},
                {"mobile_inverted_conv": {"name": "Motif", "num_nodes": 4, "matrix": {{{Chain}}}, "dim_conv_idx": 2, "feature_mix_mode_idx": [0, 0], "atten_mode": "channel"}},
                {"mobile_inverted_conv": {"name": "Motif", "num_nodes": 4, "matrix": {{{Evolved}}}, "dim_conv_idx": 1, "feature_mix_mode_idx": [0, 1]}}]}
            """);
        Assert.Equal(2, Assert.Single(released.Lists).Count);
        Assert.Equal(1, released.Chains);
    }

    [Theory]
    [InlineData("0>1:dw3,1>2:dw3,2>3:dw3", true)]
    [InlineData("0>1:dw5,1>2:dw3,2>3:identity", true)]
    [InlineData("0>1:dw3,1>2:identity,2>3:identity;wide=2", true)]
    [InlineData("0>1:dw3,1>2:identity,2>3:dw3", false)]
    [InlineData("0>1:dw3,1>2:1x1,2>3:identity", false)]
    [InlineData("0>1:dw3,1>2:dw3,2>3:dw3,0>2:identity", false)]
    public void Chains_are_depthwise_first(string cell, bool chain) => Assert.Equal(chain, ReleasedCells.IsChain(DagCell.Parse(cell)));

    [Theory]
    [InlineData("[[[0,0,0,2],[4,0,0,[0,0]],[1,2,0,0],[1,1,2,0]]]", "operator code 4 on edge 0>1")]
    [InlineData("[[[0,0,0,2],[5,0,0,[0,2]],[1,2,0,0],[1,1,2,0]]]", "merges [0,2]")]
    [InlineData("[[[0,0,0,5],[5,0,0,[0,0]],[1,2,0,0],[1,1,2,0]]]", "width 5")]
    [InlineData("[[[0,7,0,2],[5,0,0,[0,0]],[1,2,0,0],[1,1,2,0]]]", "has 7 in [0][1]")]
    [InlineData("[{\"m\": [[0,0,0,2],[5,0,0,[0,0]],[1,2,0,0],[1,1,2,0]], \"dim_conv_idx\": 1}]", "dim_conv_idx = 1")]
    [InlineData("[{\"m\": [[0,0,0,2],[5,0,0,[0,0]],[1,2,0,0],[1,1,2,0]], \"atten_mode\": \"spatial\"}]", "atten_mode = \"spatial\"")]
    [InlineData("{\"blocks\": []}", "no cells")]
    [InlineData("blocks", "no JSON")]
    public void What_cannot_be_read_is_told(string json, string message) => Assert.Contains(message, Assert.Throws<NasKitException>(() => ReleasedCells.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_named() => Assert.Contains("search_space.config cannot be read", Assert.Throws<NasKitException>(() => ReleasedCells.Read("/nowhere/search_space.config")).Message, StringComparison.Ordinal);
}
