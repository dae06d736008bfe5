namespace Device.Recognition.Speech.Mandarin;

/// <summary>Pitch over time, a value every <see cref="PitchTracker.Hop"/> samples, the first about sample 0. Immutable.</summary>
public sealed class PitchTrack
{
    /// <summary>A frame counts as voiced above this.</summary>
    internal const float Voiced = 0.5f;

    private const int FewestVoiced = 3;
    private const float UsualHertz = 150;

    private readonly float[] _log;
    private readonly float[] _voicing;
    private readonly float[] _energy;

    internal PitchTrack(float[] log, float[] voicing, float[] energy) => (_log, _voicing, _energy) = (log, voicing, energy);

    /// <summary>Values.</summary>
    public int Count => _log.Length;

    /// <summary>log2 of the pitch in Hz.</summary>
    public ReadOnlySpan<float> LogPitch => _log;

    /// <summary>How periodic the sound is, 0 to 1.</summary>
    public ReadOnlySpan<float> Voicing => _voicing;

    /// <summary>log10 of the mean energy of 40 ms, samples in int16 range.</summary>
    public ReadOnlySpan<float> Energy => _energy;

    /// <summary>The speaker's usual log2 pitch here: the median of what is voiced, 150 Hz where nothing is.</summary>
    public float Median()
    {
        var voiced = new List<float>();
        for (var t = 0; t < Count; t++)
        {
            if (_voicing[t] > Voiced)
            {
                voiced.Add(_log[t]);
            }
        }

        if (voiced.Count < FewestVoiced)
        {
            return MathF.Log2(UsualHertz);
        }

        voiced.Sort();
        var middle = voiced.Count / 2;
        return voiced.Count % 2 == 1 ? voiced[middle] : (voiced[middle - 1] + voiced[middle]) / 2;
    }

    /// <summary>Mean log2 pitch of what is voiced in a stretch.</summary>
    /// <param name="start">Its first value.</param>
    /// <param name="end">The value after its last.</param>
    /// <returns>null where almost nothing is voiced.</returns>
    public float? Mean(int start, int end)
    {
        var (sum, count) = (0f, 0);
        for (var t = start; t < Math.Min(end, Count); t++)
        {
            if (_voicing[t] > Voiced)
            {
                sum += _log[t];
                count++;
            }
        }

        return count >= FewestVoiced ? sum / count : null;
    }
}
