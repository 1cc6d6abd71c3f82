using System.Text.Json.Nodes;
using NasKit.Charts;
using NasKit.Spaces;

namespace NasKit.Tests.Charts;

public class WiringDrawingTests
{
    [Fact]
    public void A_convolutional_and_a_recurrent_cell_read_as_text()
    {
        Assert.Equal(
            "1 = sep 3×3 of 0\n2 = sep 3×3 of 0\n3 = sep 3×3 of 0, 1\n4 = conv 1×1 of 0, 2\nout = 3, 4", WiringDrawing.Of("A", ShrinkCnn.ReleasedCell).Text);
        Assert.Equal("2 = ReLU of 0\nout = 2", WiringDrawing.Of("B", RecurrentCell.Parse("0>2 : Tanh ReLU")).Text);
    }

    [Fact]
    public void A_drawing_has_an_arc_for_each_edge_and_a_row_for_each_node()
    {
        var figure = Plot.Wirings("Cells", WiringDrawing.Of("start", new RecurrentCell(Wiring.Full(3), RecurrentActivation.Tanh, RecurrentActivation.Identity)), WiringDrawing.Of("end", RecurrentCell.Parse("0>2 : Tanh Identity")));
        Assert.Equal(3 + 1 + 2, JsonNode.Parse(figure.PlotlyJson)!["data"]!.AsArray().Count); // edges, and the nodes of each cell
        Assert.Equal(6, figure.Table.Rows.Count);
        Assert.Equal(["end", "2", "identity", "0", "yes"], figure.Table.Rows[5]);
        Assert.Contains("tart: 3 edges, leaves 2; end: 1 edges, leaves 2", figure.Caption);
    }

    [Fact]
    public void Cells_of_one_name_and_no_cell_are_refused()
    {
        var cell = WiringDrawing.Of("A", ShrinkCnn.ReleasedCell);
        Assert.Throws<ArgumentException>(() => Plot.Wirings("", cell, cell));
        Assert.Throws<ArgumentException>(() => Plot.Wirings(""));
    }
}
