using System.Text.Json.Serialization;

namespace Device.Messages;

/// <summary>Payload of <c>up/reported</c>, retained: what the machine is and runs.</summary>
/// <param name="Version">The service's version.</param>
/// <param name="Board">The board profile's name.</param>
/// <param name="Models">Name and version of each model that is loaded.</param>
/// <param name="DesiredVersion">The version of the desired state that was applied; 0 for none.</param>
public sealed record ReportedMessage(string Version, string Board, IReadOnlyList<string> Models, long DesiredVersion)
{
    /// <summary>Settings of that version that were not taken; null for none. At most <see cref="DesiredMessage.MaxSettings"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RejectedSetting>? Rejected { get; init; }

    /// <summary>Most models of one message.</summary>
    public const int MaxModels = 64;
}
