using Microsoft.AspNetCore.Html;
using NasKit.Notebooks.Sessions;

namespace NasKit.Notebooks;

/// <summary>What every cell can call without naming a type: <c>display(…)</c>, <c>HTML(…)</c>.</summary>
#pragma warning disable CA1708 // display and Display are both the names that notebooks of this kind use.
public static class Kernel
{
    /// <summary>Fires when the running cell is asked to stop; long loops of a cell should poll it.</summary>
    public static CancellationToken StopToken => CSharpSession.StopToken;

    /// <summary>Shows a value below the cell.</summary>
    /// <param name="value">Anything; null is shown as such.</param>
    /// <param name="mimeTypes">
    /// The representations wanted, as <c>text/html</c>; none: those that the value's formatters prefer.
    /// With a type, a string is taken as content of that type, and bytes as the image.
    /// </param>
    /// <returns>A handle by which the shown value can be updated in place.</returns>
    /// <exception cref="InvalidOperationException">No cell is running.</exception>
    /// <exception cref="OperationCanceledException">The cell was asked to stop.</exception>
    public static DisplayedValue display(object? value, params string[] mimeTypes)
    {
        ArgumentNullException.ThrowIfNull(mimeTypes);
        var session = CSharpSession.Current ?? throw new InvalidOperationException("display(…) needs a running cell, and there is none.");
        StopPoint.Check();
        var shown = new DisplayedValue(session, session.NewDisplayId(), mimeTypes);
        session.Emit(new ValueDisplayed(shown.DisplayId, ValueBundle.Of(value, mimeTypes)));
        return shown;
    }

    /// <summary>Shows a value below the cell; the same as <see cref="display"/>, written after the value.</summary>
    /// <param name="value">Anything.</param>
    /// <param name="mimeTypes">The representations wanted; see <see cref="display"/>.</param>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => display(value, mimeTypes);

    /// <summary>Marks text as HTML, to be shown as such.</summary>
    /// <param name="content">A fragment of HTML; it is not escaped.</param>
    public static IHtmlContent HTML(string content) => new HtmlString(content);

    /// <summary>Takes away what the cell has put out so far.</summary>
    /// <param name="wait">Whether it stays until the next output comes, so that nothing flickers.</param>
    /// <exception cref="InvalidOperationException">No cell is running.</exception>
    public static void clearOutput(bool wait = false)
    {
        var session = CSharpSession.Current ?? throw new InvalidOperationException("clearOutput() needs a running cell, and there is none.");
        StopPoint.Check();
        session.Emit(new OutputCleared(wait));
    }

    /// <summary>Asks whoever sits at the front end for a line of text; <see cref="Console.ReadLine"/> does the same without a prompt.</summary>
    /// <param name="prompt">What to say beside the field.</param>
    /// <exception cref="InvalidOperationException">No cell is running.</exception>
    /// <exception cref="NotSupportedException">Nobody is there, or the front end takes no input.</exception>
    public static string input(string prompt = "") => Input(prompt, hidden: false);

    /// <summary>Asks for a line of text that is not shown while it is typed.</summary>
    /// <param name="prompt">What to say beside the field.</param>
    /// <exception cref="InvalidOperationException">No cell is running.</exception>
    /// <exception cref="NotSupportedException">Nobody is there, or the front end takes no input.</exception>
    public static string password(string prompt = "Password: ") => Input(prompt, hidden: true);

    private static string Input(string prompt, bool hidden)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return (CSharpSession.Current ?? throw new InvalidOperationException("input() needs a running cell, and there is none.")).ReadInput(prompt, hidden);
    }
}
