using System.Text.Encodings.Web;
using System.Text.Json;

namespace Spark.StandIn.Wire;

/// <summary>The JSON of the listening interfaces' replies: Chinese text goes out as it is.</summary>
internal static class SpeechReplies
{
    public static SpeechWire Json { get; } = new(new JsonSerializerOptions(SpeechWire.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
