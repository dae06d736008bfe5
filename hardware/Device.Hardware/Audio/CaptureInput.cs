using Device.Core.Speech;

namespace Device.Hardware.Audio;

/// <summary>From what a card gives, in its rate and with its channels, to samples of 16 kHz and one channel. Allocates nothing after it was made.</summary>
internal sealed class CaptureInput
{
    private readonly PcmFormat _format;
    private readonly int? _channel;
    private readonly FrameAssembler _frames;
    private readonly PolyphaseResampler? _resampler;
    private readonly short[] _buffer;
    private readonly short[] _converted;

    /// <summary>Makes the stage for an open device that <see cref="TryCheck"/> found good.</summary>
    public CaptureInput(PcmFormat format, int? channel, FrameAssembler frames)
    {
        (_format, _channel, _frames) = (format, channel, frames);
        _buffer = new short[format.PeriodFrames * format.Channels];
        _converted = [];
        if (format.Rate != AudioFrame.SampleRate)
        {
            _resampler = new PolyphaseResampler(format.Rate, AudioFrame.SampleRate);
            _converted = new short[(int)((long)format.PeriodFrames * AudioFrame.SampleRate / format.Rate) + AudioFrame.Length];
        }
    }

    /// <summary>Whether what a device gives can be used.</summary>
    /// <param name="format">What it gives.</param>
    /// <param name="channel">The channel that is wanted, null for all.</param>
    /// <param name="problem">What is wrong.</param>
    public static bool TryCheck(PcmFormat format, int? channel, out string problem)
    {
        problem = channel >= format.Channels ? $"recordingChannel is {channel}, 0 to {format.Channels - 1} expected: the device gives {format.Channels} channels"
            : format.PeriodFrames < 1 ? $"the device's period is {format.PeriodFrames} frames, at least 1 expected"
            : !PolyphaseResampler.CanConvert(format.Rate, AudioFrame.SampleRate) ? $"the device records {format.Rate} samples a second, a rate with a simple ratio to {AudioFrame.SampleRate} expected"
            : "";
        return problem.Length == 0;
    }

    /// <summary>Where the device's samples go: a period of all channels.</summary>
    public Span<short> Buffer => _buffer;

    /// <summary>The device's samples a second.</summary>
    public int Rate => _format.Rate;

    /// <summary>Takes frames that the device has put into the buffer.</summary>
    public void Take(int frames, SampleClock clock, long now)
    {
        clock.Advance(frames, now);
        var mono = _buffer.AsSpan(0, frames);
        if (_format.Channels > 1)
        {
            // One sample a moment is written before later moments are read, so the buffer can be its own target.
            _ = ChannelMix.ToMono(_buffer.AsSpan(0, frames * _format.Channels), _format.Channels, _channel, mono);
        }

        if (_resampler is null)
        {
            _frames.Append(mono, clock.End);
            return;
        }

        while (!mono.IsEmpty)
        {
            var given = _resampler.Process(mono, _converted, out var consumed);
            mono = mono[consumed..];
            var pending = (_resampler.Delay + mono.Length) * 1_000_000L / _format.Rate;
            _frames.Append(_converted.AsSpan(0, given), clock.End - pending);
        }
    }

    /// <summary>Forgets what is on its way through the converter.</summary>
    /// <returns>How many samples of 16 kHz that loses.</returns>
    public long Forget()
    {
        if (_resampler is null)
        {
            return 0;
        }

        _resampler.Reset();
        return (long)_resampler.Delay * AudioFrame.SampleRate / _format.Rate;
    }
}
