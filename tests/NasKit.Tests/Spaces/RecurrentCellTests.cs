using FsCheck;
using FsCheck.Fluent;
using NasKit.Spaces;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Tests.Spaces;

/// <summary>Recurrent cells of highways and their language models.</summary>
[Collection("default generator")]
public sealed class RecurrentCellTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void The_released_ShrinkRNN_has_23_million_weights_and_two_leaves()
    {
        var cell = RecurrentCell.Released;
        Assert.Equal(12, cell.Wiring.Count);
        Assert.Equal<int>([4, 5], cell.Wiring.Leaves);
        Assert.Equal(22_990_700, cell.Parameters(745, 10_000) - 10_000); // weights; the README says 24 M
        Assert.Equal(4L * 745 * 745 + 12 * 2L * 745 * 745, cell.Macs(745));
        Assert.Equal([RecurrentActivation.Identity, RecurrentActivation.Sigmoid, RecurrentActivation.Sigmoid, RecurrentActivation.Tanh, RecurrentActivation.Identity], cell.Operators.ToArray());
    }

    [Fact]
    public void A_model_has_as_many_parameters_as_are_counted_and_only_edges_that_are_there_have_weights()
    {
        using var init = new Generator(1);
        foreach (var cell in new[] { RecurrentCell.Released, RecurrentCell.Parse("0>2 0>3 : Tanh ReLU Sigmoid") })
        {
            using var network = new RecurrentNetwork(cell, 6, 11, init);
            Assert.Equal(cell.Parameters(6, 11), network.parameters().Sum(parameter => parameter.numel()));
        }
    }

    [Fact]
    public void A_step_computes_the_formulas()
    {
        const int hidden = 3, vocabulary = 5;
        var cell = RecurrentCell.Parse("0>1 0>2 1>2 0>3 : ReLU Sigmoid Identity");
        using var init = new Generator(7);
        using var network = new RecurrentNetwork(cell, hidden, vocabulary, init);
        foreach (var parameter in network.parameters())
        {
            using var untracked = no_grad();
            parameter.mul_(3); // so that the activations differ
        }

        var weights = network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().data<float>().ToArray().Select(value => (double)value).ToArray());
        var state = tensor(new[] { 0.3f, -0.2f, 0.5f }, [1, hidden]);
        var (scores, next) = network.Read(tensor(new long[] { 4 }, [1, 1]), state);

        double[] x = [.. weights["embedding"].Skip(4 * hidden).Take(hidden)], h = [.. state.data<float>().ToArray().Select(value => (double)value)];
        var s0 = Highway(h, Sum(Times(x, weights["ofToken"]), Times(h, weights["ofState"])), Math.Tanh);
        var s1 = Highway(s0, Times(s0, Into(0, 0)), value => Math.Max(0, value));
        var s2 = Mean(Highway(s0, Times(s0, Into(1, 0)), Sigmoid), Highway(s1, Times(s1, Into(1, 1)), Sigmoid));
        var s3 = Highway(s0, Times(s0, Into(2, 0)), value => value);
        var expected = Mean(s2, s3);
        Assert.All(expected.Zip(next.data<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 5)); // float32
        var firstScore = expected.Zip(weights["embedding"]).Sum(pair => pair.First * pair.Second);
        Assert.Equal(firstScore, scores.data<float>()[0], 5);

        double[] Into(int node, int edge) => [.. weights[$"into.{node}"].Skip(edge * 2 * hidden * hidden).Take(2 * hidden * hidden)];
        static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
        static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (p, q) => p + q)];
        static double[] Mean(double[] a, double[] b) => [.. a.Zip(b, (p, q) => (p + q) / 2)];
        static double[] Times(double[] row, double[] matrix) => [.. Enumerable.Range(0, 2 * hidden).Select(column => row.Select((value, i) => value * matrix[i * 2 * hidden + column]).Sum())];
        static double[] Highway(double[] source, double[] gates, Func<double, double> act) =>
            [.. source.Select((value, i) => value + Sigmoid(gates[i]) * (act(gates[hidden + i]) - value))];
    }

    [Fact]
    public void Reading_in_pieces_with_the_state_handed_on_is_reading_at_once()
    {
        using var init = new Generator(1);
        using var network = new RecurrentNetwork(RecurrentCell.Released, 8, 9, init);
        var tokens = randint(0, 9, [10, 4], dtype: ScalarType.Int64);
        var (whole, end) = network.Read(tokens, network.Start(4));
        var (first, middle) = network.Read(tokens.narrow(0, 0, 6), network.Start(4));
        var (second, last) = network.Read(tokens.narrow(0, 6, 4), middle);
        Assert.True(cat([first, second], 0).allclose(whole, 1e-5, 1e-6));
        Assert.True(end.allclose(last, 1e-5, 1e-6));
    }

    [Fact]
    public void A_cell_survives_its_text_and_one_with_no_path_is_refused() => Prop.ForAll(ArbMap.Default.ArbFor<long>(), seed =>
    {
        var rng = new Rng(seed);
        var nodes = 2 + rng.NextInt(6);
        var cell = new RecurrentCell(Wiring.Draw(nodes, 0.5, rng), [.. RecurrentCell.DrawActivations(nodes, rng)]);
        Assert.Equal(cell, RecurrentCell.Parse(cell.ToString()));
        Assert.Contains("nothing is computed", Assert.Throws<ArgumentException>(() => new RecurrentCell(Wiring.Of(nodes, []), [.. cell.Operators])).Message);
    }).QuickCheckThrowOnFailure();
}
