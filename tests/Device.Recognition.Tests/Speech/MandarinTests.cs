using Device.Recognition.Speech.Mandarin;
using Device.Recognition.Speech.Reading;

namespace Device.Recognition.Tests.Speech;

/// <summary>The Mandarin model that comes along, on recordings of the voices it was trained on: whether the parts fit together, not how good it is with others.</summary>
public sealed class MandarinTests
{
    [Fact]
    public void Sound_in_pieces_gives_the_answers_of_the_whole()
    {
        using var net = new AcousticNet(SpeechModels.Open("mandarin"));
        var random = new Random(2);
        var samples = Enumerable.Range(0, 16_000 * 4).Select(i => (float)(random.NextDouble() - 0.5) * (i / 8_000 % 2 == 0 ? 0.4f : 0.02f)).ToArray();
        var whole = net.Hear(samples);
        var (stream, streamed) = (new AcousticStream(net), new List<float>());
        void Take(PhonePosteriors steps)
        {
            for (var t = 0; t < steps.Steps; t++)
            {
                streamed.AddRange(steps[t]);
            }
        }

        for (var at = 0; at < samples.Length; at += 700)
        {
            stream.Push(samples.AsSpan(at, Math.Min(700, samples.Length - at)), Take);
        }

        stream.Finish(Take);
        Assert.Equal(whole.Steps * whole.Classes, streamed.Count);
        for (var i = 0; i < streamed.Count; i++)
        {
            var expected = whole[i / whole.Classes][i % whole.Classes];
            Assert.True(Math.Abs(expected - streamed[i]) < 1e-3f, $"value {i}: {streamed[i]}, expected {expected}");
        }
    }

    [Fact]
    public void Words_of_the_training_voice_are_mostly_heard()
    {
        using var recognizer = new MandarinRecognizer(SpeechModels.Open("mandarin"));
        var recordings = SharedSpeech.Some("word", 90);
        var right = recordings.Count(r => recognizer.Recognize(SharedSpeech.Samples(r.Path)).Text == r.Text);
        TestContext.Current.TestOutputHelper?.WriteLine($"{right} of {recordings.Length} words right");
        Assert.True(right >= recordings.Length * 0.4, $"{right} of {recordings.Length} right");
    }

    [Fact]
    public void Silence_has_no_words()
    {
        using var recognizer = new MandarinRecognizer(SpeechModels.Open("mandarin"));
        Assert.Equal("", recognizer.Recognize(new float[16_000]).Text);
        Assert.Equal("", recognizer.Recognize(new float[10]).Text);
    }

    [Fact]
    public void The_right_text_scores_above_the_wrong_one_and_the_right_tone_above_the_wrong_one()
    {
        using var recognizer = new MandarinRecognizer(SpeechModels.Open("mandarin"));
        var (better, tones, count) = (0, 0, 0);
        var words = SharedSpeech.Some("word", 150).Where(r => r.Text.Length == 2 && !recognizer.Lexicon.Find(r.Text).IsEmpty).ToArray();
        for (var i = 0; i < words.Length; i++)
        {
            var samples = SharedSpeech.Samples(words[i].Path);
            var right = Parse(recognizer, words[i].Text);
            var wrong = Parse(recognizer, words[(i + 1) % words.Length].Text);
            var otherTones = right.Select(s => s with { Tone = (s.Tone % 4) + 1 }).ToArray();
            var assessed = recognizer.Assessor.Assess(samples, right)!;
            count++;
            better += assessed.Sound > recognizer.Assessor.Assess(samples, wrong)!.Sound ? 1 : 0;
            var other = recognizer.Assessor.Assess(samples, otherTones)!;
            tones += assessed.Tone > other.Tone ? 1 : 0;
            Assert.Equal(assessed.Sound, other.Sound, 2);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"right text above wrong text {better}, right tones above wrong tones {tones}, of {count}");
        Assert.True(better >= count * 0.9 && tones >= count * 0.85, $"right text above wrong text {better}, right tones above wrong tones {tones}, of {count}");
    }

    private static TargetSyllable[] Parse(MandarinRecognizer recognizer, string text) => [.. ReadingText.Parse(text, recognizer.Lexicon, recognizer.Syllables, out _)!.Value];
}
