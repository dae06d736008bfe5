using System.Collections.Immutable;

namespace Device.Core.Speech;

/// <summary>What was heard in a stretch of speech.</summary>
/// <param name="Text">The best reading; empty when nothing was understood.</param>
/// <param name="Probability">How sure the model is of the whole, 0 to 1.</param>
/// <param name="Words">Its words in order, which do not overlap.</param>
public sealed record RecognizedSpeech(string Text, float Probability, ImmutableArray<RecognizedWord> Words);
