using System.Text;
using Spark.Gateway.Chat;
using Spark.Gateway.Chat.Wire;

namespace Spark.Gateway.Transcription.Wire;

/// <summary>
/// Turns the messages of one dictation into captions of a single segment, which holds the whole text: a later result may take the
/// place of earlier ones. One reader at a time.
/// </summary>
internal sealed class DictationCaptions
{
    private const int LastStatus = 2;
    private const int MostResults = 10_000;

    private readonly SortedDictionary<int, string> _results = [];

    /// <summary>Session id that the service named last; empty before.</summary>
    public string Sid { get; private set; } = "";

    /// <summary>Whether the service has said its last word.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Takes the next message.</summary>
    /// <returns>The caption, or null when nothing changed.</returns>
    /// <exception cref="SparkException">It tells an error, is not the service's JSON, or there are too many results.</exception>
    public Caption? Take(ReadOnlySpan<byte> json)
    {
        var message = SparkWire.Read(json, TranscriptionJson.Default.DictationMessage);
        Sid = message.Sid ?? Sid;
        if (message.Code != 0)
        {
            throw new SparkException(SparkCodes.FromCode(message.Code, message.Message, Sid));
        }

        IsDone = message.Data?.Status == LastStatus;
        if (message.Data?.Result is { } result)
        {
            Take(result);
        }
        else if (!IsDone)
        {
            return null;
        }

        return new Caption(CaptionKind.Source, 0, IsDone, 0, 0, string.Concat(_results.Values), 0, []);
    }

    private void Take(DictationResult result)
    {
        if (result is { Pgs: "rpl", Rg: [var first, var last] })
        {
            foreach (var number in _results.Keys.Where(n => n >= first && n <= last).ToList())
            {
                _results.Remove(number);
            }
        }

        var text = new StringBuilder();
        foreach (var word in result.Ws ?? [])
        {
            text.Append(word.Cw is [var best, ..] ? best.W : null);
        }

        _results[result.Sn] = text.ToString();
        if (_results.Count > MostResults)
        {
            throw new SparkException(SparkCodes.Malformed($"A dictation has more than {MostResults} results."));
        }
    }
}
