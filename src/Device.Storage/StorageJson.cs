using System.Text.Json.Serialization;

namespace Device.Storage;

/// <summary>JSON without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JournalVerification))]
[JsonSerializable(typeof(BlobVerification))]
[JsonSerializable(typeof(CompactionReport))]
[JsonSerializable(typeof(ViewMark))]
internal sealed partial class StorageJson : JsonSerializerContext;
