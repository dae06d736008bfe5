namespace Device.Cli.Speech;

/// <summary>What <c>speech enroll</c> prints.</summary>
internal sealed record PhraseLine(string Name, string Path, int Takes, double Threshold, PhraseTest[] Tests);
