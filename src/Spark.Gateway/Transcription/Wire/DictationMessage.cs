using System.Text.Json.Serialization;

namespace Spark.Gateway.Transcription.Wire;

internal sealed record DictationApplication([property: JsonPropertyName("app_id")] string AppId);

internal sealed record DictationBusiness(
    string Language,
    string Domain,
    string Accent,
    [property: JsonPropertyName("vad_eos")] int VadEos,
    string Dwa,
    int Ptt);

/// <summary>Status: 0 first, 1, 2 last.</summary>
internal sealed record DictationAudio(int Status, string Format, string Encoding, string Audio);

/// <summary>A frame to the service; common and business in the first only.</summary>
internal sealed record DictationFrame(DictationApplication? Common, DictationBusiness? Business, DictationAudio Data);

/// <summary>A message from the service.</summary>
internal sealed record DictationMessage(int Code, string? Message, string? Sid, DictationData? Data);

internal sealed record DictationData(int Status, DictationResult? Result);

/// <summary>One result: number sn; with pgs <c>rpl</c> it takes the place of the results rg[0] to rg[1]; bg is milliseconds.</summary>
internal sealed record DictationResult(int Sn, bool Ls, string? Pgs, int[]? Rg, DictationWords[]? Ws);

internal sealed record DictationWords(int Bg, DictationWord[]? Cw);

internal sealed record DictationWord(string? W);
