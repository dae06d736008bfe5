using System.Text.Json.Serialization;

namespace Device.Recognition.Models;

/// <summary>The manifest as it stands in the file: every field may be missing or wrong.</summary>
internal sealed record RawManifest(string? Name, string? Version, string? Kind, RawManifestFile?[]? Files, string? Classes, float? Temperature);

/// <summary>An entry of the manifest's list of files.</summary>
internal sealed record RawManifestFile(string? Path, long? Bytes, string? Sha256);

/// <summary>Source-generated JSON of the manifest.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(RawManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
