using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Spark.Gateway.Chat.Wire;

/// <summary>Writes and reads the JSON of both chat interfaces.</summary>
internal static class SparkWire
{
    /// <summary>The context in use: Chinese text goes out as it is, at a third of the size of its escapes.</summary>
    public static SparkJson Json { get; } = new(new JsonSerializerOptions(SparkJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Reads foreign JSON.</summary>
    /// <exception cref="SparkException">It is not JSON, or not of this shape.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new SparkException(SparkCodes.Malformed("JSON null instead of an object."));
        }
        catch (JsonException e)
        {
            // The exception's text may quote the reply, so it is not kept; its place is.
            throw new SparkException(SparkCodes.Malformed($"Not the service's JSON at byte {e.BytePositionInLine} ({json.Length} bytes)."));
        }
    }
}
