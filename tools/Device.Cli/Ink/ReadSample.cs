using System.Text.Json.Serialization;

namespace Device.Cli.Ink;

/// <summary>A sample as <c>ink recognize --json</c> prints it.</summary>
internal sealed record ReadSample(
    string File, int Index, string Kind, string? Label, string Text, float Probability, ReadCandidate[] Candidates, ReadCharacter[] Characters);

/// <summary>A possible reading.</summary>
internal sealed record ReadCandidate(string Text, float Probability);

/// <summary>A character of a line; strokes are indices into the sample's.</summary>
internal sealed record ReadCharacter(string Text, float Probability, int[] Strokes, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReadCandidate[]? Candidates);
