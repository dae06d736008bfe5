namespace Device.Core.Speech;

/// <summary>Turns speech into text. Calls are synchronous and compute-bound; one caller at a time.</summary>
public interface ISpeechRecognizer
{
    /// <summary>Name and version of the model, as it is written beside every text it heard.</summary>
    string Model { get; }

    /// <summary>The language it understands: a tag of BCP 47 such as <c>zh-CN</c> or <c>en</c>.</summary>
    string Language { get; }

    /// <summary>Hears one stretch of speech, as of a <see cref="SpeechSegment"/>.</summary>
    /// <param name="samples">16 kHz, one channel, -1 to 1; 1 sample or more; not kept.</param>
    /// <returns>What was said; empty when nothing was understood.</returns>
    RecognizedSpeech Recognize(ReadOnlySpan<float> samples);
}
