using System.Diagnostics;
using System.IO.Pipes;
using Device.Core.Ink;
using Device.Hardware.Pen;

namespace Device.Hardware.Tests.Pen;

/// <summary>The real reading thread and system calls, with a pipe where the kernel's device would be.</summary>
public sealed class EvdevPenSourceTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _giveUp = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly AnonymousPipeServerStream _kernel = new(PipeDirection.Out);
    private readonly PenSample[] _buffer = new PenSample[256];

    public EvdevPenSourceTests() => _giveUp.CancelAfter(Patience);

    public void Dispose()
    {
        _kernel.Dispose();
        _giveUp.Dispose();
    }

    [Fact]
    public async Task A_reader_gets_the_samples_in_order_however_the_bytes_arrive()
    {
        using var pen = Open();
        var bytes = Stroke(500).Bytes;
        var written = Task.Run(() =>
        {
            for (var at = 0; at < bytes.Length; at += 37)
            {
                _kernel.Write(bytes.AsSpan(at, Math.Min(37, bytes.Length - at)));
            }

            _kernel.Dispose();
        }, _giveUp.Token);
        var samples = await ReadToEndAsync(pen);
        await written;
        Assert.Equal(Stroke(500).Decode(), samples);
    }

    [Fact]
    public async Task An_unplugged_pen_ends_its_stroke_and_then_the_stream()
    {
        using var pen = Open();
        _kernel.Write(new EvdevStream().Key(EvdevStream.ToolPen, true).Pressure(2000).Report().Bytes);
        _kernel.Dispose();
        Assert.Equal([PenPhase.Contact, PenPhase.Away], (await ReadToEndAsync(pen)).Select(sample => sample.Phase));
        Assert.Equal(0, await pen.ReadAsync(_buffer, _giveUp.Token));
    }

    [Fact]
    public async Task A_pen_that_is_already_near_when_it_is_opened_is_seen()
    {
        using var pen = Open(new PenSnapshot(10000, 5000, 0, 0, 0, true, false, false));
        Assert.Equal(1, await pen.ReadAsync(_buffer, _giveUp.Token));
        Assert.Equal((PenPhase.Hover, 100f), (_buffer[0].Phase, _buffer[0].X));
    }

    [Fact]
    public async Task A_stroke_that_was_begun_before_the_pen_was_opened_goes_on_in_the_kernels_time()
    {
        var before = (long)Stopwatch.GetElapsedTime(0).TotalMicroseconds;
        using var pen = Open(new PenSnapshot(10000, 5000, 3000, 0, 0, true, false, true));
        Assert.Equal(1, await pen.ReadAsync(_buffer, _giveUp.Token));
        Assert.Equal(PenPhase.Contact, _buffer[0].Phase);
        Assert.InRange(_buffer[0].TimestampMicroseconds, before, (long)Stopwatch.GetElapsedTime(0).TotalMicroseconds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    public async Task What_waits_behind_a_loss_is_older_than_the_state_and_does_not_move_the_pen_back(int partOfNext)
    {
        // All of it waits before the driver's thread first reads, more than one read can take.
        var stream = new EvdevStream().Key(EvdevStream.ToolPen, true).At(1000, 1000).Pressure(2000).Report().Dropped().At(1100, 1000).Report();
        for (var i = 0; i < 40; i++)
        {
            stream.At(1200 + (i * 10), 1000).Report();
        }

        var next = new EvdevStream().At(3000, 1000).Report().Bytes;
        _kernel.Write(stream.Bytes);
        _kernel.Write(next.AsSpan(0, partOfNext));
        var asked = 0;
        using var pen = Open(() => asked++ == 0 ? default : new PenSnapshot(2900, 1000, 2000, 0, 0, true, false, true));
        var samples = new List<PenSample>();
        while (samples.Count < 3)
        {
            samples.AddRange(_buffer[..await pen.ReadAsync(_buffer, _giveUp.Token)]);
        }

        _kernel.Write(next.AsSpan(partOfNext));
        _kernel.Dispose();
        samples.AddRange(await ReadToEndAsync(pen));
        Assert.Equal([PenPhase.Contact, PenPhase.Away, PenPhase.Contact, PenPhase.Contact, PenPhase.Away], samples.Select(s => s.Phase));
        Assert.Equal([10f, 10f, 29f, 30f, 30f], samples.Select(s => MathF.Round(s.X, 3)));
        Assert.Equal(stream.Bytes.Length + next.Length, pen.BytesDecoded);
    }

    [Fact]
    public async Task A_reader_that_is_late_loses_no_ink()
    {
        using var pen = Open(capacity: 64);
        var bytes = Stroke(2000).Bytes;
        var written = Task.Run(() =>
        {
            _kernel.Write(bytes);
            _kernel.Dispose();
        }, _giveUp.Token);
        await Task.Delay(50, _giveUp.Token);
        var samples = await ReadToEndAsync(pen);
        await written;
        Assert.Equal(Stroke(2000).Decode(), samples);
    }

    [Fact]
    public async Task A_reader_that_is_late_gets_the_newest_place_of_a_hovering_pen()
    {
        using var pen = Open(capacity: 64);
        var stream = new EvdevStream().Key(EvdevStream.ToolPen, true);
        for (var i = 0; i < 5000; i++)
        {
            stream.At(i, i).Report();
        }

        _kernel.Write(stream.Bytes);
        _kernel.Dispose();
        while (pen.ReplacedHovers < 5000 - 64)
        {
            await Task.Delay(5, _giveUp.Token);
        }

        var samples = await ReadToEndAsync(pen);
        Assert.True(samples.Count <= 65);
        Assert.Equal((PenPhase.Away, 4999 / 100f), (samples[^1].Phase, samples[^1].X));
    }

    [Fact]
    public async Task Waiting_can_be_cancelled_and_taken_up_again()
    {
        using var pen = Open();
        for (var i = 0; i < 20; i++)
        {
            using var cancel = new CancellationTokenSource();
            var waiting = pen.ReadAsync(_buffer, cancel.Token).AsTask();
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        _kernel.Write(new EvdevStream().Key(EvdevStream.ToolPen, true).Report().Bytes);
        Assert.Equal(1, await pen.ReadAsync(_buffer, _giveUp.Token));
    }

    [Fact]
    public async Task Closing_wakes_the_reader_and_ends_the_thread()
    {
        var pen = Open();
        var waiting = pen.ReadAsync(_buffer, _giveUp.Token);
        pen.Dispose();
        pen.Dispose();
        Assert.Equal(0, await waiting);
    }

    [Fact]
    public void Closing_does_not_wait_for_a_reader_that_never_comes()
    {
        var pen = Open(capacity: 64);
        _kernel.Write(Stroke(100).Bytes);
        pen.Dispose();
    }

    [Fact]
    public void A_device_that_is_not_there_is_named()
    {
        var error = Assert.ThrowsAny<IOException>(() => EvdevPenSource.Open(new EvdevPenOptions { DevicePath = "/dev/input/no-such-pen" }));
        Assert.Contains("no-such-pen", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_pen_is_refused()
    {
        var error = Assert.ThrowsAny<IOException>(() => EvdevPenSource.Open(new EvdevPenOptions { DevicePath = "/dev/null" }));
        Assert.Contains("/dev/null has no position axes", error.Message, StringComparison.Ordinal);
    }

    private static EvdevStream Stroke(int reports)
    {
        var stream = new EvdevStream().Key(EvdevStream.ToolPen, true).At(0, 0).Report();
        for (var i = 0; i < reports; i++)
        {
            stream.At(i, i).Pressure(1000 + (i % 7)).Report();
        }

        return stream.Key(EvdevStream.ToolPen, false).Report();
    }

    private EvdevPenSource Open(PenSnapshot state = default, int capacity = 1024) => Open(() => state, capacity);

    private EvdevPenSource Open(Func<PenSnapshot> state, int capacity = 1024) =>
        new(
            _kernel.ClientSafePipeHandle,
            EvdevStream.Ranges,
            state,
            new EvdevPenOptions { Calibration = EvdevStream.Options.Calibration, QueueCapacity = capacity });

    private async Task<List<PenSample>> ReadToEndAsync(EvdevPenSource pen)
    {
        var samples = new List<PenSample>();
        while (await pen.ReadAsync(_buffer, _giveUp.Token) is > 0 and var count)
        {
            samples.AddRange(_buffer[..count]);
        }

        return samples;
    }
}
