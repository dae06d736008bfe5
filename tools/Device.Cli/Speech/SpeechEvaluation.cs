using Device.Core.Speech;

namespace Device.Cli.Speech;

/// <summary>Hears labelled samples and gathers the figures. What no model hears is counted and left out.</summary>
internal sealed class SpeechEvaluation(SpeechModels models, TimeProvider time)
{
    private const int Candidates = 5;

    private static readonly string[] Digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    private int _digits;
    private int _digitsRight;
    private int _words;
    private int _wordsRight;
    private int _characters;
    private int _characterErrors;
    private int _syllables;
    private int _top1;
    private int _top5;
    private int _tonal;
    private TimeSpan _spent;
    private double _seconds;

    internal int Samples => _digits + _words + _syllables;

    internal int LeftOut { get; private set; }

    /// <summary>Whether there is a model for a sample of this kind, language and label.</summary>
    internal bool Knows(SpeechSample sample) => (sample.Kind, sample.Lang) switch
    {
        ("digit", "en") => Digit(sample.Text!) is not null,
        ("word", "zh") => true,
        ("pinyin", "zh") => Syllable(sample.Text!).Index >= 0,
        _ => false,
    };

    internal void LeaveOut() => LeftOut++;

    internal void Add(SpeechSample sample, float[] samples)
    {
        if (Samples == 0)
        {
            Hear(sample, samples); // so that the compiler's and the loader's time is not the model's
            Forget();
        }

        var start = time.GetTimestamp();
        Hear(sample, samples);
        _spent += time.GetElapsedTime(start);
        _seconds += samples.Length / (double)AudioFrame.SampleRate;
    }

    internal SpeechFigures Figures() => new(
        Samples,
        Share(_digitsRight + _wordsRight, _digits + _words),
        Share(_digits - _digitsRight, _digits),
        Share(_characterErrors, _characters),
        Share(_top1, _syllables),
        Share(_top5, _syllables),
        Share(_tonal, _syllables),
        _seconds > 0 ? Math.Round(_spent.TotalSeconds / _seconds, 4) : null,
        models.NetworkBytes);

    private void Hear(SpeechSample sample, float[] samples)
    {
        switch (sample.Kind)
        {
            case "digit":
                _digits++;
                _digitsRight += models.DigitRecognizer.Recognize(samples).Text == Digit(sample.Text!) ? 1 : 0;
                break;
            case "word":
                var heard = models.MandarinRecognizer.Recognize(samples).Text;
                _words++;
                _wordsRight += heard == sample.Text ? 1 : 0;
                _characters += Ink.LabelText.Length(sample.Text!);
                _characterErrors += Ink.LabelText.Distance(heard, sample.Text!);
                break;
            default:
                HearSyllable(sample.Text!, samples);
                break;
        }
    }

    private void HearSyllable(string text, float[] samples)
    {
        var (index, tone) = Syllable(text);
        var table = models.MandarinRecognizer.Syllables;
        var candidates = models.MandarinRecognizer.SyllableReader.Read(samples, Candidates);
        var rank = candidates.Select(c => table.IndexOf(c.Syllable)).ToList().IndexOf(index);
        _syllables++;
        _top1 += rank == 0 ? 1 : 0;
        _top5 += rank >= 0 ? 1 : 0;
        _tonal += rank == 0 && candidates[0].Tone == tone ? 1 : 0;
    }

    private void Forget() => (_digits, _digitsRight, _words, _wordsRight, _characters, _characterErrors, _syllables, _top1, _top5, _tonal) = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private (int Index, int Tone) Syllable(string text) => text.Length > 1 && text[^1] is >= '1' and <= '5'
        ? (models.MandarinRecognizer.Syllables.IndexOf(text[..^1]), text[^1] - '0')
        : (-1, 0);

    private static string? Digit(string text) => text.Length == 1 && char.IsAsciiDigit(text[0]) ? Digits[text[0] - '0'] : Digits.Contains(text) ? text : null;

    private static double? Share(int part, int whole) => whole == 0 ? null : Math.Round(part / (double)whole, 5);
}
