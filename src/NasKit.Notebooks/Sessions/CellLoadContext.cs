using System.Reflection;
using System.Runtime.Loader;

namespace NasKit.Notebooks.Sessions;

/// <summary>Holds the compiled cells of one session; everything they refer to is what the process itself uses.</summary>
internal sealed class CellLoadContext() : AssemblyLoadContext("NasKit cells")
{
    // null hands the name to the default context: a library is one and the same for the host and for every cell.
    protected override Assembly? Load(AssemblyName assemblyName) => null;
}
