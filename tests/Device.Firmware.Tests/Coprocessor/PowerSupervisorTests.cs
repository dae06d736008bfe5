using CsCheck;
using Device.Coprocessor;
using Device.Link;

namespace Device.Firmware.Tests.Coprocessor;

public sealed class PowerSupervisorTests
{
    [Fact]
    public void The_button_starts_the_machine_and_then_tells_it_of_presses()
    {
        var board = new FakeBoard();
        board.Run(100);
        Assert.False(board.HostOn);
        board.Press(200);
        Assert.True(board.HostOn);
        Assert.Empty(board.TakeEvents());
        board.Press(200);
        Assert.True(board.HostOn);
        Assert.True(board.Interrupt);
        Assert.Equal([EventId.PowerButtonShort], board.TakeEvents());
        board.Run(10);
        Assert.False(board.Interrupt);
    }

    [Fact]
    public void A_long_press_lets_the_machine_shut_down_and_then_cuts_its_power()
    {
        var board = new FakeBoard().SwitchedOn().Press(2000);
        Assert.Equal([EventId.PowerButtonLong], board.TakeEvents());
        Assert.True(board.HostOn);
        board.Run(board.Settings.ShutdownGrace);
        Assert.False(board.HostOn);
    }

    [Fact]
    public void A_machine_that_shut_down_in_time_says_when_to_cut()
    {
        var board = new FakeBoard().SwitchedOn().Press(2000);
        Assert.True(board.Supervisor.RequestPowerOff(500, board.Now));
        board.Run(400);
        Assert.True(board.HostOn);
        board.Run(200);
        Assert.False(board.HostOn);
        Assert.False(board.Supervisor.RequestPowerOff(60_001, board.Now));
    }

    [Fact]
    public void Holding_the_button_cuts_power_with_the_processor_dead()
    {
        var board = new FakeBoard().SwitchedOn();
        board.Button = true;
        board.Run(board.Settings.ForceOff + 100);
        Assert.False(board.HostOn);
        board.Button = false;
        board.Run(1000);
        Assert.False(board.HostOn);
    }

    [Fact]
    public void A_battery_that_runs_empty_is_announced_and_then_cut_with_the_processor_dead()
    {
        var board = new FakeBoard().SwitchedOn();
        for (board.Millivolts = 3700; board.Millivolts > 3150; board.Millivolts -= 10)
        {
            board.Run(500);
        }

        Assert.Equal([EventId.BatteryLow, EventId.BatteryCritical], board.TakeEvents());
        board.Run(3000);
        Assert.False(board.HostOn);
        board.Millivolts = 3800;
        board.Press(200);
        Assert.False(board.HostOn);
        board.External = true;
        board.Run(100).Press(200);
        Assert.True(board.HostOn);
    }

    [Fact]
    public void Plugging_in_ends_the_low_battery_warning()
    {
        var board = new FakeBoard().SwitchedOn();
        board.Millivolts = 3500;
        board.Run(3000);
        board.External = true;
        board.Run(100);
        board.External = false;
        board.Run(100);
        Assert.Equal([EventId.BatteryLow, EventId.ExternalPowerOn, EventId.BatteryRecovered, EventId.ExternalPowerOff], board.TakeEvents());
    }

    [Fact]
    public void Lid_and_pen_are_reported_and_their_state_at_the_start_is_not()
    {
        var board = new FakeBoard { Lid = true };
        board.Run(500);
        Assert.Empty(board.TakeEvents());
        Assert.True(board.Supervisor.ReadInputs().IsLidClosed);
        board.Lid = false;
        board.Run(100);
        board.Pen = true;
        board.Run(100);
        board.Pen = false;
        board.Lid = true;
        board.Run(100);
        Assert.Equal([EventId.LidOpened, EventId.PenNear, EventId.LidClosed], board.TakeEvents());
    }

    [Fact]
    public void A_hung_processor_is_reset_but_one_that_shuts_down_is_not()
    {
        var board = new FakeBoard().SwitchedOn();
        board.Supervisor.Watchdog.Configure(2000, board.Now);
        board.Run(2100);
        Assert.Equal(1, board.Resets);
        Assert.Equal([EventId.HostReset], board.TakeEvents());
        board.Supervisor.Watchdog.Beat(board.Now);
        board.Supervisor.RequestPowerOff(30_000, board.Now);
        board.Run(31_000);
        Assert.Equal(1, board.Resets);
        Assert.False(board.HostOn);
    }

    [Fact]
    public void A_full_event_queue_keeps_the_newest_and_says_how_many_were_lost()
    {
        var queue = new EventQueue();
        for (var i = 0; i < 300; i++)
        {
            queue.Add(EventId.LidClosed, i);
        }

        Assert.Equal(EventQueue.Capacity, queue.Count);
        Assert.True(queue.TryTake(out var oldest));
        Assert.Equal((255, 284u, (byte)28), (oldest.Lost, oldest.UptimeMilliseconds, oldest.Sequence));
        Assert.True(queue.TryTake(out var next));
        Assert.Equal((0, (byte)29), (next.Lost, next.Sequence));
    }

    [Fact]
    public void Whatever_happens_a_held_button_always_cuts_power()
    {
        var step = Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Int[0, 4500], Gen.Int[10, 3000]);
        step.Array[1, 20].Sample(steps =>
        {
            var board = new FakeBoard();
            foreach (var (button, lid, external, millivolts, milliseconds) in steps)
            {
                board.Button = button;
                board.Lid = lid;
                board.External = external;
                board.Millivolts = millivolts;
                board.Run(milliseconds);
            }

            board.Button = false;
            board.Run(100);
            board.Button = true;
            board.Run(board.Settings.ForceOff + 100);
            return !board.HostOn;
        }, iter: 60);
    }

    [Fact]
    public void A_setting_out_of_range_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new FakeBoard(new CoprocessorSettings { CutMillivolts = 3450 }));
        Assert.Contains("CutMillivolts is 3450, expected 2500..3399", error.Message, StringComparison.Ordinal);
    }
}
