namespace NasKit.Cli.Tests;

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
}
