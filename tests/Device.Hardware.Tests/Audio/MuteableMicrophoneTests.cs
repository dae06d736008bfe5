using Device.Core.Speech;
using Device.Hardware.Audio;
using Device.Hardware.Simulated.Audio;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Device.Hardware.Tests.Audio;

public sealed class MuteableMicrophoneTests
{
    private const int PerMillisecond = AudioFrame.SampleRate / 1_000;

    private readonly FakeTimeProvider _time = new();
    private readonly MicrophoneMute _mute = new();
    private readonly List<SimulatedMicrophone> _devices = [];
    private int _refusals;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unmuted_it_is_the_microphone_itself()
    {
        using var microphone = Open();
        _time.Advance(TimeSpan.FromMilliseconds(60));
        Assert.Equal([(0, 0), (320, 0), (640, 0)], (await TakeAsync(microphone, 3)).Select(f => (f.Position, f.LostBefore)));
        Assert.False(microphone.Counters.IsMuted);
    }

    [Fact]
    public async Task Muted_at_the_start_the_device_is_not_opened_and_the_time_is_a_marked_gap()
    {
        _mute.Set(true);
        using var microphone = Open();
        var first = microphone.ReadAsync(Stop).AsTask();
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((0, false, true), (_devices.Count, first.IsCompleted, microphone.Counters.IsMuted));
        _mute.Set(false);
        await UntilAsync(() => _devices.Count == 1);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        var frame = (await first)!.Value;
        Assert.Equal((3_000 * PerMillisecond, 3_000 * PerMillisecond), (frame.Position, frame.LostBefore));
        Assert.Equal((3_000 * PerMillisecond, false), (microphone.Counters.LostSamples, microphone.Counters.IsMuted));
    }

    [Fact]
    public async Task Muting_closes_the_device_and_what_was_not_read_is_never_heard()
    {
        using var microphone = Open();
        _time.Advance(TimeSpan.FromMilliseconds(100));
        _ = await TakeAsync(microphone, 2);
        _mute.Set(true);
        Assert.Null(microphone.Opened);
        var next = microphone.ReadAsync(Stop).AsTask();

        // The closed device gives nothing any more, whatever its queue held.
        while (await _devices[0].ReadAsync(Stop) is not null)
        {
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(next.IsCompleted);
        _mute.Set(false);
        await UntilAsync(() => _devices.Count == 2);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        var frame = (await next)!.Value;

        // Two frames were heard, three were thrown away, and then a second was muted.
        Assert.Equal((1_100 * PerMillisecond, 1_060 * PerMillisecond), (frame.Position, frame.LostBefore));
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal((1_120 * PerMillisecond, 0), (await TakeAsync(microphone, 1)).Select(f => (f.Position, f.LostBefore)).Single());
    }

    [Fact]
    public async Task A_switch_that_was_on_for_a_moment_only_has_cut_the_recording_off_as_well()
    {
        using var microphone = Open();
        _time.Advance(TimeSpan.FromMilliseconds(100));
        _mute.Set(true);
        _mute.Set(false);
        var next = microphone.ReadAsync(Stop).AsTask();
        await UntilAsync(() => _devices.Count == 2);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal(100 * PerMillisecond, (await next)!.Value.LostBefore);
    }

    [Fact]
    public async Task A_device_that_cannot_be_opened_after_muting_is_tried_again()
    {
        _mute.Set(true);
        using var microphone = Open();
        var next = microphone.ReadAsync(Stop).AsTask();
        _refusals = 3;
        _mute.Set(false);
        await UntilAsync(() => _devices.Count == 1, () => _time.Advance(TimeSpan.FromMilliseconds(250)));
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.NotNull(await next);
        Assert.Equal(0, _refusals);
    }

    [Fact]
    public void A_device_that_is_not_there_is_told_at_once_and_not_when_muted()
    {
        _refusals = 1;
        Assert.Throws<IOException>(Open);
        (_refusals, _) = (1, 0);
        _mute.Set(true);
        Open().Dispose();
        Assert.Equal(1, _refusals);
    }

    [Fact]
    public async Task Closing_wakes_a_reader_also_while_muted()
    {
        _mute.Set(true);
        var microphone = Open();
        var next = microphone.ReadAsync(Stop).AsTask();
        microphone.Dispose();
        microphone.Dispose();
        Assert.Null(await next);
        _mute.Set(false);
        Assert.Empty(_devices);
    }

    [Fact]
    public async Task A_cancelled_wait_ends_also_while_muted()
    {
        _mute.Set(true);
        using var microphone = Open();
        using var cancel = new CancellationTokenSource();
        var next = microphone.ReadAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task Nothing_is_allocated_for_a_frame()
    {
        using var microphone = Open(new SimulatedMicrophoneOptions { QueueFrames = 1_000 });
        _time.Advance(TimeSpan.FromSeconds(5));
        for (var i = 0; i < 50; i++)
        {
            _ = await microphone.ReadAsync(Stop);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            // The frames are there, so that no read leaves this thread.
            _ = await microphone.ReadAsync(Stop);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static async Task UntilAsync(Func<bool> isSo, Action? meanwhile = null)
    {
        while (!isSo())
        {
            meanwhile?.Invoke();
            await Task.Delay(1, Stop);
        }
    }

    private static async Task<List<AudioFrame>> TakeAsync(MuteableMicrophone microphone, int count)
    {
        var frames = new List<AudioFrame>();
        while (frames.Count < count)
        {
            frames.Add((await microphone.ReadAsync(Stop))!.Value);
        }

        return frames;
    }

    private MuteableMicrophone Open() => Open(null);

    private MuteableMicrophone Open(SimulatedMicrophoneOptions? options) => new(
        () =>
        {
            if (_refusals > 0)
            {
                _refusals--;
                throw new IOException("no such card");
            }

            var device = new SimulatedMicrophone(default, _time, options);
            _devices.Add(device);
            return device;
        },
        _mute,
        _time,
        NullLogger.Instance);
}
