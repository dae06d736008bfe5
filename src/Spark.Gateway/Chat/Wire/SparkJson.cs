using System.Text.Json.Serialization;

namespace Spark.Gateway.Chat.Wire;

/// <summary>JSON of both chat interfaces. Unknown fields are ignored; numbers may come as strings.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(HttpQuestion))]
[JsonSerializable(typeof(HttpChunk))]
[JsonSerializable(typeof(SocketQuestion))]
[JsonSerializable(typeof(SocketFrame))]
internal sealed partial class SparkJson : JsonSerializerContext;
