using Device.Recognition.Speech.Commands;
using Device.Recognition.Speech.Features;
using Device.Recognition.Speech.Keywords;

namespace Device.Recognition.Tests.Speech;

public sealed class KeywordTests
{
    [Fact]
    public void Embeddings_of_a_stream_are_those_of_the_whole()
    {
        using var embedding = SpeechModels.Embedding();
        var samples = Noise(16_000 * 3);
        var features = new float[LogMel.FrameCount(samples.Length) * LogMel.Bands];
        new LogMel().Frames(samples, features);
        var count = SpeechEmbedding.CountOf(features.Length / LogMel.Bands);
        var whole = new float[count * SpeechEmbedding.Length];
        embedding.Embed(features, whole);

        var stream = new EmbeddingStream(embedding, count);
        for (var at = 0; at < samples.Length; at += 333)
        {
            stream.Push(samples.AsSpan(at, Math.Min(333, samples.Length - at)), static _ => { });
        }

        Assert.Equal(count, stream.Count);
        for (var i = 0; i < whole.Length; i++)
        {
            Assert.Equal(whole[i], stream.Latest[i], 3);
        }
    }

    [Fact]
    public void Spoken_digits_are_heard()
    {
        using var embedding = SpeechModels.Embedding();
        using var recognizer = new KeywordRecognizer(embedding, new KeywordHead(SpeechModels.Open("digits-en")), "en", threshold: 0);
        var recordings = SharedSpeech.Some("digit", 40);
        var right = recordings.Count(r => recognizer.Recognize(SharedSpeech.Samples(r.Path)).Text == r.Text);
        Assert.True(right >= recordings.Length * 0.95, $"{right} of {recordings.Length} right");
    }

    [Fact]
    public void Silence_and_no_sound_are_no_digit()
    {
        using var embedding = SpeechModels.Embedding();
        using var recognizer = new KeywordRecognizer(embedding, new KeywordHead(SpeechModels.Open("digits-en")), "en", threshold: 0.9f);
        Assert.Equal("", recognizer.Recognize([]).Text);
        Assert.Equal("", recognizer.Recognize(new float[16_000]).Text);
    }

    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    public void The_head_of_the_commands_has_the_grammars_commands(string language)
    {
        var bundle = SpeechModels.Open($"commands-{language}");
        Assert.Equal(30, CommandGrammar.Read(bundle).Commands.Length);
    }

    private static float[] Noise(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() - 0.5) * 0.2))];
    }
}
