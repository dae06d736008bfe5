using Device.Hardware.Panels;

namespace Device.Hardware.Audio;

/// <summary>How a microphone is opened; one board's values come from its profile, object <c>microphone.alsa</c>.</summary>
public sealed class MicrophoneOptions
{
    /// <summary>The device of libasound: <c>default</c>, <c>hw:1,0</c>, <c>plughw:CARD=seeed2micvoicec</c>, or a name from /etc/asound.conf.</summary>
    public string RecordingDeviceName { get; set; } = "default";

    /// <summary>Samples a second asked of the card, 8,000 to 192,000. Whatever it gives is converted to 16 kHz.</summary>
    public int RecordingSampleRate { get; set; } = 16_000;

    /// <summary>Channels asked of the card, 1 to 8. Whatever it gives is made one.</summary>
    public int RecordingChannels { get; set; } = 1;

    /// <summary>The channel to listen to, 0 to 7, for arrays where only some are microphones; null for the mean of all.</summary>
    public int? RecordingChannel { get; set; }

    /// <summary>Milliseconds between two interrupts, 5 to 200.</summary>
    public int PeriodMilliseconds { get; set; } = 20;

    /// <summary>Periods that the card's buffer holds, 2 to 32: how late this program may be.</summary>
    public int BufferPeriods { get; set; } = 6;

    /// <summary>Frames of 20 ms that wait for a late reader, 2 to 6,000; what comes beyond is dropped, counted and a marked gap.</summary>
    public int QueueFrames { get; set; } = 100;

    /// <summary>Milliseconds before the first try to open a device again that went away, 10 to 60,000; doubled after each.</summary>
    public int FirstReopenDelay { get; set; } = 250;

    /// <summary>The longest wait between two tries in milliseconds, 10 to 600,000.</summary>
    public int LongestReopenDelay { get; set; } = 8_000;

    /// <summary>Milliseconds without a sample after which the device counts as gone, 500 to 60,000.</summary>
    public int StallTimeout { get; set; } = 2_000;

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the options are good.</returns>
    public IReadOnlyList<OptionFault> Validate() => new OptionCheck()
        .Require(RecordingDeviceName is { Length: > 0 and <= 200 }, "recordingDeviceName", RecordingDeviceName, "a name of 1 to 200 characters such as default")
        .Range("recordingSampleRate", RecordingSampleRate, 8_000, 192_000)
        .Range("recordingChannels", RecordingChannels, 1, 8)
        .Range("recordingChannel", RecordingChannel ?? 0, 0, 7)
        .Range("periodMilliseconds", PeriodMilliseconds, 5, 200)
        .Range("bufferPeriods", BufferPeriods, 2, 32)
        .Range("queueFrames", QueueFrames, 2, 6_000)
        .Range("firstReopenDelay", FirstReopenDelay, 10, 60_000)
        .Range("longestReopenDelay", LongestReopenDelay, 10, 600_000)
        .Require(LongestReopenDelay >= FirstReopenDelay, "longestReopenDelay", LongestReopenDelay, "no less than firstReopenDelay")
        .Range("stallTimeout", StallTimeout, 500, 60_000)
        .Faults;

    internal PcmFormat Wish()
    {
        var period = RecordingSampleRate * PeriodMilliseconds / 1_000;
        return new PcmFormat(RecordingSampleRate, RecordingChannels, period, period * BufferPeriods);
    }
}
