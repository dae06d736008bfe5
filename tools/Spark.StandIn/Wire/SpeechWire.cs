using System.Text.Json.Serialization;

namespace Spark.StandIn.Wire;

internal sealed record RealTimeReply(string Action, string Code, string Data, string Desc, string Sid);

internal sealed record RealTimeReplyData(RealTimeReplyChannel? Cn, string? Biz, string? Dst, string? Src, int? SegId, bool? IsEnd);

internal sealed record RealTimeReplyChannel(RealTimeReplySentence St);

internal sealed record RealTimeReplySentence(string Type, string Bg, string Ed, RealTimeReplyResult[] Rt);

internal sealed record RealTimeReplyResult(RealTimeReplyWords[] Ws);

internal sealed record RealTimeReplyWords(int Wb, int We, RealTimeReplyWord[] Cw);

internal sealed record RealTimeReplyWord(string W, string Wp, string Rl);

internal sealed record DictationApplication([property: JsonPropertyName("app_id")] string? AppId);

internal sealed record DictationBusiness(string? Language, string? Domain);

internal sealed record DictationAudio(int? Status, string? Audio);

internal sealed record DictationFrame(DictationApplication? Common, DictationBusiness? Business, DictationAudio? Data);

internal sealed record DictationReply(int Code, string Message, string Sid, DictationReplyData? Data);

internal sealed record DictationReplyData(int Status, DictationReplyResult? Result);

internal sealed record DictationReplyResult(int Sn, bool Ls, string Pgs, int[]? Rg, DictationReplyWords[] Ws);

internal sealed record DictationReplyWords(int Bg, DictationReplyWord[] Cw);

internal sealed record DictationReplyWord(string W);

/// <summary>JSON of the listening interfaces; names are lower case as on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RealTimeReply))]
[JsonSerializable(typeof(RealTimeReplyData))]
[JsonSerializable(typeof(DictationFrame))]
[JsonSerializable(typeof(DictationReply))]
internal sealed partial class SpeechWire : JsonSerializerContext;
