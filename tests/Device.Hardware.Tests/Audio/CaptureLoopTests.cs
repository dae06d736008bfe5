using Device.Core.Speech;
using Device.Hardware.Audio;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Hardware.Tests.Audio;

/// <summary>The recording thread's work, on the test's thread, before a card that hears what time it is.</summary>
public sealed class CaptureLoopTests
{
    private static readonly PcmFormat Speech = new(16_000, 1, 320, 1_920);

    private readonly StepTime _time = new();
    private readonly EmulatedCard _card;
    private readonly MicrophoneOptions _options = new() { QueueFrames = 6_000 };
    private readonly AudioFrameQueue _queue = new(6_000);

    public CaptureLoopTests() => _card = new EmulatedCard(_time, Speech);

    [Fact]
    public void Every_sample_comes_at_its_place_and_time()
    {
        var (frames, counters) = Record(1);
        Assert.Equal(50, frames.Count);
        AssertTrue(frames);
        Assert.Equal(default, counters);
        Assert.All(frames, (frame, i) => Assert.InRange(frame.TimestampMicroseconds, (i * 20_000) - 2, (i * 20_000) + 2));
    }

    [Fact]
    public void Short_reads_and_reads_that_find_nothing_change_nothing()
    {
        (_card.MostRead, _card.AgainEvery) = (77, 3);
        var (frames, counters) = Record(2);
        Assert.InRange(frames.Count, 98, 100);
        AssertTrue(frames);
        Assert.Equal(default, counters);
    }

    [Fact]
    public void An_overrun_is_a_gap_of_its_true_length()
    {
        _time.At(1, () => _time.Pass(TimeSpan.FromSeconds(0.5)));
        var (frames, counters) = Record(2);
        AssertTrue(frames);
        var gap = Assert.Single(frames, frame => frame.LostBefore > 0);
        Assert.InRange(gap.LostBefore, 8_000, 8_640);
        Assert.Equal((1, gap.LostBefore), (counters.Overruns, counters.LostSamples));
    }

    [Fact]
    public void A_card_that_forgets_to_be_read_again_and_again_stays_on_the_time_line()
    {
        for (var i = 1; i <= 20; i++)
        {
            _time.At(i * 2.5, () => _time.Pass(TimeSpan.FromSeconds(0.2)));
        }

        _card.Drift = 1.0001;
        var (frames, counters) = Record(60);
        Assert.Equal(20, counters.Overruns);
        Assert.All(frames, frame => Assert.InRange(frame.Position - (frame.TimestampMicroseconds * 16 / 1_000), -16, 100));
    }

    [Fact]
    public void Sleep_is_a_gap_and_recording_goes_on_after_it()
    {
        _time.At(1, () => _card.IsSuspended = true);
        _time.At(3, () => _card.IsSuspended = false);
        var (frames, counters) = Record(4);
        AssertTrue(frames);
        var gap = Assert.Single(frames, frame => frame.LostBefore > 0);
        Assert.InRange(gap.LostBefore, 32_000, 33_600);
        Assert.Equal((1, 0), (counters.Suspends, counters.Departures));
    }

    [Fact]
    public void A_card_that_cannot_resume_is_started_anew()
    {
        _card.CanResume = false;
        _time.At(1, () => _card.IsSuspended = true);
        var (frames, counters) = Record(2);
        AssertTrue(frames);
        Assert.Equal((1, 0, 1), (counters.Suspends, counters.Departures, _card.Opened));
        _ = Assert.Single(frames, frame => frame.LostBefore > 0);
    }

    [Fact]
    public void A_card_that_is_pulled_out_and_put_back_is_a_gap_of_its_true_length()
    {
        _time.At(1, () => _card.IsPlugged = false);
        _time.At(11, () => _card.IsPlugged = true);
        var (frames, counters) = Record(20);
        AssertTrue(frames);
        var gap = Assert.Single(frames, frame => frame.LostBefore > 0);

        // Tried after 0.25, 0.5, 1, 2, 4 and 8 seconds.
        Assert.Equal((6, 2, 1, false), (_card.OpenTries - 1, _card.Opened, (int)counters.Departures, counters.IsAway));
        Assert.InRange(gap.Position, 16.75 * 16_000, 16.8 * 16_000);
        Assert.InRange(gap.LostBefore, 15.7 * 16_000, 15.8 * 16_000);
    }

    [Fact]
    public void A_card_that_falls_silent_is_opened_again()
    {
        _time.At(1, () => _card.IsDead = true);
        _time.At(3.2, () => _card.IsDead = false);
        var (frames, counters) = Record(5);
        AssertTrue(frames);
        Assert.Equal((1, 2), ((int)counters.Departures, _card.Opened));
    }

    [Fact]
    public void A_card_that_only_overruns_is_opened_again_and_does_not_keep_a_processor_busy()
    {
        _time.At(1, () => _card.IsConfused = true);
        _time.At(2, () => _card.IsConfused = false);
        var (frames, counters) = Record(5);
        AssertTrue(frames);
        Assert.InRange(counters.Overruns, 20, 200);
        Assert.InRange(counters.Departures, 1, 3);
        Assert.InRange(frames.Count, 150, 200);
    }

    [Fact]
    public void Another_card_under_the_same_name_is_used_as_it_is()
    {
        _time.At(1, () => _card.IsPlugged = false);
        _time.At(1.1, () => (_card.IsPlugged, _card.Format) = (true, new PcmFormat(48_000, 2, 960, 5_760)));
        _card.Sound = _ => 1_000;
        var (frames, counters) = Record(3);
        Assert.Equal(1, counters.Departures);
        Assert.InRange(frames.Count, 130, 140);
        Assert.All(frames.Skip(60).SelectMany(frame => frame.Samples.ToArray()), sample => Assert.InRange(sample, 998, 1_002));
    }

    [Fact]
    public void Another_card_that_cannot_be_used_is_tried_less_and_less()
    {
        _time.At(1, () => _card.IsPlugged = false);
        _time.At(1.1, () => (_card.IsPlugged, _card.Format) = (true, new PcmFormat(44_101, 2, 960, 5_760)));
        var (frames, counters) = Record(60);
        Assert.InRange(frames.Count, 48, 50);
        Assert.True(counters.IsAway);
        Assert.InRange(_card.Opened, 5, 12);
    }

    [Fact]
    public void A_card_of_48_kHz_and_two_channels_gives_the_same_tone_at_the_same_place()
    {
        _card.Format = new PcmFormat(48_000, 2, 960, 5_760);
        _card.Sound = n => (short)Math.Round(16_000 * Math.Sin(2 * Math.PI * 1_000 * n / 48_000));
        _time.At(1, () => _time.Pass(TimeSpan.FromSeconds(0.3)));
        var (frames, _) = Record(2);
        var (signal, noise) = (0.0, 0.0);
        foreach (var frame in frames)
        {
            Assert.InRange(frame.TimestampMicroseconds - (frame.Position * 1_000_000 / 16_000), -100, 100);
            for (var i = frame.LostBefore > 0 || frame.Position == 0 ? 100 : 0; i < AudioFrame.Length; i++)
            {
                var ideal = 16_000 * Math.Sin(2 * Math.PI * 1_000 * (frame.Position + i) / 16_000);
                signal += ideal * ideal;
                noise += (frame.Samples.Span[i] - ideal) * (frame.Samples.Span[i] - ideal);
            }
        }

        // Half a sample of uncertainty at the gap is the most that is allowed: 14 dB at 1 kHz.
        Assert.InRange(10 * Math.Log10(signal / noise), 14, 200);
        _ = Assert.Single(frames, frame => frame.LostBefore > 0);
    }

    [Fact]
    public void A_late_reader_loses_frames_and_not_the_time_line()
    {
        var queue = new AudioFrameQueue(10);
        var (frames, counters) = Record(1, queue);
        Assert.Equal(10, frames.Count);
        AssertTrue(frames);
        Assert.Equal((40, 40 * 320), (counters.DroppedFrames, counters.LostSamples));
    }

    [Fact]
    public void Recording_allocates_nothing_a_frame()
    {
        // The first run makes what the runtime makes once.
        Assert.Equal([0L], new[] { Allocated(), Allocated() }[1..]);
    }

    private static long Allocated()
    {
        var (time, before, after) = (new StepTime(), 0L, 0L);
        var card = new EmulatedCard(time, Speech);
        using var stop = new CancellationTokenSource();
        time.At(1, () => before = GC.GetAllocatedBytesForCurrentThread());
        time.At(9, () => after = GC.GetAllocatedBytesForCurrentThread());
        time.At(10, stop.Cancel);
        new CaptureLoop(card.Open, new MicrophoneOptions(), new AudioFrameQueue(100), time, NullLogger.Instance).Run(card.Open(), stop.Token);
        return after - before;
    }

    private static void AssertTrue(List<AudioFrame> frames)
    {
        var end = 0L;
        foreach (var frame in frames)
        {
            Assert.Equal(end + frame.LostBefore, frame.Position);

            // The card hears the sample's number, so its value says where it really belongs.
            Assert.InRange(((frame.Samples.Span[0] - frame.Position + 15_000) % 30_000 + 30_000) % 30_000, 14_998, 15_002);
            end = frame.Position + AudioFrame.Length;
        }
    }

    private (List<AudioFrame> Frames, MicrophoneCounters Counters) Record(double seconds, AudioFrameQueue? queue = null)
    {
        queue ??= _queue;
        using var stop = new CancellationTokenSource();
        _time.At(seconds, stop.Cancel);
        var loop = new CaptureLoop(_card.Open, _options, queue, _time, NullLogger.Instance);
        loop.Run(_card.Open(), stop.Token);
        var frames = new List<AudioFrame>();
        while (Next(queue) is { } frame)
        {
            frames.Add(frame with { Samples = frame.Samples.ToArray() });
        }

        return (frames, loop.Counters);
    }

    private static AudioFrame? Next(AudioFrameQueue queue)
    {
        var read = queue.ReadAsync(CancellationToken.None);
        Assert.True(read.IsCompleted);
        return read.AsTask().Result;
    }
}
