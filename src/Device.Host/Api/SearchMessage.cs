namespace Device.Host.Api;

/// <summary>Answer to <c>GET /api/search</c>.</summary>
internal sealed record SearchMessage(string Query, IReadOnlyList<FoundMessage> Hits);

/// <summary>A hit; the box in millimetres of the page, the ink around it where it was asked for.</summary>
internal sealed record FoundMessage(string Page, string Text, float Probability, bool BestText, BoxMessage Box, IReadOnlyList<FoundStroke>? Ink);

/// <summary>A box in millimetres.</summary>
internal sealed record BoxMessage(float Left, float Top, float Right, float Bottom);

/// <summary>A stroke near a hit, x and y in turn, and whether it is part of what was found.</summary>
internal sealed record FoundStroke(bool Found, float[] Points);
