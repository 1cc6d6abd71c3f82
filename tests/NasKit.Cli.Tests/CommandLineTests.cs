namespace NasKit.Cli.Tests;

[Collection("command")]
public sealed class CommandLineTests : IDisposable
{
    private readonly RunFixture run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task An_unknown_command_says_which_there_are()
    {
        Assert.Equal(2, await run.Run("rn", "x.ipynb"));
        Assert.StartsWith("There is no command rn. There are: bench, export, figures, ", run.Error, StringComparison.Ordinal);
        Assert.EndsWith(", run, runs, search, strategies. See naskit --help.", run.Error.Trim(), StringComparison.Ordinal);
        Assert.Equal(2, await run.Run());
        Assert.Contains("bench, export, figures", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_and_version_are_answered_with_0()
    {
        Assert.Equal(0, await run.Run("--help"));
        Assert.Contains("run", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, await run.Run("run", "--help"));
        Assert.Contains("--timeout", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, await run.Run("--version"));
        Assert.StartsWith("0.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_without_what_it_needs_says_so()
    {
        Assert.Equal(2, await run.Run("run"));
        Assert.Contains("naskit run --help", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lab --port abc", "--port PORT must be a whole number, not abc; see naskit lab --help.")]
    [InlineData("lab --port 99999999999", "--port PORT must be a whole number up to 2147483647, not 99999999999; see naskit lab --help.")]
    [InlineData("lab --port", "--port PORT needs a value, and got none; see naskit lab --help.")]
    [InlineData("lab --port 1 --port 2", "--port PORT may be given once, and came 2 times; see naskit lab --help.")]
    [InlineData("lab --prt 1", "naskit lab has no option --prt; it has --no-browser, --port; see naskit lab --help.")]
    [InlineData("lab there", "naskit lab takes no arguments, and got there; see naskit lab --help.")]
    [InlineData("lab --no-browser=maybe", "naskit lab takes no arguments, and got maybe; see naskit lab --help.")]
    [InlineData("run x.ipynb --timeout 1,5", "--timeout SECONDS must be a number such as 8.5, not 1,5; see naskit run --help.")]
    [InlineData("run x.ipynb --jobs two", "--jobs N must be a whole number, not two; see naskit run --help.")]
    [InlineData("run", "naskit run needs NOTEBOOK; see naskit run --help.")]
    [InlineData("run x.ipynb --output=", "--output FILE needs a value, and got none; see naskit run --help.")]
    [InlineData("figures x.ipynb --width 8,5", "--width MM must be a number such as 8.5, not 8,5; see naskit figures --help.")]
    [InlineData("figures x.ipynb y.ipynb", "naskit figures takes NOTEBOOK, and got y.ipynb as well; see naskit figures --help.")]
    [InlineData("notebook diff x.ipynb", "naskit notebook diff needs AFTER; see naskit notebook diff --help.")]
    [InlineData("kernel", "naskit kernel needs a command: run, install, uninstall, list; see naskit kernel --help.")]
    [InlineData("kernel instal", "naskit kernel has no command instal; it has run, install, uninstall, list; see naskit kernel --help.")]
    [InlineData("kernel run", "naskit kernel run needs --connection-file FILE; see naskit kernel run --help.")]
    [InlineData("search --table x.csv --seeds 1", "naskit search needs --strategy NAME, --objective max:COLUMN, --evaluations N; see naskit search --help.")]
    [InlineData("runs show abc", "RUN must be a whole number, not abc; see naskit runs show --help.")]
    [InlineData("runs prune 1 abc", "RUNS must be a whole number, not abc; see naskit runs prune --help.")]
    public async Task A_wrong_command_line_is_told_in_one_sentence(string arguments, string told)
    {
        Assert.Equal(2, await run.Run(arguments.Split(' ')));
        Assert.Equal(told, run.Error.Trim());
        Assert.Empty(run.Output);
    }

    /// <summary>Every option of every command that takes a value.</summary>
    public static TheoryData<string, string> Options
    {
        get
        {
            var options = new TheoryData<string, string>();
            foreach (var (path, names) in Commands())
            {
                foreach (var name in names)
                    options.Add(path, name);
            }
            return options;
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public async Task Nonsense_for_any_option_of_any_command_is_refused_in_one_plain_sentence(string path, string option)
    {
        Assert.Equal(2, await run.Run([.. path.Split(' '), option, "\u0001 \u2026"]));
        Assert.Single(run.Error.Trim().Split('\n'));
        Assert.DoesNotMatch("`|Nullable|System\\.|Exception|Parameter '", run.Error);
    }

    [Theory]
    [InlineData("kernel --help")]
    [InlineData("notebook check --help")]
    [InlineData("search -h")]
    public async Task Help_needs_nothing_else(string arguments)
    {
        Assert.Equal(0, await run.Run(arguments.Split(' ')));
        Assert.Contains("Usage", run.Output, StringComparison.Ordinal);
    }

    // What help tells, so that a new command is covered too.
    private static IEnumerable<(string Path, string[] Options)> Commands()
    {
        var open = new Queue<string>(HelpOf("").Commands);
        while (open.TryDequeue(out var path))
        {
            var (commands, options) = HelpOf(path);
            foreach (var sub in commands)
                open.Enqueue(sub);
            if (commands.Length == 0)
                yield return (path, options);
        }
    }

    private static (string[] Commands, string[] Options) HelpOf(string path)
    {
        using var output = new StringWriter();
        Assert.Equal(0, CommandLine.RunAsync([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"], output, output).GetAwaiter().GetResult());
        var lines = output.ToString().Split('\n');
        var commands = lines.SkipWhile(line => !line.StartsWith("Commands:", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Where(line => line[2] != ' ').Select(line => $"{path} {line.Trim().Split(' ')[0]}".Trim());
        var options = lines.Select(line => System.Text.RegularExpressions.Regex.Match(line, @"^  (?:-\w, )?(--[\w-]+)[^<]*<")).Where(match => match.Success).Select(match => match.Groups[1].Value);
        return ([.. commands], [.. options]);
    }
}
