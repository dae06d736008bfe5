using System.Text.Json.Serialization;

namespace Device.Messages;

/// <summary>
/// Payload of <c>up/presence</c>, retained; the last will says offline. A machine that comes online is sent the facts of its
/// account that it has not seen, and sends its presence again whenever <see cref="MqttContract.AfterProperty"/> shows a gap.
/// </summary>
/// <param name="Online">Whether the machine is connected.</param>
/// <param name="Stream">
/// The account whose facts were seen (<see cref="MqttContract.StreamProperty"/>), or null for none. A machine that does not
/// keep it is sent everything each time it comes online.
/// </param>
/// <param name="Seen">The position in that stream up to which every fact was seen (<see cref="MqttContract.ToProperty"/>); 0 for none.</param>
/// <param name="Epoch">
/// The machine's epoch, 16 hexadecimal digits: its own facts of that epoch are not sent back to it. Null sends them too.
/// </param>
public sealed record PresenceMessage(
    bool Online,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] string? Stream = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Seen = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] string? Epoch = null)
{
    /// <summary>Longest name of a stream in characters.</summary>
    public const int MaxStreamLength = 128;
}
