using System.Buffers;
using Device.Core.Notebook;

namespace Device.Messages;

/// <summary>
/// Payload of <c>down/horizon</c>, what every machine of the account has: one byte, the format's version (1), then
/// <see cref="TombstoneHorizon"/> as it writes itself. Pure and thread-safe.
/// </summary>
public static class HorizonCodec
{
    private const byte FormatVersion = 1;

    /// <summary>Writes a payload.</summary>
    /// <param name="horizon">What to say.</param>
    /// <returns>The payload, within <see cref="MqttContract.MaxPayloadBytes"/>: vectors are bounded.</returns>
    public static byte[] Write(TombstoneHorizon horizon)
    {
        var output = new ArrayBufferWriter<byte>(256);
        output.GetSpan(1)[0] = FormatVersion;
        output.Advance(1);
        horizon.Write(output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a payload.</summary>
    /// <param name="payload">The payload.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="MessageFormatException">The payload is not that; nothing of it counts.</exception>
    public static TombstoneHorizon Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length is < 2 or > MqttContract.MaxPayloadBytes || payload[0] != FormatVersion)
        {
            throw new MessageFormatException("payload", $"horizon of format {FormatVersion} expected");
        }

        try
        {
            return TombstoneHorizon.Read(payload[1..]);
        }
        catch (FactFormatException e)
        {
            throw new MessageFormatException("payload", e.Message, e);
        }
    }
}
