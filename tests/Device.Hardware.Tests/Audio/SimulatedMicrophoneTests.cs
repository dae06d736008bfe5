using Device.Core.Speech;
using Device.Hardware.Simulated.Audio;
using Microsoft.Extensions.Time.Testing;

namespace Device.Hardware.Tests.Audio;

public sealed class SimulatedMicrophoneTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recording_is_heard_at_its_own_speed_and_silence_after_it()
    {
        using var microphone = new SimulatedMicrophone(Tone.Of(400, TimeSpan.FromMilliseconds(50)), _time);
        var first = microphone.ReadAsync(Stop);
        Assert.False(first.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(0, (await first)!.Value.Position);
        var frames = await TakeAsync(microphone, 4);
        Assert.True(microphone.IsOver);
        Assert.Equal(AudioLevel.Silence, frames[^1].Level.Rms);
        Assert.Equal([320, 640, 960, 1_280], frames.Select(f => f.Position));
    }

    [Fact]
    public async Task A_late_reader_finds_a_marked_gap()
    {
        using var microphone = new SimulatedMicrophone(default, _time, new SimulatedMicrophoneOptions { QueueFrames = 5 });
        _time.Advance(TimeSpan.FromSeconds(1));
        var frames = await TakeAsync(microphone, 5);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        frames.AddRange(await TakeAsync(microphone, 1));
        Assert.Equal((50 * 320, 45 * 320), (frames[5].Position, frames[5].LostBefore));
        Assert.Equal(45, microphone.Counters.DroppedFrames);
    }

    [Fact]
    public async Task Pulling_it_out_is_a_gap_and_the_sound_has_gone_on_meanwhile()
    {
        var sound = Enumerable.Range(0, 16_000).Select(i => (short)i).ToArray();
        using var microphone = new SimulatedMicrophone(sound, _time);
        _time.Advance(TimeSpan.FromMilliseconds(40));
        microphone.Unplug();
        Assert.True(microphone.Counters.IsAway);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        microphone.Plug();
        _time.Advance(TimeSpan.FromMilliseconds(20));
        var frames = await TakeAsync(microphone, 3);
        Assert.Equal((12 * 320, 3_200), (frames[2].Position, frames[2].LostBefore));
        Assert.Equal(12 * 320, frames[2].First);
        Assert.Equal((1, 3_200), (microphone.Counters.Departures, microphone.Counters.LostSamples));
    }

    [Fact]
    public async Task The_same_seed_loses_the_same_frames()
    {
        var lost = new List<long[]>();
        for (var run = 0; run < 2; run++)
        {
            using var microphone = new SimulatedMicrophone(default, _time, new SimulatedMicrophoneOptions { LostPerThousand = 100, Seed = 5 });
            _time.Advance(TimeSpan.FromSeconds(1));
            lost.Add([.. (await TakeAsync(microphone, 40)).Select(f => f.Position)]);
            Assert.InRange(microphone.Counters.LostSamples, 320, 320 * 10);
        }

        Assert.Equal(lost[0], lost[1]);
    }

    [Fact]
    public async Task A_loudspeaker_beside_it_is_heard()
    {
        using var microphone = new SimulatedMicrophone(default, _time);
        var speaker = new SimulatedSpeaker(_time, microphone);
        var playing = speaker.PlayAsync(Tone.Of(1_000, TimeSpan.FromMilliseconds(200), 0.25), Stop);
        _time.Advance(TimeSpan.FromMilliseconds(300));
        await playing;
        var frames = await TakeAsync(microphone, 12);
        Assert.All(frames[..9], f => Assert.Equal(-15.05, f.Level.Rms, 0.2));
        Assert.Equal(AudioLevel.Silence, frames[11].Level.Rms);
        Assert.Equal(3_200, speaker.Played);
    }

    [Fact]
    public async Task Closing_ends_the_stream()
    {
        var microphone = new SimulatedMicrophone(default, _time);
        var waiting = microphone.ReadAsync(Stop);
        microphone.Dispose();
        Assert.Null(await waiting);
    }

    private static async Task<List<(long Position, long LostBefore, AudioLevel Level, short First)>> TakeAsync(SimulatedMicrophone microphone, int count)
    {
        var frames = new List<(long, long, AudioLevel, short)>();
        for (var i = 0; i < count; i++)
        {
            var frame = (await microphone.ReadAsync(Stop))!.Value;
            frames.Add((frame.Position, frame.LostBefore, frame.Level, frame.Samples.Span[0]));
        }

        return frames;
    }
}
