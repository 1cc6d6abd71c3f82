using System.Runtime.CompilerServices;

namespace NasKit.Notebooks.Sessions;

/// <summary>Stands in for the keyboard of the process: cells read from whoever sits at their front end, everything else from where it always did.</summary>
internal sealed class KeyboardRouter(TextReader outside) : TextReader
{
    // What was typed and not yet read belongs to its session: another one must not read it.
    private readonly ConditionalWeakTable<CSharpSession, StrongBox<string>> typed = [];

    public override string? ReadLine()
    {
        if (CSharpSession.Current is not { } session)
            return outside.ReadLine();
        var rest = Rest(session);
        var line = rest.Value!.Length > 0 ? rest.Value.TrimEnd('\n') : session.ReadInput("", hidden: false);
        rest.Value = "";
        return line;
    }

    public override int Read()
    {
        if (CSharpSession.Current is not { } session)
            return outside.Read();
        var rest = Filled(session);
        var next = rest.Value![0];
        rest.Value = rest.Value[1..];
        return next;
    }

    public override int Peek() => CSharpSession.Current is { } session ? Filled(session).Value![0] : outside.Peek();

    private StrongBox<string> Rest(CSharpSession session) => typed.GetValue(session, _ => new(""));

    private StrongBox<string> Filled(CSharpSession session)
    {
        var rest = Rest(session);
        if (rest.Value!.Length == 0)
            rest.Value = session.ReadInput("", hidden: false) + "\n";
        return rest;
    }
}
