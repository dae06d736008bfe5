using System.Text.Json.Serialization;

namespace Spark.Gateway.Transcription.Wire;

/// <summary>A message of real-time transcription; <c>data</c> holds JSON of its own.</summary>
internal sealed record RealTimeMessage(string? Action, int Code, string? Data, string? Desc, string? Sid);

/// <summary>What was heard, or a translation of it (<c>biz</c> is then <c>trans</c>).</summary>
internal sealed record RealTimeData(RealTimeChannel? Cn, string? Biz, string? Dst, bool? IsEnd);

internal sealed record RealTimeChannel(RealTimeSentence? St);

/// <summary>A sentence: type 0 is final, 1 interim; bg and ed are milliseconds.</summary>
internal sealed record RealTimeSentence(int Type, int Bg, int Ed, RealTimeResult[]? Rt);

internal sealed record RealTimeResult(RealTimeWords[]? Ws);

/// <summary>wb and we are hundredths of a second from the sentence's begin.</summary>
internal sealed record RealTimeWords(int Wb, int We, RealTimeWord[]? Cw);

/// <summary>wp: n a word, p punctuation, g a paragraph's mark; rl the speaker, 0 the one before.</summary>
internal sealed record RealTimeWord(string? W, string? Wp, int Rl);

/// <summary>The end of the audio.</summary>
internal sealed record RealTimeEnd([property: JsonPropertyName("end")] bool End);
