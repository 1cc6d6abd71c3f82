using NasKit.Runs;

namespace NasKit.Tests.Runs;

public sealed class ProgressPrinterTests
{
    [Fact]
    public void Lines_come_at_most_once_a_second_and_at_the_end()
    {
        var clock = new Clock();
        var output = new StringWriter { NewLine = "\n" };
        var printer = new ProgressPrinter(() => output, clock);
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
        new ProgressPrinter(() => output, new Clock()).Report(new Progress(3, 0, "a\r\nb"));
        Assert.Equal("3 a b\n", output.ToString());
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
