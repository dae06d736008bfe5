using System.Text.Json.Serialization;

namespace Spark.Gateway.Transcription.Wire;

/// <summary>JSON of the listening interfaces. Unknown fields are ignored; numbers may come as strings.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(RealTimeMessage))]
[JsonSerializable(typeof(RealTimeData))]
[JsonSerializable(typeof(RealTimeEnd))]
[JsonSerializable(typeof(DictationFrame))]
[JsonSerializable(typeof(DictationMessage))]
internal sealed partial class TranscriptionJson : JsonSerializerContext;
