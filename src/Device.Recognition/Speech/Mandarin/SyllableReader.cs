using System.Collections.Immutable;
using System.Numerics.Tensors;
using Device.Core.Speech;
using Device.Recognition.Speech.Features;

namespace Device.Recognition.Speech.Mandarin;

/// <summary>
/// Which syllable a single spoken syllable is, among all of Mandarin. Hears it as said by a larger, the same and a smaller speaker
/// (the sound at 0.9, 1 and 1.1 times its rate) and adds the scores, which an unknown voice gains by. One caller at a time.
/// </summary>
public sealed class SyllableReader
{
    private const int Tenths = 20;

    private static readonly int[] Rates = [18, 20, 22];

    private readonly AcousticNet _net;
    private readonly ToneNet _tones;
    private readonly SyllableTable _table;

    /// <summary>Reads with the networks of a bundle.</summary>
    /// <param name="net">Initials and finals.</param>
    /// <param name="tones">Tones.</param>
    /// <param name="table">The syllables.</param>
    public SyllableReader(AcousticNet net, ToneNet tones, SyllableTable table) => (_net, _tones, _table) = (net, tones, table);

    /// <summary>Reads a syllable.</summary>
    /// <param name="samples">Mono, -1 to 1, 16 kHz; one syllable.</param>
    /// <param name="count">Candidates wanted, 1 or more.</param>
    /// <returns>The likeliest first, all with the likeliest tone; their probabilities are those of the syllable without tone.</returns>
    public ImmutableArray<SyllableCandidate> Read(ReadOnlySpan<float> samples, int count)
    {
        var scores = new double[_table.Names.Length];
        foreach (var rate in Rates)
        {
            var posteriors = _net.Hear(rate == Tenths ? samples : Resampled(samples, rate), LogMel.Hop * rate / Tenths);
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] += CtcScore.LogProbability(posteriors, _table.Phones[i].AsSpan()) / Rates.Length;
            }
        }

        TensorPrimitives.SoftMax<double>(scores, scores);
        var tone = Tone(samples);
        return
        [
            .. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).Take(count)
                .Select(i => new SyllableCandidate(_table.Names[i], tone, (float)scores[i])),
        ];
    }

    /// <summary>The likeliest of the four tones: the neutral one has no meaning in a syllable that stands alone.</summary>
    private int Tone(ReadOnlySpan<float> samples)
    {
        var track = PitchTracker.Track(samples);
        var tones = _tones.Hear(track, [new LabelSpan(0, track.Count)]);
        return TensorPrimitives.IndexOfMax(tones[0].AsSpan(0, ToneNet.Tones - 1)) + 1;
    }

    private static float[] Resampled(ReadOnlySpan<float> samples, int rate)
    {
        var resampler = new PolyphaseResampler(Tenths * 1000, rate * 1000);
        var input = new short[samples.Length + resampler.Delay + 1];
        for (var i = 0; i < samples.Length; i++)
        {
            input[i] = (short)Math.Clamp(MathF.Round(samples[i] * 32_768), short.MinValue, short.MaxValue);
        }

        var output = new short[(int)((long)samples.Length * rate / Tenths)];
        var given = resampler.Process(input, output, out _);
        var result = new float[given];
        for (var i = 0; i < given; i++)
        {
            result[i] = output[i] / 32_768f;
        }

        return result;
    }
}
