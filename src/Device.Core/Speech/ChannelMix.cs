namespace Device.Core.Speech;

/// <summary>Makes one channel of several. Pure.</summary>
public static class ChannelMix
{
    /// <summary>The mean of one moment's samples.</summary>
    public static short Mean(ReadOnlySpan<short> channels)
    {
        var sum = 0;
        foreach (var sample in channels)
        {
            sum += sample;
        }

        return (short)(sum / channels.Length);
    }

    /// <summary>Takes one channel, or the mean of all, out of interleaved samples.</summary>
    /// <param name="interleaved">A whole number of moments.</param>
    /// <param name="channels">How many samples a moment has, at least 1.</param>
    /// <param name="channel">Which one to take, from 0; null for the mean.</param>
    /// <param name="output">Receives one sample a moment; may be the start of the input itself.</param>
    /// <returns>How many samples were written.</returns>
    public static int ToMono(ReadOnlySpan<short> interleaved, int channels, int? channel, Span<short> output)
    {
        var count = interleaved.Length / channels;
        for (var i = 0; i < count; i++)
        {
            var moment = interleaved.Slice(i * channels, channels);
            output[i] = channel is { } one ? moment[one] : Mean(moment);
        }

        return count;
    }
}
