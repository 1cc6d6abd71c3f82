using System.Reflection;

namespace NasKit.Charts;

/// <summary>Finds the <c>display(value, mimeTypes)</c> of the notebook that this code runs in.</summary>
/// <remarks>
/// The library knows of notebooks only through their formatting package, which cannot show anything. Both kinds of host have a public class
/// <c>Kernel</c> with a static <c>display</c>, so it is looked up by name among what is loaded; where there is none, there is no notebook.
/// </remarks>
internal static class NotebookDisplay
{
    private static readonly string[] Hosts = ["NasKit.Notebooks", "Microsoft.DotNet.Interactive"];

    /// <summary>Shows a value below the running cell.</summary>
    /// <returns>Whether there was a notebook with a running cell.</returns>
    public static bool TryShow(object value)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.GetName().Name is not { } host || !Hosts.Contains(host)) continue;
            var display = assembly.GetType($"{host}.Kernel")?.GetMethod("display", BindingFlags.Public | BindingFlags.Static, [typeof(object), typeof(string[])]);
            if (display is null) continue;
            try
            {
                display.Invoke(null, [value, Array.Empty<string>()]);
                return true;
            }
            catch (TargetInvocationException error) when (error.InnerException is InvalidOperationException)
            {
                // The host is loaded, but no cell is running.
            }
        }
        return false;
    }
}
