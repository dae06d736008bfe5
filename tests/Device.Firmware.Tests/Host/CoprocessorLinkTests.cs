using Device.Coprocessor;
using Device.Core.Power;
using Device.Firmware.Tests.Coprocessor;
using Device.Hardware.Coprocessor;
using Device.Link;

namespace Device.Firmware.Tests.Host;

public sealed class CoprocessorLinkTests
{
    private static readonly CoprocessorOptions Options = new() { AnswerTimeout = 50, MostTries = 10, PollInterval = 100, RetryPause = 100 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_battery_is_read_through_the_real_firmware()
    {
        var board = new FakeBoard { Millivolts = 3812, External = true };
        await using var link = Open(new NoisyLine(board.Run(5000)));
        var state = await link.ReadAsync(Stop);
        Assert.Equal((3.812, ChargeState.Held, default(double?)), (state.Volts, state.Charge, state.Level));
        Assert.Equal("test", link.Board);
    }

    [Fact]
    public async Task What_happens_to_the_board_arrives_in_order()
    {
        var line = Switched(new FakeBoard { Lid = true });
        await using var link = Open(line);
        await using var events = link.ReadAllAsync(Stop).GetAsyncEnumerator(Stop);
        Assert.Equal(DeviceEventKind.LidClosed, await NextAsync(events));
        line.Board.Lid = false;
        line.Run(200);
        Assert.Equal(DeviceEventKind.LidOpened, await NextAsync(events));
        line.Board.Button = true;
        line.Run(300);
        line.Board.Button = false;
        line.Run(300);
        Assert.Equal(DeviceEventKind.PowerKey, await NextAsync(events));
        line.Board.External = true;
        line.Run(300);
        Assert.Equal(DeviceEventKind.ChargerConnected, await NextAsync(events));
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_again_and_nothing_is_done_twice()
    {
        var line = Switched(new FakeBoard());
        await using var link = Open(line);
        await link.ReadAsync(Stop);
        line.Board.Lid = true;
        line.Run(200);
        line.Board.Lid = false;
        line.Run(200);
        line.LostAnswers = 2;
        await using var events = link.ReadAllAsync(Stop).GetAsyncEnumerator(Stop);
        Assert.Equal(DeviceEventKind.LidClosed, await NextAsync(events));
        Assert.Equal(DeviceEventKind.LidOpened, await NextAsync(events));
        Assert.True(link.Repeated >= 2);
        Assert.Equal(0, link.Dropped);
    }

    [Theory]
    [InlineData(0.002, 11)]
    [InlineData(0.01, 12)]
    public async Task A_noisy_line_costs_tries_and_no_truth(double noise, int seed)
    {
        var board = new FakeBoard { Millivolts = 3700 };
        await using var link = Open(new NoisyLine(board.Run(5000), noise, seed));
        for (var i = 0; i < 60; i++)
        {
            Assert.Equal(3.7, (await link.ReadAsync(Stop)).Volts);
        }

        Assert.True(link.Repeated > 0 && link.Breaks == 0);
    }

    [Fact]
    public async Task A_co_processor_that_restarts_is_greeted_again()
    {
        var line = new NoisyLine(new FakeBoard().Run(5000));
        await using var link = Open(line);
        await link.ReadAsync(Stop);
        line.Restart();
        Assert.Equal(3.9, (await link.ReadAsync(Stop)).Volts);
        Assert.Equal(0, link.Breaks);
    }

    [Fact]
    public async Task Events_that_were_lost_are_counted()
    {
        var line = Switched(new FakeBoard());
        for (var i = 0; i < 12; i++)
        {
            line.Board.Lid = true;
            line.Run(200);
            line.Board.Lid = false;
            line.Run(200);
        }

        await using var link = Open(line);
        await using var events = link.ReadAllAsync(Stop).GetAsyncEnumerator(Stop);
        for (var i = 0; i < EventQueue.Capacity; i++)
        {
            await NextAsync(events);
        }

        Assert.Equal(24 - EventQueue.Capacity, link.Dropped);
    }

    [Fact]
    public async Task A_dead_line_is_an_error_and_the_next_try_opens_it_again()
    {
        var (opened, board) = (0, new FakeBoard().Run(5000));
        var options = new CoprocessorOptions { AnswerTimeout = 20, MostTries = 2, PollInterval = 100, RetryPause = 100 };
        await using var link = new CoprocessorLink(() => new NoisyLine(board) { LostAnswers = opened++ == 0 ? int.MaxValue : 0 }, options);
        var e = await Assert.ThrowsAsync<IOException>(() => link.ReadAsync(Stop).AsTask());
        Assert.Contains("no answer to Hello within 20 ms, 2 times", e.Message, StringComparison.Ordinal);
        for (var i = 0; i < 20 && link.Board is null; i++)
        {
            try
            {
                await link.ReadAsync(Stop);
            }
            catch (IOException)
            {
                // A busy machine may take longer than 20 ms; the line is opened again each time.
            }
        }

        Assert.Equal("test", link.Board);
        Assert.True(link.Breaks >= 1);
    }

    [Fact]
    public async Task A_refusal_is_not_a_broken_line()
    {
        await using var link = Open(new NoisyLine(new FakeBoard().Run(5000)));
        var e = await Assert.ThrowsAsync<CoprocessorException>(() => link.PowerOffAsync(TimeSpan.FromMinutes(10), Stop).AsTask());
        Assert.Equal((LinkStatus.BadPayload, 0), (e.Status, link.Breaks));
    }

    [Fact]
    public async Task Power_off_and_the_watchdog_reach_the_supervisor()
    {
        var line = Switched(new FakeBoard());
        await using var link = new CoprocessorLink(() => line, Options with { Watchdog = 5_000 });
        await using var events = link.ReadAllAsync(Stop).GetAsyncEnumerator(Stop);
        line.Board.Lid = true;
        line.Run(200);
        Assert.Equal(DeviceEventKind.LidClosed, await NextAsync(events));
        Assert.True(line.Board.Supervisor.Watchdog.IsArmed);
        await link.PowerOffAsync(TimeSpan.FromSeconds(1), Stop);
        line.Run(500);
        Assert.True(line.Board.HostOn);
        line.Run(1_000);
        Assert.False(line.Board.HostOn);
    }

    [Fact]
    public void Options_out_of_range_are_named()
    {
        var faults = new CoprocessorOptions { Device = "", Baud = 1, AnswerTimeout = 1, MostTries = 0, PollInterval = 1, RetryPause = 1, Watchdog = 5 }.Validate();
        Assert.Equal(["device", "baud", "answerTimeout", "mostTries", "pollInterval", "retryPause", "watchdog"], faults.Select(f => f.Field));
        Assert.Empty(new CoprocessorOptions().Validate());
    }

    private static CoprocessorLink Open(NoisyLine line) => new(() => line, Options);

    /// <summary>A board whose processor has been switched on, so that it rings.</summary>
    private static NoisyLine Switched(FakeBoard board)
    {
        var lid = board.Lid;
        board.Lid = false;
        board.Run(500).Press(300);
        board.Lid = lid;
        board.Run(500);
        while (board.Supervisor.Events.TryTake(out _))
        {
        }

        return new NoisyLine(board);
    }

    private static async Task<DeviceEventKind> NextAsync(IAsyncEnumerator<DeviceEvent> events)
    {
        Assert.True(await events.MoveNextAsync());
        return events.Current.Kind;
    }
}
