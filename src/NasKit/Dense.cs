using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit;

/// <summary>A fully connected layer whose initial weights come from an explicit generator.</summary>
internal sealed class Dense : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter? bias;

    /// <param name="inputs">Inputs.</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="init">Source of the initial weights.</param>
    /// <param name="bound">Weights and biases start uniform in ±bound; 1/√inputs by default.</param>
    /// <param name="biased">Whether it has a bias.</param>
    public Dense(int inputs, int outputs, Generator init, double? bound = null, bool biased = true) : base("Dense")
    {
        var limit = bound ?? 1 / Math.Sqrt(inputs);
        weight = Weights.Uniform([outputs, inputs], -limit, limit, init);
        bias = biased ? Weights.Uniform([outputs], -limit, limit, init) : null;
        RegisterComponents();
    }

    // [..., inputs] -> [..., outputs]
    public override Tensor forward(Tensor x) => nn.functional.linear(x, weight, bias);
}
