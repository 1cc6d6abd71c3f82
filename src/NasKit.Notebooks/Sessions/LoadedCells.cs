using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace NasKit.Notebooks.Sessions;

/// <summary>Loads the compiled cells of one session; everything else that they refer to is what the process itself uses.</summary>
/// <param name="unloads">Whether a cell's code goes once nothing holds an object, a type or running code of it.</param>
internal sealed class LoadedCells(bool unloads)
{
    private readonly ConcurrentDictionary<string, WeakReference<Assembly>> cells = new(StringComparer.Ordinal);
    private readonly bool unloads = unloads;

    /// <summary>Loads one cell.</summary>
    /// <param name="assembly">The compiled cell.</param>
    /// <param name="symbols">Where its code stands in its text, as portable PDB.</param>
    public Assembly Load(byte[] assembly, byte[] symbols)
    {
        using var code = new MemoryStream(assembly);
        using var lines = new MemoryStream(symbols);
        var cell = new Context(this).LoadFromStream(code, lines);
        cells[cell.GetName().Name!] = new WeakReference<Assembly>(cell);
        return cell;
    }

    /// <summary>Has the collector look for cells that nothing holds any more, which it would seldom do by itself: it sees their few objects, not their code.</summary>
    public void Unload()
    {
        if (!unloads)
            return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        foreach (var (name, cell) in cells)
        {
            if (!cell.TryGetTarget(out _))
                cells.TryRemove(name, out _);
        }
    }

    private sealed class Context(LoadedCells session) : AssemblyLoadContext("NasKit cell", session.unloads)
    {
        // null hands the name to the default context: a library is one and the same for the host and for every cell.
        protected override Assembly? Load(AssemblyName assemblyName) =>
            session.cells.TryGetValue(assemblyName.Name!, out var cell) && cell.TryGetTarget(out var assembly) ? assembly : null;
    }
}
