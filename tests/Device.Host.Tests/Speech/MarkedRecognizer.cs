using Device.Core.Speech;

namespace Device.Host.Tests.Speech;

/// <summary>Hears the same secret in everything.</summary>
internal sealed class MarkedRecognizer : ISpeechRecognizer
{
    public const string Secret = "xyzzy-marker-4711";

    public string Model => "marked/1";

    public string Language => "en";

    public RecognizedSpeech Recognize(ReadOnlySpan<float> samples) => new(Secret, 1, [new RecognizedWord(Secret, 0, samples.Length, 1)]);
}
