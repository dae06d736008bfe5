using System.Text.Json.Serialization;

namespace Device.Simulator;

/// <summary>What <c>GET /api/panel</c> of the machine says.</summary>
internal sealed record PanelState(int Width, int Height, int DotsPerInch);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PanelState))]
internal sealed partial class PanelJson : JsonSerializerContext;
