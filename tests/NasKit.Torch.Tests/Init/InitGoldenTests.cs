using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasKit.Torch.Tests.Init;

/// <summary>The first values and the sum of each weight, as PyTorch 1.13 (CPU, float32) draws them after <c>torch.manual_seed(7)</c>.</summary>
[Collection("default generator")]
public sealed class InitGoldenTests
{
    [Fact]
    public void Layers_draw_the_numbers_that_PyTorch_draws()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(7);
        (string Name, Module Layer)[] layers =
        [
            ("Conv2d", Conv2d(3, 8, 3)), ("Depthwise", Conv2d(8, 8, 5, groups: 8, bias: false)), ("Linear", Linear(20, 4)), ("BatchNorm2d", BatchNorm2d(4)),
            ("Embedding", Embedding(6, 4, padding_idx: 1)), ("LSTM", LSTM(2, 3, numLayers: 2)), ("LSTMCell", LSTMCell(2, 3)),
        ];
        (string Name, long Count, float[] First, double Sum)[] expected =
        [
            ("Conv2d.weight", 216, [0.0134416921f, -0.115930706f, 0.0612806119f, 0.0603870936f], -0.3286909491289407),
            ("Conv2d.bias", 8, [0.126508549f, 0.0681247115f, 0.0330047719f, -0.0568119064f], 0.09909850964322686),
            ("Depthwise.weight", 200, [0.0436740629f, -0.118462108f, 0.0357252844f, -0.0663859844f], -1.28965291973509),
            ("Linear.weight", 80, [0.0912931189f, -0.120372318f, 0.210707307f, 0.20888561f], 0.53216566843912),
            ("Linear.bias", 4, [0.0775074288f, 0.088852413f, 0.199117914f, 0.132853597f], 0.49833135306835175),
            ("BatchNorm2d.weight", 4, [1f, 1f, 1f, 1f], 4.0),
            ("BatchNorm2d.bias", 4, [0f, 0f, 0f, 0f], 0.0),
            ("Embedding.weight", 24, [0.138834625f, 0.386583f, -0.413064033f, -0.0530341975f], 5.197492742910981),
            ("LSTM.weight_ih_l0", 24, [0.286960423f, -0.0514474846f, 0.54105252f, -0.1306196f], -0.514652291778475),
            ("LSTM.weight_hh_l0", 36, [-0.295779914f, 0.341357201f, -0.497386575f, 0.28177765f], -2.1398780653253198),
            ("LSTM.bias_ih_l0", 12, [-0.311835051f, 0.447531015f, 0.229394883f, -0.051714804f], 0.008917529135942459),
            ("LSTM.bias_hh_l0", 12, [-0.528638542f, 0.365060985f, 0.146130055f, -0.485855967f], -1.0492693558335304),
            ("LSTM.weight_ih_l1", 36, [-0.0735147372f, 0.306006223f, -0.120035961f, 0.542963743f], -2.04694452509284),
            ("LSTM.weight_hh_l1", 36, [-0.229824632f, -0.385721922f, 0.228102833f, 0.228017971f], 2.1078693959861994),
            ("LSTM.bias_ih_l1", 12, [-0.332516164f, 0.0559517704f, 0.531857133f, -0.210298702f], -1.0373879559338093),
            ("LSTM.bias_hh_l1", 12, [0.339058161f, 0.0193865635f, -0.271375418f, 0.557839692f], 2.5914429910480976),
            ("LSTMCell.weight_ih", 24, [-0.57658416f, -0.24360536f, 0.0842698887f, 0.405793935f], 0.4916383624076843),
            ("LSTMCell.weight_hh", 36, [-0.410375297f, -0.524481952f, 0.337206751f, 0.559490383f], -2.5184798058471642),
            ("LSTMCell.bias_ih", 12, [-0.173885316f, -0.254266858f, -0.155504227f, 0.0602230802f], 0.8343690261244774),
            ("LSTMCell.bias_hh", 12, [0.122585125f, 0.370155185f, -0.549576759f, -0.0373929031f], -0.7880946807563305),
        ];
        AssertSame(expected, [.. layers.SelectMany(layer => layer.Layer.named_parameters().Select(parameter => ($"{layer.Name}.{parameter.name}", (Tensor)parameter.parameter)))]);
        AssertSame(fillings, Filled());
        Array.ForEach(layers, layer => layer.Layer.Dispose());
    }

    private static readonly (string Name, long Count, float[] First, double Sum)[] fillings =
    [
        ("kaiming_normal_", 108, [0.110959046f, 0.0934367627f, -0.253249854f, 0.0359906144f], 1.9274701313115656),
        ("kaiming_uniform_", 24, [0.634155393f, -0.512199938f, -0.753335238f, -0.336371779f], 8.387747254222631),
        ("xavier_normal_", 24, [1.59002721f, 0.930356681f, 1.52764344f, -0.96295315f], 1.1128156818449497),
        ("xavier_uniform_", 24, [0.684793651f, 0.397767097f, -0.36395964f, -0.146365449f], -3.8294247537851334),
        ("normal_", 24, [2.70228148f, 1.22472823f, 3.68412709f, 4.56465006f], 30.629604697227478),
        ("uniform_", 24, [-1.73024487f, -0.320173621f, 1.30360866f, 0.0524150133f], 12.387524008750916),
        ("trunc_normal_", 24, [0.0151062002f, -0.0109887542f, 0.0156833697f, 0.00234904164f], -0.02018898684764281),
        ("orthogonal_", 24, [-0.727241993f, 0.254591882f, 1.04788864f, 0.0868697092f], -5.739393804222345),
        ("orthogonal_ wide", 30, [-0.263844848f, 0.27036494f, 0.0989069939f, -0.289029539f], 0.34788839891552925),
    ];

    private static (string, Tensor)[] Filled() =>
    [
        ("kaiming_normal_", init.kaiming_normal_(empty(4, 3, 3, 3), mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU)),
        ("kaiming_uniform_", init.kaiming_uniform_(empty(6, 4), 0.1)),
        ("xavier_normal_", init.xavier_normal_(empty(6, 4), 2)),
        ("xavier_uniform_", init.xavier_uniform_(empty(6, 4))),
        ("normal_", init.normal_(empty(6, 4), 1, 2)),
        ("uniform_", init.uniform_(empty(6, 4), -2, 3)),
        ("trunc_normal_", init.trunc_normal_(empty(6, 4), 0, 0.02, -0.03, 0.05)),
        ("orthogonal_", init.orthogonal_(empty(6, 4), 2)),
        ("orthogonal_ wide", init.orthogonal_(empty(3, 2, 5))),
    ];

    private static void AssertSame((string Name, long Count, float[] First, double Sum)[] expected, (string Name, Tensor Values)[] actual)
    {
        Assert.Equal(expected.Select(entry => entry.Name), actual.Select(entry => entry.Name));
        foreach (var ((name, count, first, sum), (_, tensor)) in expected.Zip(actual))
        {
            float[] values = tensor.detach().data<float>().ToArray();
            Assert.Equal(count, values.Length);
            // Draws are the same bits; the QR factorisation and the inverse error function differ in the last digits from machine to machine.
            double tolerance = name.StartsWith("orthogonal_", StringComparison.Ordinal) || name == "trunc_normal_" ? 1e-5 : 0;
            for (int i = 0; i < first.Length; i++)
                Assert.True(Math.Abs(first[i] - values[i]) <= tolerance * Math.Abs(first[i]), $"{name}, element {i}: {values[i]:R} is not {first[i]:R}");
            Assert.True(Math.Abs(sum - values.Sum(value => (double)value)) <= 1e-4, $"{name}: the sum is {values.Sum(value => (double)value)}, not {sum}");
        }
    }
}
