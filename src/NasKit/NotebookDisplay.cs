using System.Reflection;

namespace NasKit;

/// <summary>Finds the <c>display(value, mimeTypes)</c> of the notebook that this code runs in.</summary>
/// <remarks>
/// The library knows of notebooks only through their formatting package, which cannot show anything. Both kinds of host have a public class
/// <c>Kernel</c> with a static <c>display</c>, so it is looked up by name among what is loaded; where there is none, there is no notebook.
/// </remarks>
internal static class NotebookDisplay
{
    private const BindingFlags Plainly = BindingFlags.DoNotWrapExceptions;
    private static readonly string[] Hosts = ["NasKit.Notebooks", "Microsoft.DotNet.Interactive"];

    /// <summary>Shows a value below the running cell.</summary>
    /// <returns>Shows another value in its place; null where there is no notebook with a running cell, and nothing was shown.</returns>
    /// <exception cref="OperationCanceledException">The cell was asked to stop; the returned function throws it too.</exception>
    public static Action<object>? Show(object value)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.GetName().Name is not { } host || !Hosts.Contains(host)) continue;
            var display = assembly.GetType($"{host}.Kernel")?.GetMethod("display", BindingFlags.Public | BindingFlags.Static, [typeof(object), typeof(string[])]);
            if (display is null) continue;
            try
            {
                var shown = display.Invoke(null, Plainly, null, [value, Array.Empty<string>()], null);
                var update = shown?.GetType().GetMethod("Update", [typeof(object)]);
                return another => update?.Invoke(shown, Plainly, null, [another], null);
            }
            catch (InvalidOperationException)
            {
                // The host is loaded, but no cell is running.
            }
        }

        return null;
    }
}
