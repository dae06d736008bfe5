using System.Collections.Immutable;
using Device.Core.Speech;
using Device.Recognition.Models;

namespace Device.Recognition.Speech.Mandarin;

/// <summary>
/// Mandarin speech to Han characters: the acoustic network, the best words of the lexicon, and among words that sound alike the one whose
/// tones fit. One caller at a time; a second caller waits.
/// </summary>
public sealed class MandarinRecognizer : ISpeechRecognizer, IDisposable
{
    private readonly Lock _gate = new();
    private readonly AcousticNet _net;
    private readonly ToneNet _tones;
    private readonly LexiconTree _tree;
    private readonly WordSearch _search;
    private readonly MandarinLexicon _lexicon;
    private bool _disposed;

    /// <summary>Loads a bundle.</summary>
    /// <param name="bundle">A bundle of kind <see cref="AcousticNet.BundleKind"/> whose files have been checked.</param>
    /// <exception cref="ModelBundleException">The bundle cannot be used.</exception>
    public MandarinRecognizer(ModelBundle bundle)
    {
        _net = new AcousticNet(bundle);
        try
        {
            _tones = new ToneNet(bundle);
            Syllables = new SyllableTable(bundle);
            _lexicon = new MandarinLexicon(bundle, Syllables);
        }
        catch (ModelBundleException)
        {
            _net.Dispose();
            _tones?.Dispose();
            throw;
        }

        _tree = new LexiconTree(_lexicon, Syllables);
        _search = new WordSearch(_tree);
        SyllableReader = new SyllableReader(_net, _tones, Syllables);
        Assessor = new Reading.ReadingAssessor(_net, _tones, Syllables);
    }

    /// <inheritdoc/>
    public string Model => _net.Model;

    /// <inheritdoc/>
    public string Language => "zh-CN";

    /// <summary>The syllables it tells apart.</summary>
    public SyllableTable Syllables { get; }

    /// <summary>The words it knows.</summary>
    public MandarinLexicon Lexicon => _lexicon;

    /// <summary>Single syllables, with the same networks: not while this recognises.</summary>
    public SyllableReader SyllableReader { get; }

    /// <summary>Reading aloud, with the same networks: not while this recognises.</summary>
    public Reading.ReadingAssessor Assessor { get; }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The recogniser was disposed of.</exception>
    public RecognizedSpeech Recognize(ReadOnlySpan<float> samples)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            const int Most = AcousticNet.MaxSteps * PhonePosteriors.StepSamples;
            var words = ImmutableArray.CreateBuilder<RecognizedWord>();
            for (var start = 0; start < samples.Length; start += Most)
            {
                Hear(samples.Slice(start, Math.Min(Most, samples.Length - start)), start, words);
            }

            var probability = words.Count == 0 ? 0 : words.Average(w => w.Probability);
            return new RecognizedSpeech(string.Concat(words.Select(w => w.Text)), probability, words.ToImmutable());
        }
    }

    /// <summary>Frees the networks.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _disposed = true;
                _net.Dispose();
                _tones.Dispose();
            }
        }
    }

    private void Hear(ReadOnlySpan<float> samples, int offset, ImmutableArray<RecognizedWord>.Builder words)
    {
        var posteriors = _net.Hear(samples);
        var heard = _search.Find(posteriors);
        if (heard.Count == 0)
        {
            return;
        }

        var track = PitchTracker.Track(samples);
        foreach (var word in heard)
        {
            var (text, start, end) = Chosen(word, posteriors, track);
            var probability = MathF.Exp((float)((word.Score - FreePath(posteriors, word.Start, word.End)) / Math.Max(1, _lexicon.Words[_tree.WordsAt(word.Node)[0]].Syllables.Length)));
            var first = offset + (start * PhonePosteriors.StepSamples);
            words.Add(new RecognizedWord(text, first, Math.Max(first + 1, Math.Min(offset + samples.Length, offset + (end * PhonePosteriors.StepSamples))), Math.Min(1, probability)));
        }
    }

    /// <summary>Of words that sound alike the one with the likeliest tones, the first in the lexicon among equals; and where it is said.</summary>
    private (string Text, int Start, int End) Chosen(HeardWord word, PhonePosteriors posteriors, PitchTrack track)
    {
        var alike = _tree.WordsAt(word.Node);
        var syllables = _lexicon.Words[alike[0]].Syllables.Select(s => Syllables.Phones[s]).ToArray();
        var spans = SyllableAlignment.Find(posteriors.Slice(word.Start, word.End - word.Start), syllables, margin: 4);
        if (spans is null)
        {
            return (_lexicon.Words[alike[0]].Text, word.Start, word.End);
        }

        var tones = _tones.Hear(track, [.. spans.Select(s => ToTrack(s, word.Start))]);
        var best = alike.MaxBy(w => _lexicon.Words[w].Tones.Select((tone, i) => (double)tones[i][tone - 1]).Sum());
        return (_lexicon.Words[best].Text, word.Start + spans[0].Start, word.Start + spans[^1].End);
    }

    internal static LabelSpan ToTrack(LabelSpan steps, int offset) =>
        new((steps.Start + offset) * PhonePosteriors.StepSamples / PitchTracker.Hop, (steps.End + offset) * PhonePosteriors.StepSamples / PitchTracker.Hop);

    /// <summary>The best path without a lexicon over some steps.</summary>
    private static double FreePath(PhonePosteriors posteriors, int start, int end)
    {
        var sum = 0.0;
        for (var t = start; t < end; t++)
        {
            sum += System.Numerics.Tensors.TensorPrimitives.Max(posteriors[t]);
        }

        return sum;
    }
}
