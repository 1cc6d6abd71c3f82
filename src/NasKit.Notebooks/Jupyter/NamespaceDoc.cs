namespace NasKit.Notebooks.Jupyter;

/// <summary>The session as a Jupyter kernel, protocol 5.4.</summary>
/// <remarks>
/// <list type="bullet">
/// <item><see cref="KernelSpec"/> registers the kernel with Jupyter;</item>
/// <item><see cref="ConnectionFile"/> says where the front end waits; <see cref="JupyterKernel"/> connects and serves it until it is shut down;</item>
/// <item>inside, one thread owns all five sockets (<see cref="Wire"/>), a second answers requests in order, one file a message type,
/// and the cells run on the session's own; so heartbeat and control answer whatever a cell does.</item>
/// </list>
/// </remarks>
internal static class NamespaceDoc;
