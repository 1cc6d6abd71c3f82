namespace NasKit.Notebooks.Sessions;

/// <summary>Stands in for the keyboard of the process: cells read from whoever sits at their front end, everything else from where it always did.</summary>
internal sealed class KeyboardRouter(TextReader outside) : TextReader
{
    private string rest = "";

    public override string? ReadLine()
    {
        if (CSharpSession.Current is not { } session)
            return outside.ReadLine();
        var line = rest.Length > 0 ? rest.TrimEnd('\n') : session.ReadInput("", hidden: false);
        rest = "";
        return line;
    }

    public override int Read()
    {
        if (CSharpSession.Current is null)
            return outside.Read();
        Fill();
        var next = rest[0];
        rest = rest[1..];
        return next;
    }

    public override int Peek()
    {
        if (CSharpSession.Current is null)
            return outside.Peek();
        Fill();
        return rest[0];
    }

    private void Fill()
    {
        if (rest.Length == 0)
            rest = CSharpSession.Current!.ReadInput("", hidden: false) + "\n";
    }
}
