using System.Text.Json.Serialization;

namespace Device.Host.Api;

/// <summary>What the page and the tools see of the machine: <c>docs/formats/local-api.md</c>.</summary>
internal sealed record StateMessage(
    string Board,
    bool Simulated,
    bool StandIn,
    PanelMessage Panel,
    PaperMessage Paper,
    int Page,
    int Pages,
    string Text,
    bool Reading,
    SyncMessage Sync,
    AnswerMessage? Answer,
    bool Touch,
    bool Muted);

/// <summary>The panel in pixels.</summary>
internal sealed record PanelMessage(int Width, int Height, int DotsPerInch);

/// <summary>The open page's paper, in millimetres of the panel.</summary>
internal sealed record PaperMessage(string Template, float Pitch, float Left, float Top, float Width, float Height);

/// <summary>Sync: <c>online</c>, <c>connecting</c> or <c>offline</c>.</summary>
internal sealed record SyncMessage(string State, long Records, long Pending, long Acked, string? Error, int Blobs, long BlobBytesLeft, int BlobsWaiting);

/// <summary>The last question of the open page and what has come of its answer.</summary>
internal sealed record AnswerMessage(string Question, string Answer, string Reasoning, string? Error, bool Final);

/// <summary>A page's text.</summary>
internal sealed record PageMessage(int Number, string Template, IReadOnlyList<string> Lines);

/// <summary>Body of <c>POST /api/page</c>.</summary>
internal sealed record PageRequest(string Action, string? Template, float? Pitch);

/// <summary>Body of <c>POST /api/ask</c>.</summary>
internal sealed record AskRequest(string Text);

/// <summary>Answer to <c>POST /api/settle</c>.</summary>
internal sealed record SettleReply(bool Settled, string Waiting);

/// <summary>One entry of the simulated panel's refresh log.</summary>
internal sealed record RefreshMessage(
    long Number, DateTimeOffset Time, int X, int Y, int Width, int Height, string Intent, string Waveform, double Milliseconds, long PixelsChanged);

/// <summary>Answer to <c>GET /latency</c>: the way of live ink, stage by stage.</summary>
internal sealed record LatencyMessage(IReadOnlyList<StageMessage> Stages);

/// <summary>A stage: times in microseconds.</summary>
internal sealed record StageMessage(string Stage, long Count, double P50, double P95, double P99, double Longest);

/// <summary>What is wrong with a request.</summary>
internal sealed record Problem(string Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = false, MaxDepth = 8)]
[JsonSerializable(typeof(StateMessage))]
[JsonSerializable(typeof(PanelMessage))]
[JsonSerializable(typeof(IReadOnlyList<PageMessage>))]
[JsonSerializable(typeof(RefreshMessage[]))]
[JsonSerializable(typeof(PageRequest))]
[JsonSerializable(typeof(AskRequest))]
[JsonSerializable(typeof(SettleReply))]
[JsonSerializable(typeof(LatencyMessage))]
[JsonSerializable(typeof(Device.Screen.Refresh.RefreshStatus))]
[JsonSerializable(typeof(SyncReport))]
[JsonSerializable(typeof(MeteredRequest))]
[JsonSerializable(typeof(SearchMessage))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ApiJson : JsonSerializerContext;
