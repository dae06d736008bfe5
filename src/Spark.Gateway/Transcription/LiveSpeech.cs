namespace Spark.Gateway.Transcription;

/// <summary>What is to be listened to. Immutable.</summary>
/// <param name="Language">The language spoken: <c>zh</c> or <c>en</c>.</param>
/// <param name="Target">The language to translate to as well, <c>zh</c> or <c>en</c>, or null for none.</param>
/// <param name="TellsSpeakers">Whether speakers are told apart, where the service can.</param>
public sealed record LiveSpeech(string Language, string? Target = null, bool TellsSpeakers = false);
