using System.Text.Json.Serialization;
using Device.Messages;

namespace Device.Sync.Shadow;

/// <summary>What was taken of the desired state, as it is kept between runs. Immutable.</summary>
/// <param name="Version">The version taken last; 0 for none.</param>
/// <param name="Settings">What it set.</param>
/// <param name="Rejected">What of it was not taken.</param>
internal sealed record ShadowState(long Version, MachineSettings Settings, IReadOnlyList<RejectedSetting> Rejected)
{
    public static ShadowState Empty { get; } = new(0, new MachineSettings(), []);
}

/// <summary>JSON of the shadow's file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ShadowState))]
internal sealed partial class ShadowJsonContext : JsonSerializerContext;
