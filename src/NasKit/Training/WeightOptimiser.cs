using TorchSharp.Modules;
using OfTorch = TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Training;

/// <summary>What turns the gradients of weights into steps.</summary>
public enum WeightOptimiser
{
    /// <summary>Stochastic gradient descent, with momentum where a training has it.</summary>
    Sgd,

    /// <summary>Adam with β = (0.9, 0.999) and ε = 1e-8; weight decay is added to the gradient.</summary>
    Adam,
}

internal static class WeightOptimisers
{
    /// <summary>Makes the optimiser of a training.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="decayed">Parameters with weight decay.</param>
    /// <param name="plain">Parameters without; may be none.</param>
    /// <param name="rate">Learning rate of the first step.</param>
    /// <param name="decay">Weight decay.</param>
    /// <param name="momentum">Momentum of SGD.</param>
    /// <param name="nesterov">Whether it looks ahead.</param>
    public static optim.Optimizer Start(
        this WeightOptimiser kind, IEnumerable<Parameter> decayed, IEnumerable<Parameter> plain, double rate, double decay, double momentum = 0, bool nesterov = false)
    {
        var rest = plain.ToArray();
        if (kind == WeightOptimiser.Adam)
        {
            var all = new OfTorch.Adam.ParamGroup(decayed);
            OfTorch.Adam.ParamGroup[] both = rest.Length == 0 ? [all] : [all, new(rest, new OfTorch.Adam.Options { weight_decay = 0 })];
            return optim.Adam(both, rate, weight_decay: decay);
        }

        var group = new SGD.ParamGroup(decayed);
        SGD.ParamGroup[] groups = rest.Length == 0 ? [group] : [group, new(rest, new SGD.Options { weight_decay = 0 })];
        return optim.SGD(groups, rate, momentum: momentum, weight_decay: decay, nesterov: nesterov);
    }
}
