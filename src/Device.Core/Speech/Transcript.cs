using System.Collections.Immutable;

namespace Device.Core.Speech;

/// <summary>What was said in a recording, stretch by stretch.</summary>
/// <param name="Model">Name and version of the model that heard it.</param>
/// <param name="Language">A tag of BCP 47.</param>
/// <param name="Lines">The stretches in the order of the time line.</param>
public sealed record Transcript(string Model, string Language, ImmutableArray<TranscriptLine> Lines);
