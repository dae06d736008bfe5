using Device.Hardware.Panels;

namespace Device.Hardware.Audio;

/// <summary>How a loudspeaker is opened; one board's values come from its profile, object <c>speaker.alsa</c>.</summary>
public sealed class SpeakerOptions
{
    /// <summary>The device of libasound: <c>default</c>, <c>hw:0,0</c>, or a name from /etc/asound.conf.</summary>
    public string PlaybackDeviceName { get; set; } = "default";

    /// <summary>Samples a second asked of the card, 8,000 to 192,000. What is played is converted to what it gives.</summary>
    public int PlaybackSampleRate { get; set; } = 16_000;

    /// <summary>Channels asked of the card, 1 to 8. All get the same.</summary>
    public int PlaybackChannels { get; set; } = 1;

    /// <summary>Milliseconds between two interrupts, 5 to 200.</summary>
    public int PeriodMilliseconds { get; set; } = 20;

    /// <summary>Periods that the card's buffer holds, 2 to 32.</summary>
    public int BufferPeriods { get; set; } = 8;

    /// <summary>Milliseconds without progress after which playing fails, 500 to 60,000.</summary>
    public int StallTimeout { get; set; } = 2_000;

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the options are good.</returns>
    public IReadOnlyList<OptionFault> Validate() => new OptionCheck()
        .Require(PlaybackDeviceName is { Length: > 0 and <= 200 }, "playbackDeviceName", PlaybackDeviceName, "a name of 1 to 200 characters such as default")
        .Range("playbackSampleRate", PlaybackSampleRate, 8_000, 192_000)
        .Range("playbackChannels", PlaybackChannels, 1, 8)
        .Range("periodMilliseconds", PeriodMilliseconds, 5, 200)
        .Range("bufferPeriods", BufferPeriods, 2, 32)
        .Range("stallTimeout", StallTimeout, 500, 60_000)
        .Faults;

    internal PcmFormat Wish()
    {
        var period = PlaybackSampleRate * PeriodMilliseconds / 1_000;
        return new PcmFormat(PlaybackSampleRate, PlaybackChannels, period, period * BufferPeriods);
    }
}
