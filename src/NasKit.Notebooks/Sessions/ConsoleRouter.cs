using System.Text;

namespace NasKit.Notebooks.Sessions;

/// <summary>Stands in for the console of the process: what cells write goes to their session, everything else where it always went.</summary>
internal sealed class ConsoleRouter : TextWriter
{
    private readonly TextWriter outside;
    private readonly string name;

    public ConsoleRouter(TextWriter outside, string name)
    {
        this.outside = outside;
        this.name = name;
    }

    public override Encoding Encoding => outside.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        if (CSharpSession.Current is { } session)
            session.Emit(new StreamWritten(name, value));
        else
            outside.Write(value);
    }

    public override void WriteLine() => Write(NewLine);

    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void Flush() => outside.Flush();
}
