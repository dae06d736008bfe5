using System.Text.Json.Serialization;

namespace Device.Host.Api;

/// <summary>Answer to <c>GET /api/recorder</c>: <c>docs/formats/local-api.md</c>.</summary>
internal sealed record RecorderMessage(
    string State, string? Recording, double Seconds, double LostSeconds, float Level, float Peak, long Clipped, bool Speech, bool Open, bool Muted, string Problem, PlayingMessage? Playing);

/// <summary>What is played now and where.</summary>
internal sealed record PlayingMessage(string Recording, int Milliseconds);

/// <summary>Body of <c>POST /api/recorder</c>.</summary>
internal sealed record RecorderRequest(string Action, string? Title, string? Label);

/// <summary>Body of <c>POST /api/play</c>.</summary>
internal sealed record PlayRequest(string? Recording, int? Milliseconds, string? Stroke, float? X, float? Y, bool? Stop);

/// <summary>Names a recording that was begun or imported.</summary>
internal sealed record RecordingName(string Recording);

/// <summary>A recording of <c>GET /api/recordings</c>.</summary>
internal sealed record RecordingMessage(
    string Recording, string Title, DateTimeOffset Started, int Milliseconds, int LostMilliseconds, string Format, bool Transcript, IReadOnlyList<MarkMessage> Marks,
    IReadOnlyList<MomentMessage> Strokes);

/// <summary>A marked moment.</summary>
internal sealed record MarkMessage(int Milliseconds, string Label);

/// <summary>When a stroke was begun.</summary>
internal sealed record MomentMessage(string Stroke, int Milliseconds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = false, MaxDepth = 8)]
[JsonSerializable(typeof(RecorderMessage))]
[JsonSerializable(typeof(RecorderRequest))]
[JsonSerializable(typeof(PlayRequest))]
[JsonSerializable(typeof(RecordingName))]
[JsonSerializable(typeof(RecordingMessage[]))]
internal sealed partial class RecorderJson : JsonSerializerContext;
