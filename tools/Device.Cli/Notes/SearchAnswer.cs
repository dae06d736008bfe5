namespace Device.Cli.Notes;

/// <summary>What the service answers to a search; <c>note search --json</c> prints it as it came.</summary>
internal sealed record SearchAnswer(SearchAnswerHit[]? Hits, string? Error);

/// <summary>A hit.</summary>
internal sealed record SearchAnswerHit(string Page, string Text, float Probability, bool BestText, SearchAnswerBox Box, SearchAnswerStroke[]? Ink);

/// <summary>Millimetres of the page.</summary>
internal sealed record SearchAnswerBox(float Left, float Top, float Right, float Bottom);

/// <summary>A stroke near the hit.</summary>
internal sealed record SearchAnswerStroke(bool Found, float[] Points);
