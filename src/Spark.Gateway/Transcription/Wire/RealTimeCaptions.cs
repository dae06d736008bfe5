using System.Collections.Immutable;
using System.Text;
using Spark.Gateway.Chat;
using Spark.Gateway.Chat.Wire;

namespace Spark.Gateway.Transcription.Wire;

/// <summary>Turns the messages of one real-time session into captions. One reader at a time.</summary>
internal sealed class RealTimeCaptions
{
    private const int FrameMs = 10;

    private int _sentences;
    private int _translations;
    private int _speaker;

    /// <summary>Session id that the service named last; empty before.</summary>
    public string Sid { get; private set; } = "";

    /// <summary>Takes the next message.</summary>
    /// <returns>The caption, or null when it has none.</returns>
    /// <exception cref="SparkException">It tells an error or is not the service's JSON.</exception>
    public Caption? Take(ReadOnlySpan<byte> json)
    {
        var message = SparkWire.Read(json, TranscriptionJson.Default.RealTimeMessage);
        Sid = message.Sid ?? Sid;
        if (message.Action == "error" || message.Code != 0)
        {
            throw new SparkException(SparkCodes.FromCode(message.Code, message.Desc, Sid));
        }

        if (message is not { Action: "result", Data: { Length: > 0 } text })
        {
            return null;
        }

        var data = SparkWire.Read(Encoding.UTF8.GetBytes(text), TranscriptionJson.Default.RealTimeData);
        return data switch
        {
            { Biz: "trans", Dst: { } translated } => Translation(translated, data.IsEnd ?? true),
            { Cn.St: { } sentence } => Source(sentence),
            _ => null,
        };
    }

    private Caption Translation(string text, bool isFinal) =>
        new(CaptionKind.Translation, isFinal ? _translations++ : _translations, isFinal, 0, 0, text, 0, []);

    private Caption Source(RealTimeSentence sentence)
    {
        var words = ImmutableArray.CreateBuilder<CaptionWord>();
        var text = new StringBuilder();
        foreach (var word in from result in sentence.Rt ?? [] from part in result.Ws ?? [] select part)
        {
            // The first reading is the best one.
            if (word.Cw is not [{ W: { } best } first, ..] || first.Wp == "g")
            {
                continue;
            }

            _speaker = first.Rl > 0 ? first.Rl : _speaker;
            text.Append(best);
            words.Add(new CaptionWord(best, sentence.Bg + (word.Wb * FrameMs), sentence.Bg + (Math.Max(word.Wb, word.We) * FrameMs)));
        }

        var isFinal = sentence.Type == 0;
        return new Caption(
            CaptionKind.Source, isFinal ? _sentences++ : _sentences, isFinal, sentence.Bg, sentence.Ed, text.ToString(), _speaker, words.DrainToImmutable());
    }
}
