using Device.Core.Speech;
using Device.Hardware.Audio;

namespace Device.Hardware.Tests.Audio;

/// <summary>The drivers on the real libasound.</summary>
public sealed class AlsaTests(AlsaConfiguration alsa) : IClassFixture<AlsaConfiguration>, IDisposable
{
    private readonly CancellationTokenSource _giveUp = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public void Dispose() => _giveUp.Dispose();

    [Fact]
    public async Task What_libasound_records_arrives_whole()
    {
        alsa.RequireLibrary();
        var sound = Enumerable.Range(0, 300 * 320).Select(i => (short)(i % 30_000)).ToArray();
        var file = alsa.File16("ramp.raw", sound);
        using var microphone = AlsaMicrophone.Open(new MicrophoneOptions { RecordingDeviceName = $"from:{file}", QueueFrames = 6_000 });
        Assert.Equal(new PcmFormat(16_000, 1, 320, 1_920), microphone.Format);
        var heard = await HearAsync(microphone, 300);
        Assert.Equal(sound, heard);
        Assert.Equal(0, microphone.Counters.Overruns);
    }

    [Fact]
    public async Task Another_rate_and_more_channels_are_converted()
    {
        alsa.RequireLibrary();
        var mono = Tone.Of(1_000, TimeSpan.FromSeconds(2), 0.5, 44_100);
        var file = alsa.File16("stereo.raw", [.. mono.SelectMany(s => new[] { s, s })]);
        using var microphone = AlsaMicrophone.Open(new MicrophoneOptions
        {
            RecordingDeviceName = $"from:{file}",
            RecordingSampleRate = 44_100,
            RecordingChannels = 2,
            QueueFrames = 6_000,
        });
        Assert.Equal((44_100, 2), (microphone.Format.Rate, microphone.Format.Channels));
        var heard = await HearAsync(microphone, 95);
        var ideal = Tone.Of(1_000, TimeSpan.FromSeconds(2));
        for (var i = 200; i < heard.Length; i++)
        {
            Assert.InRange(heard[i] - ideal[i], -12, 12);
        }
    }

    [Fact]
    public async Task Frames_are_stamped_with_the_machines_monotonic_clock()
    {
        alsa.RequireLibrary();
        var before = Now();
        using var microphone = AlsaMicrophone.Open(new MicrophoneOptions { RecordingDeviceName = "nothing" });
        var frame = await microphone.ReadAsync(_giveUp.Token);
        Assert.InRange(frame!.Value.TimestampMicroseconds, before - 20_000, Now());
    }

    [Fact]
    public async Task Closing_ends_the_thread_and_the_stream()
    {
        alsa.RequireLibrary();
        var microphone = AlsaMicrophone.Open(new MicrophoneOptions { RecordingDeviceName = "nothing", QueueFrames = 2 });
        _ = await microphone.ReadAsync(_giveUp.Token);
        microphone.Dispose();
        microphone.Dispose();
        while (await microphone.ReadAsync(_giveUp.Token) is not null)
        {
        }
    }

    [Fact]
    public void A_device_that_is_not_there_is_named()
    {
        alsa.RequireLibrary();
        var error = Assert.Throws<IOException>(() => AlsaMicrophone.Open(new MicrophoneOptions { RecordingDeviceName = "nowhere" }));
        Assert.Contains("sound device 'nowhere': cannot open it: No such file or directory (errno 2)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_channel_that_the_device_has_not_is_named()
    {
        alsa.RequireLibrary();
        var error = Assert.Throws<IOException>(() => AlsaMicrophone.Open(new MicrophoneOptions { RecordingDeviceName = "nothing", RecordingChannel = 3 }));
        Assert.Contains("recordingChannel is 3, 0 to 0 expected", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_played_reaches_libasound_whole()
    {
        alsa.RequireLibrary();
        var file = alsa.NewFile("played.raw");
        var sound = Tone.Of(500, TimeSpan.FromSeconds(0.777));
        await AlsaSpeaker.Open(new SpeakerOptions { PlaybackDeviceName = $"to:{file}" }).PlayAsync(sound, _giveUp.Token);
        Assert.Equal(sound, AlsaConfiguration.Read16(file));
    }

    [Fact]
    public async Task What_is_played_at_another_rate_keeps_its_tone_and_length()
    {
        alsa.RequireLibrary();
        var file = alsa.NewFile("played48.raw");
        var options = new SpeakerOptions { PlaybackDeviceName = $"to:{file}", PlaybackSampleRate = 48_000, PlaybackChannels = 2 };
        await AlsaSpeaker.Open(options).PlayAsync(Tone.Of(500, TimeSpan.FromSeconds(0.5)), _giveUp.Token);
        var (played, ideal) = (AlsaConfiguration.Read16(file), Tone.Of(500, TimeSpan.FromSeconds(0.5), 0.5, 48_000));
        Assert.Equal(48_000, played.Length);
        for (var i = 500; i < ideal.Length - 500; i++)
        {
            Assert.InRange(played[2 * i] - ideal[i], -12, 12);
            Assert.Equal(played[2 * i], played[(2 * i) + 1]);
        }
    }

    [Fact]
    public void Options_that_cannot_be_used_are_all_named_at_once()
    {
        var faults = new MicrophoneOptions { RecordingDeviceName = "", RecordingSampleRate = 7, QueueFrames = 0, LongestReopenDelay = 100 }.Validate();
        Assert.Equal(["recordingDeviceName", "recordingSampleRate", "queueFrames", "longestReopenDelay"], faults.Select(fault => fault.Field));
        Assert.Equal(["playbackChannels", "stallTimeout"], new SpeakerOptions { PlaybackChannels = 9, StallTimeout = 1 }.Validate().Select(fault => fault.Field));
        Assert.Empty(new MicrophoneOptions().Validate());
        Assert.Empty(new SpeakerOptions().Validate());
        var error = Assert.Throws<ArgumentException>(() => AlsaMicrophone.Open(new MicrophoneOptions { BufferPeriods = 1 }));
        Assert.Contains("bufferPeriods: '1' found, 2 to 32 expected", error.Message, StringComparison.Ordinal);
    }

    private static long Now() => (long)(TimeProvider.System.GetTimestamp() * (1_000_000.0 / TimeProvider.System.TimestampFrequency));

    private async Task<short[]> HearAsync(AlsaMicrophone microphone, int frames)
    {
        _giveUp.CancelAfter(TimeSpan.FromSeconds(60));
        var heard = new List<short>();
        for (var i = 0; i < frames; i++)
        {
            var frame = await microphone.ReadAsync(_giveUp.Token);
            Assert.Equal((i * 320L, 0L), (frame!.Value.Position, frame.Value.LostBefore));
            heard.AddRange(frame.Value.Samples.Span);
        }

        return [.. heard];
    }
}
