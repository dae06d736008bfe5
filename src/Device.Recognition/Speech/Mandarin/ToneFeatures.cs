namespace Device.Recognition.Speech.Mandarin;

/// <summary>What the tone network sees of a syllable: the shape of its pitch, where it is voiced, how loud, how long, and how high its
/// neighbours are. The same as the trainer's <c>pitch.py</c>.</summary>
internal static class ToneFeatures
{
    /// <summary>Points of each curve.</summary>
    internal const int Points = 20;

    /// <summary>Numbers of a syllable.</summary>
    internal const int Length = (3 * Points) + 6;

    private const int Fewest = 3;

    /// <summary>Frames this many powers of ten below the loudest are no part of the syllable.</summary>
    private const float Quiet = 3;

    /// <summary>Fills the numbers of a syllable.</summary>
    /// <param name="track">The utterance's pitch.</param>
    /// <param name="start">The syllable's first value.</param>
    /// <param name="end">The value after its last.</param>
    /// <param name="median">The speaker's usual log2 pitch.</param>
    /// <param name="before">Mean log2 pitch of the syllable before, or null.</param>
    /// <param name="after">That of the syllable after, or null.</param>
    /// <param name="features">Receives <see cref="Length"/> numbers.</param>
    internal static void Fill(PitchTrack track, int start, int end, float median, float? before, float? after, Span<float> features)
    {
        features = features[..Length];
        features.Clear();
        end = Math.Min(end, track.Count);
        var count = end - start;
        if (count < Fewest)
        {
            return;
        }

        var log = track.LogPitch[start..end];
        var energy = track.Energy[start..end];
        var loudest = System.Numerics.Tensors.TensorPrimitives.Max(energy);
        var kept = Kept(track.Voicing[start..end], energy, loudest);
        var (first, last) = (kept[0], kept[^1]);
        for (var i = 0; i < Points; i++)
        {
            var at = first + ((float)(last - first) * i / (Points - 1));
            features[i] = (Between(log, kept, at) - median) * 2;
            var (low, share) = ((int)at, at - (int)at);
            var high = Math.Min(low + 1, count - 1);
            var voicing = track.Voicing[start..end];
            features[Points + i] = (voicing[low] * (1 - share)) + (voicing[high] * share);
            features[(2 * Points) + i] = (energy[low] * (1 - share)) + (energy[high] * share) - loudest;
        }

        var rest = features[(3 * Points)..];
        rest[0] = MathF.Log2((last - first + 1) / 25f);
        rest[1] = kept.Length / (float)(last - first + 1);
        (rest[2], rest[3]) = before is { } b ? (b - median, 1) : (0, 0);
        (rest[4], rest[5]) = after is { } a ? (a - median, 1) : (0, 0);
    }

    private static int[] Kept(ReadOnlySpan<float> voicing, ReadOnlySpan<float> energy, float loudest)
    {
        var kept = new List<int>();
        for (var t = 0; t < voicing.Length; t++)
        {
            if (voicing[t] > PitchTrack.Voiced && energy[t] > loudest - Quiet)
            {
                kept.Add(t);
            }
        }

        return kept.Count >= Fewest ? [.. kept] : [.. Enumerable.Range(0, voicing.Length)];
    }

    /// <summary>Pitch at a place, across gaps in a straight line.</summary>
    private static float Between(ReadOnlySpan<float> log, int[] kept, float at)
    {
        var next = 0;
        while (next < kept.Length - 1 && kept[next] < at)
        {
            next++;
        }

        if (kept[next] <= at || next == 0)
        {
            return log[kept[next]];
        }

        var (left, right) = (kept[next - 1], kept[next]);
        var share = (at - left) / (right - left);
        return (log[left] * (1 - share)) + (log[right] * share);
    }
}
