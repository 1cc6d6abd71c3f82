namespace NasKit.Notebooks.Tests.Jupyter;

public sealed class FaultTests
{
    private const int Megabytes50 = 50_000_000;

    [LiveFact]
    public void Ten_thousand_bad_messages_on_each_socket_are_dropped_and_the_next_good_one_is_answered()
    {
        var seen = LiveKernel.Drive("faults.py", "garbage");
        Assert.All((string[])["shell", "control", "stdin", "hb"], channel => Assert.Equal("ok", seen[channel]!.GetValue<string>()));
        Assert.Equal(1, seen["replies to the flood"]!.GetValue<int>());
        Assert.False(seen["forged code ran"]!.GetValue<bool>());
    }

    [LiveFact]
    public void Fifty_megabytes_of_output_arrive_whole()
    {
        var seen = LiveKernel.Drive("faults.py", "flood");
        Assert.Equal(Megabytes50, seen["bytes"]!.GetValue<int>());
        Assert.True(seen["whole"]!.GetValue<bool>());
        Assert.Equal("ok", seen["status"]!.GetValue<string>());
        Assert.Equal("2", seen["after"]!.GetValue<string>());
        // Half a million lines, joined: a browser could not take a message each.
        Assert.InRange(seen["messages"]!.GetValue<int>(), 1, 20_000);
    }

    [LiveFact]
    public void Memory_grows_by_less_than_a_fifth_over_a_thousand_cells_after_the_first_hundred()
    {
        var seen = LiveKernel.Drive("faults.py", "cells", "1000");
        Assert.True(seen["growth"]!.GetValue<double>() <= 0.2, seen.ToJsonString());
    }

    [LiveFact]
    public void Two_hundred_interrupts_at_random_moments_lose_no_reply()
    {
        var seen = LiveKernel.Drive("faults.py", "interrupts");
        Assert.Equal(0, seen["lost"]!.GetValue<int>());
        Assert.Empty(seen["wrong"]!.AsArray());
        Assert.True(seen["stopped"]!.GetValue<int>() >= 100, seen.ToJsonString());
    }

    [LiveFact]
    public void Another_front_end_goes_on_where_a_killed_one_stopped() =>
        Assert.Equal("4", LiveKernel.Drive("faults.py", "reconnect")["kept"]!.GetValue<string>());

    [LiveFact]
    public void A_kernel_ends_with_the_process_that_started_it() =>
        Assert.True(LiveKernel.Drive("faults.py", "orphan")["ended"]!.GetValue<bool>());
}
