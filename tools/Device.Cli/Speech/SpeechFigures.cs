namespace Device.Cli.Speech;

/// <summary>
/// What <c>speech eval</c> prints: shares from 0 to 1, null where no sample of the kind was there. Accuracy is over digits and words, the word
/// error rate over digits, the character error rate over words, the rest over single syllables; rtf is processing time over sound;
/// bytes are the networks'.
/// </summary>
internal sealed record SpeechFigures(
    int Samples, double? Accuracy, double? Wer, double? Cer, double? TonelessTop1, double? TonelessTop5, double? TonalTop1, double? Rtf, long ModelBytes);
