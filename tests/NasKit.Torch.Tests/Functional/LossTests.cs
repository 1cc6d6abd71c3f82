using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NasKit.Torch.Tests.Functional;

public sealed class LossTests
{
    private static readonly double[,] logits = { { 1, 2, 0.5 }, { -1, 0, 3 } };

    private static double LogSoftmax(int row, int column) => logits[row, column] - Math.Log(Enumerable.Range(0, 3).Sum(k => Math.Exp(logits[row, k])));

    [Fact]
    public void Cross_entropy_is_minus_the_log_probability_of_the_class()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(logits), target = tensor(new long[] { 1, 0 });
        double[] each = [-LogSoftmax(0, 1), -LogSoftmax(1, 0)];
        Gradients.AssertClose([each.Average()], F.cross_entropy(x, target));
        Gradients.AssertClose([each.Sum()], F.cross_entropy(x, target, reduction: Reduction.Sum));
        Gradients.AssertClose(each, F.cross_entropy(x, target, reduction: Reduction.None));
        Gradients.AssertClose([((2 * each[0]) + (5 * each[1])) / 7], F.cross_entropy(x, target, tensor(new[] { 5.0, 2, 1 })));
        Gradients.AssertClose([each[0]], F.cross_entropy(x, tensor(new long[] { 1, -100 })));
        Gradients.AssertClose([each[1]], F.cross_entropy(x, target, ignore_index: 1));
        double smooth = Enumerable.Range(0, 2).Sum(row => (0.9 * each[row]) - (0.1 / 3 * Enumerable.Range(0, 3).Sum(k => LogSoftmax(row, k)))) / 2;
        Gradients.AssertClose([smooth], F.cross_entropy(x, target, label_smoothing: 0.1));
        Gradients.AssertClose([-(0.3 * LogSoftmax(0, 0)) - (0.7 * LogSoftmax(0, 2))], F.cross_entropy(x[0].unsqueeze(0), tensor(new[,] { { 0.3, 0, 0.7 } })));
        Gradients.AssertClose([each.Average()], F.nll_loss(F.log_softmax(x, 1), target));
    }

    [Fact]
    public void Differences_and_divergences_follow_their_formulas()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(new[] { 1.0, 2, 4 }), y = tensor(new[] { 1.5, 0, 4 });
        Gradients.AssertClose([(0.25 + 4) / 3], F.mse_loss(x, y));
        Gradients.AssertClose([2.5], F.l1_loss(x, y, Reduction.Sum));
        Gradients.AssertClose([0.125, 1.5, 0], F.smooth_l1_loss(x, y, Reduction.None));
        double[] p = [0.2, 0.3, 0.5], q = [0.4, 0.4, 0.2];
        double divergence = Enumerable.Range(0, 3).Sum(i => p[i] * (Math.Log(p[i]) - Math.Log(q[i])));
        Gradients.AssertClose([divergence / 3], F.kl_div(tensor(q).log(), tensor(p).log()));
        Gradients.AssertClose([divergence], F.kl_div(tensor(q).log(), tensor(p), log_target: false, reduction: Reduction.Sum));
        Gradients.AssertClose([-((0.3 * Math.Log(0.4)) + (0.7 * Math.Log(0.6)))], F.binary_cross_entropy(tensor(new[] { 0.4 }), tensor(new[] { 0.3 })));
        double probability = 1 / (1 + Math.Exp(-0.8));
        Gradients.AssertClose([-((2 * 0.3 * Math.Log(probability)) + (0.7 * Math.Log(1 - probability)))],
            F.binary_cross_entropy_with_logits(tensor(new[] { 0.8 }), tensor(new[] { 0.3 }), pos_weights: tensor(new[] { 2.0 })));
    }

    [Fact]
    public void Gradients_follow_the_differences()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(logits), target = tensor(new long[] { 1, 0 }), y = Gradients.Values([2, 3], 4);
        Gradients.Check(t => F.cross_entropy(t[0], target, tensor(new[] { 1.0, 2, 3 }), label_smoothing: 0.2), x);
        Gradients.Check(t => F.nll_loss(t[0], target), x);
        Gradients.Check(t => F.mse_loss(t[0], t[1]), x, y);
        Gradients.Check(t => F.l1_loss(t[0], t[1], Reduction.Sum), x, y);
        Gradients.Check(t => F.smooth_l1_loss(t[0], t[1], Reduction.None), x, y);
        Gradients.Check(t => F.kl_div(t[0], t[1]), x, y);
        Gradients.Check(t => F.binary_cross_entropy_with_logits(t[0], t[1].sigmoid()), x, y);
        Gradients.Check(t => F.binary_cross_entropy(t[0].sigmoid(), t[1].sigmoid()), x, y);
    }

    [Fact]
    public void Loss_classes_give_what_the_functions_give()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(logits), target = tensor(new long[] { 1, 0 }), y = Gradients.Values([2, 3], 4), weight = tensor(new[] { 1.0, 2, 3 });
        void Same(Tensor expected, Tensor actual) => Gradients.AssertClose(expected.data<double>().ToArray(), actual);
        Same(F.cross_entropy(x, target, weight, 0), CrossEntropyLoss(weight, 0).call(x, target));
        Same(F.cross_entropy(x, target, label_smoothing: 0.1), new TorchSharp.Modules.CrossEntropyLoss(label_smoothing: 0.1).call(x, target));
        Same(F.nll_loss(x, target, weight), NLLLoss(weight).call(x, target));
        Same(F.mse_loss(x, y), MSELoss().call(x, y));
        Same(F.l1_loss(x, y), L1Loss().call(x, y));
        Same(F.smooth_l1_loss(x, y, Reduction.Sum, 0.5), SmoothL1Loss(Reduction.Sum, 0.5).call(x, y));
        Same(F.kl_div(x, y), KLDivLoss().call(x, y));
        Same(F.binary_cross_entropy(x.sigmoid(), y.sigmoid()), BCELoss().call(x.sigmoid(), y.sigmoid()));
        Same(F.binary_cross_entropy_with_logits(x, y.sigmoid(), null, Reduction.Mean, weight), BCEWithLogitsLoss(pos_weights: weight).call(x, y.sigmoid()));
    }
}
