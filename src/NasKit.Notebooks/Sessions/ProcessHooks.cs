using System.Runtime.ExceptionServices;
using System.Text;

namespace NasKit.Notebooks.Sessions;

/// <summary>What sessions change about the whole process: where the console goes, and what a stray exception does.</summary>
internal static class ProcessHooks
{
    private static readonly Lock Gate = new();
    private static bool installed;
    private static Encoding? inputEncoding;

    /// <summary>Takes effect once a process, for the code of cells only; everything else goes on as before.</summary>
    public static void Install()
    {
        lock (Gate)
        {
            if (installed)
                return;
            installed = true;
            Console.SetOut(new ConsoleRouter(Console.Out, "stdout"));
            Console.SetError(new ConsoleRouter(Console.Error, "stderr"));
            RouteKeyboard();
            try
            {
                // A thread that a cell started must not take the notebook down with it.
                ExceptionHandling.SetUnhandledExceptionHandler(error =>
                {
                    if (CSharpSession.Current is not { } session)
                        return false;
                    session.TellStray(error, "on a thread that a cell started");
                    return true;
                });
            }
            catch (InvalidOperationException)
            {
                // The host has a handler of its own, which then decides.
            }
        }
    }
    /// <summary>Takes the keyboard back where it was lost: whoever sets the encoding of the input, as some libraries do, also resets where it comes from.</summary>
    public static void RouteKeyboard()
    {
        lock (Gate)
        {
            if (ReferenceEquals(inputEncoding, Console.InputEncoding))
                return;
            inputEncoding = Console.InputEncoding;
            Console.SetIn(new KeyboardRouter(Console.In));
        }
    }
}
