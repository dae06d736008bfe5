using System.Buffers;
using Device.Core.Notebook;

namespace Device.Messages;

/// <summary>
/// Payload of <c>up/progress</c>, what a machine has on flash, and its clock: one byte, the format's version (1), then
/// <see cref="MachineProgress"/> as it writes itself. Pure and thread-safe.
/// </summary>
public static class ProgressCodec
{
    private const byte FormatVersion = 1;

    /// <summary>Writes a payload.</summary>
    /// <param name="progress">What to say.</param>
    /// <returns>The payload, within <see cref="MqttContract.MaxPayloadBytes"/>: vectors are bounded.</returns>
    public static byte[] Write(MachineProgress progress)
    {
        var output = new ArrayBufferWriter<byte>(256);
        output.GetSpan(1)[0] = FormatVersion;
        output.Advance(1);
        progress.Write(output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a payload.</summary>
    /// <param name="payload">The payload.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="MessageFormatException">The payload is not that; nothing of it counts.</exception>
    public static MachineProgress Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length is < 2 or > MqttContract.MaxPayloadBytes || payload[0] != FormatVersion)
        {
            throw new MessageFormatException("payload", $"progress of format {FormatVersion} expected");
        }

        try
        {
            return MachineProgress.Read(payload[1..]);
        }
        catch (FactFormatException e)
        {
            throw new MessageFormatException("payload", e.Message, e);
        }
    }
}
