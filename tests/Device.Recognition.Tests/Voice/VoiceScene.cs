using Device.Core.Speech;

namespace Device.Recognition.Tests.Voice;

/// <summary>Words spoken with pauses, in noise: what a detector is judged on. A frame is voiced where the clean word is within 30 dB of its loudest frame.</summary>
internal sealed class VoiceScene
{
    private const double NoiseLevel = 0.003;

    private VoiceScene(short[] sound, bool[] voiced, (int From, int To)[] words) => (Sound, Voiced, Words) = (sound, voiced, words);

    public short[] Sound { get; }

    /// <summary>A flag for each 20 ms.</summary>
    public bool[] Voiced { get; }

    public (int From, int To)[] Words { get; }

    /// <param name="words">Recordings of words.</param>
    /// <param name="snr">How far speech stands above the noise, in dB.</param>
    /// <param name="noise">Gives noise of a standard deviation near 1.</param>
    /// <param name="seed">Of the pauses.</param>
    public static VoiceScene Of(IReadOnlyList<short[]> words, double snr, Func<double> noise, int seed)
    {
        var random = new Random(seed);
        var places = new List<(int From, int To)>();
        var at = 32_000;
        foreach (var word in words)
        {
            places.Add((at, at + word.Length));
            at += word.Length + random.Next(16_000, 40_000);
        }

        var clean = new double[(at / 320 * 320) + 32_000];
        var voiced = new bool[clean.Length / 320];
        var spoken = new List<(int From, int To)>();
        foreach (var ((from, _), word) in places.Zip(words))
        {
            var gain = NoiseLevel * Math.Pow(10, snr / 20) / ActiveLevel(word);
            for (var i = 0; i < word.Length; i++)
            {
                clean[from + i] = word[i] * gain;
            }
        }

        foreach (var (from, to) in places)
        {
            var frames = Enumerable.Range(from / 320, (to - from) / 320).ToArray();
            var levels = frames.Select(f => Level(clean.AsSpan(f * 320, 320))).ToArray();
            var loud = frames.Where((_, i) => levels[i] > levels.Max() - 30).ToArray();
            Array.ForEach(loud, f => voiced[f] = true);
            spoken.Add((loud[0] * 320, (loud[^1] + 1) * 320));
        }

        return new VoiceScene(
            [.. clean.Select(c => (short)Math.Clamp((c + (NoiseLevel * noise())) * 32_768, short.MinValue, short.MaxValue))], voiced, [.. spoken]);
    }

    /// <summary>White noise.</summary>
    public static Func<double> White(int seed)
    {
        var random = new Random(seed);
        return () => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    /// <summary>Noise that falls with frequency, with bursts like a keyboard's: a room with people at work in it.</summary>
    public static Func<double> Office(int seed)
    {
        var (white, random, low, burst) = (White(seed), new Random(seed + 1), 0.0, 0.0);
        return () =>
        {
            low = (0.97 * low) + (0.24 * white());
            burst = random.NextDouble() < 2.0 / 16_000 ? 12 : burst * 0.995;
            return low + (burst * white());
        };
    }

    private static double ActiveLevel(short[] word)
    {
        var powers = Enumerable.Range(0, word.Length / 320).Select(f => word.Skip(f * 320).Take(320).Average(s => (double)s * s)).OrderDescending().ToArray();
        return Math.Sqrt(powers.Take(Math.Max(1, powers.Length / 2)).Average()) + 1;
    }

    private static double Level(ReadOnlySpan<double> frame)
    {
        var sum = 1e-20;
        foreach (var sample in frame)
        {
            sum += sample * sample;
        }

        return 10 * Math.Log10(sum / frame.Length);
    }

    /// <summary>Runs frames through front end and segmenter.</summary>
    public static (List<SpeechSegment> Segments, List<float> Probabilities) Listen(short[] sound, IVoiceActivityDetector detector)
    {
        var (frontEnd, segmenter, segments, probabilities) = (new SpeechFrontEnd(), new SpeechSegmenter(detector), new List<SpeechSegment>(), new List<float>());
        for (var f = 0; (f + 1) * 320 <= sound.Length; f++)
        {
            var frame = new AudioFrame(f * 320L, f * 20_000L, 0, AudioLevel.None, sound.AsMemory(f * 320, 320));
            segmenter.Add(frame, frontEnd.Process(frame), segments);
            probabilities.Add(segmenter.Probability);
        }

        segmenter.Close(segments);
        return (segments, probabilities);
    }
}
