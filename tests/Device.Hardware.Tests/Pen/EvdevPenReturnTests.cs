using System.IO.Pipes;
using Device.Core.Ink;
using Device.Hardware.Pen;

namespace Device.Hardware.Tests.Pen;

/// <summary>A pen that is unplugged and comes back, and what its barrel and its other end say.</summary>
public sealed class EvdevPenReturnTests
{
    [Fact]
    public async Task A_pen_that_comes_back_writes_on_as_a_new_stroke()
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        giveUp.CancelAfter(TimeSpan.FromSeconds(60));
        using var first = new AnonymousPipeServerStream(PipeDirection.Out);
        using var second = new AnonymousPipeServerStream(PipeDirection.Out);
        var tries = 0;
        var options = new EvdevPenOptions { Calibration = EvdevStream.Options.Calibration, FirstReopenDelay = 10, LongestReopenDelay = 20 };
        using var pen = new EvdevPenSource(
            (first.ClientSafePipeHandle, EvdevStream.Ranges, () => default),
            options,
            () => ++tries < 3 ? throw new UnauthorizedAccessException("udev is not yet done") : (second.ClientSafePipeHandle, EvdevStream.Ranges, () => default));
        first.Write(new EvdevStream().Key(EvdevStream.ToolPen, true).At(100, 100).Pressure(2000).Report().Bytes);
        first.Dispose();
        second.Write(new EvdevStream().Key(EvdevStream.ToolPen, true).At(900, 100).Pressure(2000).Report().Bytes);
        var (samples, buffer) = (new List<PenSample>(), new PenSample[16]);
        while (samples.Count < 3)
        {
            samples.AddRange(buffer[..await pen.ReadAsync(buffer, giveUp.Token)]);
        }

        Assert.Equal([PenPhase.Contact, PenPhase.Away, PenPhase.Contact], samples.Select(s => s.Phase));
        Assert.Equal((1, 3, false), (pen.Departures, tries, pen.IsAway));
    }

    [Fact]
    public void Buttons_of_the_barrel_come_with_the_samples()
    {
        var samples = new EvdevStream()
            .Key(EvdevStream.ToolPen, true).Report()
            .Key(0x14B, true).Report()
            .Key(0x14C, true).Key(0x149, true).Report()
            .Key(0x14B, false).Report()
            .Key(EvdevStream.ToolPen, false).Report()
            .Decode();
        Assert.Equal(
            [PenButtons.None, PenButtons.First, PenButtons.First | PenButtons.Second | PenButtons.Third, PenButtons.Second | PenButtons.Third, PenButtons.None],
            samples.Select(s => s.Buttons));
    }

    [Fact]
    public void A_button_that_was_held_before_events_were_lost_is_known_after()
    {
        var samples = new EvdevStream().Dropped().Report().Decode(afterDrop: new PenSnapshot(0, 0, 0, 0, 0, true, false, false, PenButtons.Second));
        Assert.Equal(PenButtons.Second, Assert.Single(samples).Buttons);
    }

    [Fact]
    public void Options_that_cannot_be_used_are_all_named()
    {
        var faults = new EvdevPenOptions { DevicePath = "event2", ContactPressure = 0.1f, ReleasePressure = 0.2f, QueueCapacity = 1, FirstReopenDelay = 0 }.Validate();
        Assert.Equal(["devicePath", "releasePressure", "queueCapacity", "firstReopenDelay"], faults.Select(f => f.Field));
        Assert.Empty(new EvdevPenOptions().Validate());
    }
}
