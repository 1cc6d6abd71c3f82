using NasKit.Runs;

namespace NasKit.Tests.Runs;

public sealed class ProgressPrinterTests
{
    [Fact]
    public void Lines_come_at_most_once_a_second_and_at_the_end()
    {
        var clock = new Clock();
        var output = new StringWriter { NewLine = "\n" };
        var printer = new ProgressPrinter(() => output, clock, _ => null);
        for (var i = 1; i <= 25; i++)
        {
            printer.Report(new Progress(i, 25, $"epoch {i}"));
            clock.Now += TimeSpan.FromSeconds(0.1);
        }

        Assert.Equal("1/25 epoch 1\n11/25 epoch 11\n21/25 epoch 21\n25/25 epoch 25\n", output.ToString());
    }

    [Fact]
    public void An_unknown_total_is_left_out_and_a_message_stays_on_one_line()
    {
        var output = new StringWriter { NewLine = "\n" };
        new ProgressPrinter(() => output, new Clock(), _ => null).Report(new Progress(3, 0, "a\r\nb"));
        Assert.Equal("3 a b\n", output.ToString());
    }

    [Fact]
    public void In_a_notebook_each_step_has_a_bar_that_is_updated_in_place()
    {
        var clock = new Clock();
        var bars = new List<List<string>>();
        var printer = new ProgressPrinter(() => throw new InvalidOperationException("nothing is printed"), clock, value =>
        {
            List<string> bar = [value.ToString()!];
            bars.Add(bar);
            return another => bar.Add(another.ToString()!);
        });
        foreach (var total in new[] { 3, 2 })
        {
            for (var i = 1; i <= total; i++)
            {
                clock.Now += TimeSpan.FromSeconds(2);
                printer.Report(new Progress(i, total, "step"));
            }
        }

        Assert.Equal([["1/3 step", "2/3 step", "3/3 step"], ["1/2 step", "2/2 step"]], bars);
    }

    [Fact]
    public void A_bar_is_html_with_its_message_escaped() =>
        Assert.Equal("<progress value=\"1\" max=\"4\"></progress> <code>1/4 a &lt; b</code>", new ProgressBar(new Progress(1, 4, "a < b")).Html);

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
