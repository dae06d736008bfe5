using System.Text.Json.Serialization;

namespace Device.Simulator;

/// <summary>What <c>GET /api/state</c> of the machine says.</summary>
internal sealed record MachineState(PaperState Paper, int Page, int Pages, string Text, bool Reading, SyncState Sync, AnswerState? Answer);

/// <summary>The paper in millimetres of the panel.</summary>
internal sealed record PaperState(string Template, float Pitch, float Left, float Top, float Width, float Height);

/// <summary>Sync as the machine sees it.</summary>
internal sealed record SyncState(string State, long Records, long Pending, long Acked, string? Error);

/// <summary>The last question and its answer.</summary>
internal sealed record AnswerState(string Question, string Answer, string Reasoning, string? Error, bool Final);

/// <summary>One page of <c>GET /api/pages</c>.</summary>
internal sealed record PageState(int Number, string Template, IReadOnlyList<string> Lines);

/// <summary>Body of <c>POST /api/page</c>.</summary>
internal sealed record PageRequest(string Action, string? Template, float? Pitch);

/// <summary>Body of <c>POST /api/ask</c>.</summary>
internal sealed record AskRequest(string Text);

/// <summary>Answer to <c>POST /api/settle</c>.</summary>
internal sealed record SettleReply(bool Settled, string Waiting);

/// <summary>What a replay prints.</summary>
internal sealed record ReplayReport(
    string Text, string Expected, long Records, long Acked, string Reply, string? Panel, double Seconds, int Samples, int Correct);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(MachineState))]
[JsonSerializable(typeof(PageState[]))]
[JsonSerializable(typeof(PageRequest))]
[JsonSerializable(typeof(AskRequest))]
[JsonSerializable(typeof(SettleReply))]
[JsonSerializable(typeof(ReplayReport))]
internal sealed partial class MachineJson : JsonSerializerContext;
