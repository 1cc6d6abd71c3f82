using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// What brackets mean for one tensor: a view that numbers and slices lead to, and the index tensors that pick from it.
/// </summary>
internal sealed class IndexPlan : IDisposable
{
    private readonly List<Tensor> made = [];
    private readonly List<Tensor?> picks = [];
    private readonly Tensor source;

    internal IndexPlan(Tensor source, TensorIndex[] indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        this.source = View = source;
        var rest = (int)source.dim() - indices.Sum(Consumed);
        if (rest < 0 || indices.Count(i => i.Kind == TensorIndex.Form.Ellipsis) > 1)
        {
            var complaint = rest < 0 ? "more indices than dimensions" : "more than one ellipsis";
            throw new ArgumentException($"index({source.Describe()}): {complaint}.", nameof(indices));
        }
        try
        {
            var at = 0;
            foreach (var one in indices)
            {
                Apply(one, ref at, rest);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The source itself or a view of it.</summary>
    internal Tensor View { get; private set; }

    /// <summary>For each dimension of the view the tensor that picks along it, else null; none at all where only views were asked for.</summary>
    internal Tensor?[] Picks => picks.Exists(p => p is not null) ? [.. picks] : [];

    /// <summary>The view as an object of its own, which <see cref="Dispose"/> leaves alone.</summary>
    internal Tensor TakeView() => made.Remove(View) ? View : source.alias();

    public void Dispose() => made.ForEach(tensor => tensor.Dispose());

    private static int Consumed(TensorIndex index) => index.Kind switch
    {
        TensorIndex.Form.Single or TensorIndex.Form.Slice => 1,
        TensorIndex.Form.Tensor => Covered(index.Picks!),
        _ => 0,
    };

    /// <summary>The dimensions an index tensor stands for: a mask as many as it has, integers one.</summary>
    private static int Covered(Tensor pick) => pick.dtype is ScalarType.Bool or ScalarType.Byte ? (int)pick.dim() : 1;

    /// <summary>An integer without dimensions, which selects like a number; a number among index tensors comes as such.</summary>
    private static bool IsNumber(Tensor pick) => pick.dim() == 0 && pick.dtype is > ScalarType.Byte and <= ScalarType.Int64;

    private void Apply(TensorIndex index, ref int at, int rest)
    {
        switch (index.Kind)
        {
            case TensorIndex.Form.Single:
                Step(new Operator("select", "int").Call(View, at, index.Start!.Value));
                break;
            case TensorIndex.Form.Slice:
                Step(new Operator("slice", "Tensor").Call(View, at++, index.Start, index.Stop, index.Step ?? 1));
                picks.Add(null);
                break;
            case TensorIndex.Form.Ellipsis:
                at += rest;
                picks.AddRange(new Tensor?[rest]);
                break;
            case TensorIndex.Form.None:
                Step(View.unsqueeze(at++));
                picks.Add(null);
                break;
            case TensorIndex.Form.Bool:
                Mask(full(new long[] { 1 }, index.Start != 0, ScalarType.Bool, View.device), ref at);
                break;
            case TensorIndex.Form.Tensor when IsNumber(index.Picks!):
                Step(new Operator("select", "int").Call(View, at, index.Picks!.ToInt64()));
                break;
            case TensorIndex.Form.Tensor when index.Picks!.dim() == 0 && index.Picks.dtype == ScalarType.Bool:
                Mask(index.Picks.reshape(1), ref at);
                break;
            case TensorIndex.Form.Tensor:
                at += Covered(index.Picks!);
                picks.Add(index.Picks);
                break;
        }
    }

    /// <summary>A truth value picks along a new dimension: all of it or nothing.</summary>
    private void Mask(Tensor truth, ref int at)
    {
        made.Add(truth);
        picks.Add(truth);
        Step(View.unsqueeze(at++));
    }

    private void Step(Tensor next)
    {
        if (made.Remove(View))
        {
            View.Dispose();
        }
        made.Add(next);
        View = next;
    }
}
