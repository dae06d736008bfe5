using System.IO.Pipes;
using Device.Core.Ink;
using Device.Core.Touch;
using Device.Hardware.Pen;
using Device.Hardware.Touch;

namespace Device.Hardware.Tests.Touch;

/// <summary>Input devices that are not there when they are wanted.</summary>
public sealed class EvdevAbsenceTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pen_and_a_glass_that_are_not_there_are_waited_for_and_say_why()
    {
        var pen = EvdevPenSource.OpenOrAwait(new EvdevPenOptions { DevicePath = "/dev/input/no-such-pen", FirstReopenDelay = 10, LongestReopenDelay = 10 });
        var touch = EvdevTouchSource.OpenOrAwait(new EvdevTouchOptions { DevicePath = "/dev/input/no-such-glass", FirstReopenDelay = 10, LongestReopenDelay = 10 });
        Assert.Contains("/dev/input/no-such-pen", pen.Trouble, StringComparison.Ordinal);
        Assert.Contains("/dev/input/no-such-glass", touch.Trouble, StringComparison.Ordinal);
        Assert.Equal((true, 0, true, 0), (pen.IsAway, pen.Departures, touch.IsAway, touch.Departures));
        var (written, felt) = (pen.ReadAsync(new PenSample[1], Stop).AsTask(), touch.ReadAsync(new TouchContact[1], Stop).AsTask());
        Assert.False(written.IsCompleted || felt.IsCompleted);
        pen.Dispose();
        touch.Dispose();
        Assert.Equal((0, 0), (await written, await felt));
    }

    [Fact]
    public async Task A_device_that_comes_later_is_read_and_its_trouble_is_over()
    {
        using var kernel = new AnonymousPipeServerStream(PipeDirection.Out);
        using var source = new EvdevSource<int>("late", new SampleQueue<int>(64, static (_, _) => false), 10, 20);
        var tries = 0;
        OpenEvdev Open() => ++tries < 4
            ? throw new FileNotFoundException($"try {tries}: not there yet")
            : new OpenEvdev(kernel.ClientSafePipeHandle, new Counter(source.Queue));
        var first = source.TryOpen(Open);
        Assert.Equal((null, "try 1: not there yet"), (first, source.Life.Trouble));
        source.Start(first, Open);
        kernel.Write(new TouchStream().Report().Bytes);
        var buffer = new int[4];
        Assert.Equal(1, await source.Queue.ReadAsync(buffer, Stop));
        Assert.Equal((4, null, 0), (tries, source.Life.Trouble, source.Life.Departures));
    }

    private sealed class Counter(SampleQueue<int> queue) : IEvdevConsumer
    {
        public void ReadState()
        {
        }

        public void Resume(long timestampMicroseconds)
        {
        }

        public bool Take(in EvdevEvent item)
        {
            queue.Write(item.Type);
            return false;
        }

        public void Leave(long timestampMicroseconds)
        {
        }
    }
}
