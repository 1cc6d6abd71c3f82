using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>The activation functions of the mobile spaces.</summary>
public enum Activation
{
    /// <summary>No activation.</summary>
    None,

    /// <summary>max(0, x).</summary>
    ReLU,

    /// <summary>x · relu6(x + 3) / 6.</summary>
    HardSwish,

    /// <summary>min(6, max(0, x)).</summary>
    ReLU6,
}

/// <summary>An operator as a value: what it is, what goes in, and everything that can be derived from that without a tensor.</summary>
/// <remarks>
/// Equality is by value: two operators with equal specs cost the same and take the same time, so a latency table has one entry for each
/// distinct spec. Costs follow from <see cref="Layers"/>; the network part that computes it is made by <see cref="Build"/>.
/// </remarks>
/// <param name="Input">Shape of one input.</param>
public abstract record OperatorSpec(TensorShape Input)
{
    /// <summary>Shape of one output.</summary>
    public abstract TensorShape Output { get; }

    /// <summary>The primitive layers it is made of, in order.</summary>
    public abstract IEnumerable<Layer> Layers { get; }

    /// <summary>What drawings and hints call it: its kind and its kernel or expansion, without shapes.</summary>
    public abstract string ShortName { get; }

    /// <summary>Key in latency tables: operator, shapes and settings in one string without spaces.</summary>
    public abstract string Key { get; }

    /// <summary>Whether part of its input reaches its output beside the branch that works, as in a residual block.</summary>
    public virtual bool PassesInputBy => false;

    /// <summary>Trainable parameters.</summary>
    public long Parameters => Layers.Sum(layer => layer.Parameters);

    /// <summary>Multiply-accumulates for one image.</summary>
    public long Macs => Layers.Sum(layer => layer.Macs);

    /// <summary>Values read and written for one image: input, output and weights; the second feature of latency models.</summary>
    public long MemoryAccess => Input.Elements + Output.Elements + Parameters;

    /// <summary>Builds the module that computes this operator and every smaller operator of its family.</summary>
    /// <param name="init">Source of the initial weights.</param>
    /// <returns>The module, with weights that the caller owns.</returns>
    public abstract OperatorModule Build(Generator init);

    /// <summary>Whether <paramref name="smaller"/> can run on this operator's weights: same family, no setting larger.</summary>
    /// <param name="smaller">The operator that would borrow the weights.</param>
    public virtual bool Contains(OperatorSpec smaller) => Equals(smaller);

    /// <summary>The smallest operator that contains both, or null where the two belong to different families.</summary>
    /// <param name="other">Another candidate of the same slot.</param>
    public virtual OperatorSpec? Union(OperatorSpec other) => Equals(other) ? this : null;
}

/// <summary>A network part that computes an operator, or a smaller one of the same family on a part of its weights.</summary>
public abstract class OperatorModule : nn.Module<Tensor, OperatorSpec, Tensor>
{
    /// <param name="name">Name in state dictionaries.</param>
    protected OperatorModule(string name) : base(name)
    {
    }

    /// <summary>Computes the operator with a factor on its branch: what it adds to, or puts beside, an input that passes by; of one without such an input, on all of it.</summary>
    /// <param name="x">Input, float32 [N, C, H, W].</param>
    /// <param name="active">The operator.</param>
    /// <param name="gate">The factor, a scalar or one for each image [N, 1, 1, 1].</param>
    /// <returns>Output, float32 [N, C', H', W'], in the caller's scope.</returns>
    public virtual Tensor Gated(Tensor x, OperatorSpec active, Tensor gate) => call(x, active) * gate;
}
