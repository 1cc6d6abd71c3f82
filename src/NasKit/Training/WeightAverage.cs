using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Training;

/// <summary>The exponential moving average of a module's weights over its training steps.</summary>
/// <remarks>
/// Source: Polyak and Juditsky, 1992; w̄ ← d w̄ + (1 − d) w after each step. Differs: as long as the plain mean of the steps so far forgets faster, that is taken, so that the
/// initial weights have no part in it. Statistics of normalisations are not averaged; they are recalibrated afterwards.
/// </remarks>
internal sealed class WeightAverage : IDisposable
{
    private const string Prefix = "average/";
    private readonly double decay;
    private readonly (string Name, Parameter Weight, Tensor Average)[] weights;

    /// <param name="module">What is trained.</param>
    /// <param name="decay">d, in [0, 1).</param>
    public WeightAverage(nn.Module module, double decay)
    {
        this.decay = decay;
        weights = [.. module.named_parameters().Select(entry => (entry.name, entry.parameter, Backend.Detach(zeros_like(entry.parameter))))];
    }

    /// <summary>Takes in the weights after a step.</summary>
    /// <param name="step">The step, from 0.</param>
    public void Update(int step)
    {
        using var inference = no_grad();
        using var scope = NewDisposeScope();
        var share = Math.Max(1 - decay, 1.0 / (step + 1));
        foreach (var (_, weight, average) in weights)
        {
            average.add_(weight - average, share); // exact where nothing changes
        }
    }

    /// <summary>Puts the averages in place of the weights.</summary>
    public void Apply()
    {
        using var inference = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (_, weight, average) in weights)
        {
            weight.copy_(average);
        }
    }

    public void Save(Snapshot snapshot)
    {
        foreach (var (name, _, average) in weights)
        {
            snapshot.Tensors[Prefix + name] = average;
        }
    }

    public void Load(Snapshot snapshot)
    {
        using var inference = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, _, average) in weights)
        {
            average.copy_(snapshot.Tensors[Prefix + name]);
        }
    }

    public void Dispose()
    {
        foreach (var (_, _, average) in weights)
        {
            average.Dispose();
        }
    }
}
