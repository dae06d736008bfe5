namespace Device.Cli.Speech;

/// <summary>A sound file compared with an enrolled phrase.</summary>
internal sealed record PhraseTest(string File, double Likeness, bool Said);
