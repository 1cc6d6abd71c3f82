using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>The handles of a list of tensors, valid until disposed.</summary>
internal readonly struct HandleList : IDisposable
{
    private readonly Tensor?[] tensors;
    internal readonly nint[] Handles;

    /// <param name="tensors">The tensors; null is no tensor at all, a null among them is handed on as such.</param>
    /// <param name="operation">Who asks, for the message about a disposed tensor.</param>
    internal HandleList(IEnumerable<Tensor?>? tensors, string operation)
    {
        this.tensors = tensors?.ToArray() ?? [];
        Handles = new nint[this.tensors.Length];
        try
        {
            for (var i = 0; i < Handles.Length; i++)
            {
                Handles[i] = this.tensors[i]?.Acquire(operation, i + 1) ?? 0;
            }
        }
        catch (ObjectDisposedException)
        {
            Dispose();
            throw;
        }
    }

    internal Arg Argument => tensors;

    public void Dispose()
    {
        for (var i = 0; i < Handles.Length; i++)
        {
            if (Handles[i] != 0)
            {
                tensors[i]!.Release();
            }
        }
    }
}
