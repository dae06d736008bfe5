namespace Device.Recognition.Speech;

/// <summary>Where the sound is in a short recording: silence before and after is left out, so that what is said stands in a window's middle.</summary>
internal static class SpeechBounds
{
    private const int Block = 160;

    /// <summary>Blocks of 10 ms that are kept around what is loud.</summary>
    private const int Margin = 8;

    /// <summary>A block is loud from this share of the loudest block's energy, which is -30 dB.</summary>
    private const float Share = 1e-3f;

    /// <summary>The stretch from the first to the last loud block, with a margin; the whole where nothing stands out.</summary>
    /// <param name="samples">Any number of samples.</param>
    internal static ReadOnlySpan<float> Trim(ReadOnlySpan<float> samples)
    {
        var blocks = samples.Length / Block;
        if (blocks < 2)
        {
            return samples;
        }

        var loudest = 0f;
        for (var b = 0; b < blocks; b++)
        {
            loudest = Math.Max(loudest, Energy(samples, b));
        }

        var (first, last) = (0, blocks - 1);
        while (first < last && Energy(samples, first) < loudest * Share)
        {
            first++;
        }

        while (last > first && Energy(samples, last) < loudest * Share)
        {
            last--;
        }

        var start = Math.Max(0, first - Margin) * Block;
        return samples[start..Math.Min(samples.Length, (last + 1 + Margin) * Block)];
    }

    private static float Energy(ReadOnlySpan<float> samples, int block)
    {
        var part = samples.Slice(block * Block, Block);
        return System.Numerics.Tensors.TensorPrimitives.SumOfSquares(part);
    }
}
