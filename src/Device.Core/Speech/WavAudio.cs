namespace Device.Core.Speech;

/// <summary>Sound of a file: 16 bits a sample, channels interleaved.</summary>
/// <param name="SampleRate">Samples a second of each channel, 8,000 to 48,000.</param>
/// <param name="Channels">Channels, 1 to 8.</param>
/// <param name="Samples">The first sample of each channel, then the second ones, and so on.</param>
public sealed record WavAudio(int SampleRate, int Channels, ReadOnlyMemory<short> Samples)
{
    /// <summary>How long it is.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(Samples.Length / (double)Channels / SampleRate);

    /// <summary>The sound as the machine uses it: 16 kHz, the mean of all channels.</summary>
    /// <returns>The samples; those of this sound itself when nothing has to be changed.</returns>
    /// <exception cref="ArgumentException">The rate has no simple ratio to 16 kHz.</exception>
    public ReadOnlyMemory<short> ToSpeech()
    {
        var mono = Channels == 1 ? Samples : Mix();
        if (SampleRate == AudioFrame.SampleRate)
        {
            return mono;
        }

        var resampler = new PolyphaseResampler(SampleRate, AudioFrame.SampleRate);
        var output = new short[(int)((long)mono.Length * AudioFrame.SampleRate / SampleRate)];
        var count = resampler.Process(mono.Span, output, out _);

        // The filter has to see silence after the end before it gives the last samples.
        count += resampler.Process(new short[resampler.Delay + 1], output.AsSpan(count), out _);
        return output.AsMemory(0, count);
    }

    private short[] Mix()
    {
        var mono = new short[Samples.Length / Channels];
        _ = ChannelMix.ToMono(Samples.Span[..(mono.Length * Channels)], Channels, null, mono);
        return mono;
    }
}
