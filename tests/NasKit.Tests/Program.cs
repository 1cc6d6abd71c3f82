using System.Reflection;

namespace NasKit.Tests;

/// <summary>Lets the test assembly run as a process of its own, for tests that kill it: <c>dotnet NasKit.Tests.dll TYPE METHOD [ARGUMENT]...</c>.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length < 2 || Type.GetType(args[0])?.GetMethod(args[1], BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic) is not { } method)
        {
            Console.Error.WriteLine("usage: NasKit.Tests TYPE METHOD [ARGUMENT]...");
            return 2;
        }

        method.CreateDelegate<Action<string[]>>()(args[2..]);
        return 0;
    }
}
