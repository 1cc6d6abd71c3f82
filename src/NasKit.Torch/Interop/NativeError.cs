namespace TorchSharp.Interop;

/// <summary>Turns the status of a native entry point that is no operator into an exception.</summary>
internal static class NativeError
{
    internal static int Check(int status, string operation) => status >= 0 ? status : throw Operator.Failure(operation, NativeMethods.LastError(), []);

    internal static nint Check(nint handle, string operation) => handle != 0 ? handle : throw Operator.Failure(operation, NativeMethods.LastError(), []);
}
