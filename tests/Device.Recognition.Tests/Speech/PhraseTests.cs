using System.Text;
using CsCheck;
using Device.Recognition.Speech.Keywords;
using Device.Recognition.Speech.Phrases;

namespace Device.Recognition.Tests.Speech;

public sealed class PhraseTests
{
    private static readonly EnrolledPhrase Phrase = new("hello", 0.5f, [Take(1), Take(2), Take(3)]);

    [Fact]
    public void A_stored_phrase_comes_back_as_it_was() => Assert.Equal(Phrase, PhraseFile.Read(PhraseFile.Write(Phrase), "hello.json"));

    [Fact]
    public void A_damaged_file_is_refused_and_never_crashes_the_reader()
    {
        var whole = PhraseFile.Write(Phrase);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            var bytes = whole.ToArray();
            bytes[at] = value;
            try
            {
                PhraseFile.Read(bytes, "hello.json");
            }
            catch (PhraseException)
            {
            }
        }, iter: 200);
    }

    [Theory]
    [InlineData("""{"version":2,"name":"a","threshold":0.5,"takes":[]}""", "version: 2 found, 1 expected")]
    [InlineData("""{"version":1,"name":"","threshold":0.5,"takes":[]}""", "name")]
    [InlineData("""{"version":1,"name":"a","threshold":1.5,"takes":[]}""", "threshold: 1.5")]
    [InlineData("""{"version":1,"name":"a","threshold":0.5,"takes":["AAAA"]}""", "takes: 1 found")]
    [InlineData("""{"version":1,"name":"a","threshold":0.5,"takes":["AAAA","AAAA","AAAA"]}""", "takes[0]: 3 bytes")]
    [InlineData("[", "line 1")]
    public void A_wrong_file_is_refused_with_the_field_that_is_wrong(string json, string problem) =>
        Assert.Contains(problem, Assert.Throws<PhraseException>(() => PhraseFile.Read(Encoding.UTF8.GetBytes(json), "p.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void Too_few_takes_and_takes_of_different_words_make_no_phrase()
    {
        using var embedding = SpeechModels.Embedding();
        var enrolment = new PhraseEnrolment(embedding, new EmbeddingScale(SpeechModels.Open("phrases")));
        Assert.Contains("2 takes", Assert.Throws<PhraseException>(() => enrolment.Enrol("x", [new float[16_000], new float[16_000]])).Message, StringComparison.Ordinal);
        var words = SharedSpeech.Some("digit", 1, "george").GroupBy(r => r.Text).Take(3).Select(g => SharedSpeech.Samples(g.First().Path)).ToArray();
        Assert.Contains("unlike the others", Assert.Throws<PhraseException>(() => enrolment.Enrol("x", words)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_persons_phrase_is_heard_again_and_other_words_are_not()
    {
        using var embedding = SpeechModels.Embedding();
        var enrolment = new PhraseEnrolment(embedding, new EmbeddingScale(SpeechModels.Open("phrases")));
        var recordings = SharedSpeech.Some("digit", 1, "lucas").GroupBy(r => r.Text).ToDictionary(g => g.Key, g => g.ToArray());
        float[] Sound(string word, int index) => SharedSpeech.Samples(recordings[word][index].Path);
        var phrase = enrolment.Enrol("seven", [Sound("seven", 0), Sound("seven", 1), Sound("seven", 12)]);
        Assert.All(new[] { 20, 30, 40 }, i => Assert.True(enrolment.Likeness(phrase, Sound("seven", i)) >= phrase.Threshold));
        Assert.All(new[] { "one", "six", "four" }, word => Assert.True(enrolment.Likeness(phrase, Sound(word, 5)) < phrase.Threshold));
    }

    private static System.Collections.Immutable.ImmutableArray<float> Take(int seed) =>
        [.. Enumerable.Range(0, 6 * SpeechEmbedding.Length).Select(i => MathF.Sin(i * seed) / 10)];
}
