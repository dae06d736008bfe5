namespace Device.Cli.Speech;

/// <summary>A line of a folder's <c>manifest.jsonl</c>.</summary>
/// <param name="Audio">The sound file, relative to the folder.</param>
/// <param name="Text">What is said: a digit as a word, Han characters, or a syllable in pinyin with its tone's number.</param>
/// <param name="Lang">en or zh.</param>
/// <param name="Kind">digit, word or pinyin.</param>
/// <param name="Speaker">Who speaks.</param>
internal sealed record SpeechSample(string? Audio, string? Text, string? Lang, string? Kind, string? Speaker);
