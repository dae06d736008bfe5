using System.IO.Pipes;
using Device.Core.Touch;
using Device.Hardware.Touch;

namespace Device.Hardware.Tests.Touch;

/// <summary>The real reading thread and system calls, with a pipe where the kernel's device would be.</summary>
public sealed class EvdevTouchSourceTests : IDisposable
{
    private readonly CancellationTokenSource _giveUp = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly AnonymousPipeServerStream _kernel = new(PipeDirection.Out);
    private readonly TouchContact[] _buffer = new TouchContact[256];

    public EvdevTouchSourceTests() => _giveUp.CancelAfter(TimeSpan.FromSeconds(60));

    public void Dispose()
    {
        _kernel.Dispose();
        _giveUp.Dispose();
    }

    [Fact]
    public async Task A_reader_gets_the_contacts_and_an_unplugged_glass_cancels_them()
    {
        using var touch = Open(_kernel);
        _kernel.Write(new TouchStream().Slot(0).Id(1).At(100, 100).Report().At(200, 100).Report().Bytes);
        _kernel.Dispose();
        Assert.Equal([TouchPhase.Down, TouchPhase.Move, TouchPhase.Cancel], (await ReadToEndAsync(touch)).Select(c => c.Phase));
    }

    [Fact]
    public async Task A_finger_that_lies_there_already_is_seen()
    {
        using var touch = Open(_kernel, state: [new TouchSlot(4, 500, 500, 0, 0, 0)]);
        Assert.Equal(1, await touch.ReadAsync(_buffer, _giveUp.Token));
        Assert.Equal((TouchPhase.Down, 50f), (_buffer[0].Phase, _buffer[0].X));
    }

    [Fact]
    public async Task A_late_reader_misses_movements_and_no_lift()
    {
        using var touch = Open(_kernel);
        var stream = new TouchStream().Slot(0).Id(1).At(0, 0).Report();
        for (var i = 1; i <= 1_000; i++)
        {
            stream.At(i, 0).Report();
        }

        _kernel.Write(stream.Id(-1).Report().Bytes);
        _kernel.Dispose();
        while (touch.ReplacedMoves < 1_000 - 64)
        {
            await Task.Delay(5, _giveUp.Token);
        }

        var contacts = await ReadToEndAsync(touch);
        Assert.Equal((TouchPhase.Down, TouchPhase.Up, 100f), (contacts[0].Phase, contacts[^1].Phase, contacts[^1].X));
    }

    [Fact]
    public async Task A_glass_that_comes_back_goes_on_as_itself()
    {
        using var second = new AnonymousPipeServerStream(PipeDirection.Out);
        var tries = 0;
        var options = new EvdevTouchOptions { Calibration = TouchStream.Options.Calibration, FirstReopenDelay = 10, LongestReopenDelay = 20 };
        using var touch = new EvdevTouchSource(Device(_kernel, []), options, () => ++tries < 3 ? throw new IOException("not yet") : Device(second, []));
        _kernel.Write(new TouchStream().Slot(0).Id(1).At(100, 100).Report().Bytes);
        _kernel.Dispose();
        var contacts = new List<TouchContact>();
        while (contacts.Count < 2)
        {
            contacts.AddRange(_buffer[..await touch.ReadAsync(_buffer, _giveUp.Token)]);
        }

        second.Write(new TouchStream().Slot(0).Id(1).At(300, 100).Report().Id(-1).Report().Bytes);
        while (contacts.Count < 4)
        {
            contacts.AddRange(_buffer[..await touch.ReadAsync(_buffer, _giveUp.Token)]);
        }

        Assert.Equal([TouchPhase.Down, TouchPhase.Cancel, TouchPhase.Down, TouchPhase.Up], contacts.Select(c => c.Phase));
        Assert.Equal((1, 3, false), (touch.Departures, tries, touch.IsAway));
    }

    [Fact]
    public async Task Closing_wakes_the_reader_also_while_the_glass_is_away()
    {
        var touch = new EvdevTouchSource(Device(_kernel, []), new EvdevTouchOptions { FirstReopenDelay = 60_000, LongestReopenDelay = 60_000 }, () => throw new IOException("never"));
        var waiting = touch.ReadAsync(_buffer, _giveUp.Token);
        _kernel.Dispose();
        while (!touch.IsAway)
        {
            await Task.Delay(5, _giveUp.Token);
        }

        touch.Dispose();
        touch.Dispose();
        Assert.Equal(0, await waiting);
    }

    [Fact]
    public void What_is_no_touch_glass_is_refused_and_wrong_options_are_named()
    {
        var error = Assert.ThrowsAny<IOException>(() => EvdevTouchSource.Open(new EvdevTouchOptions { DevicePath = "/dev/null" }));
        Assert.Contains("/dev/null has no positions of fingers in slots", error.Message, StringComparison.Ordinal);
        var faults = new EvdevTouchOptions { DevicePath = "event3", QueueCapacity = 1, LongestReopenDelay = 100 }.Validate();
        Assert.Equal(["devicePath", "queueCapacity", "longestReopenDelay"], faults.Select(f => f.Field));
        Assert.Empty(new EvdevTouchOptions().Validate());
    }

    private static EvdevTouchSource Open(AnonymousPipeServerStream kernel, TouchSlot[]? state = null) =>
        new(Device(kernel, state ?? []), new EvdevTouchOptions { Calibration = TouchStream.Options.Calibration, QueueCapacity = 64 }, null);

    private static EvdevTouchSource.TouchDevice Device(AnonymousPipeServerStream kernel, TouchSlot[] state) =>
        new(kernel.ClientSafePipeHandle, TouchStream.Ranges, slots =>
        {
            slots.Fill(TouchSlot.Empty);
            state.CopyTo(slots);
            return 0;
        });

    private async Task<List<TouchContact>> ReadToEndAsync(EvdevTouchSource touch)
    {
        var contacts = new List<TouchContact>();
        while (await touch.ReadAsync(_buffer, _giveUp.Token) is > 0 and var count)
        {
            contacts.AddRange(_buffer[..count]);
        }

        return contacts;
    }
}
