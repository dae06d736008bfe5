namespace Device.Core.Notebook;

/// <summary>The name of a fact, given once by the machine that wrote it. Notes, pages, strokes and questions are named by the fact that made them.</summary>
/// <param name="Device">The machine.</param>
/// <param name="Epoch">A random number the machine drew when its journal began; new after a restore, a clone or a reset.</param>
/// <param name="Sequence">Counts the machine's facts within the epoch, from 1.</param>
public readonly record struct FactId(DeviceId Device, ulong Epoch, ulong Sequence) : IComparable<FactId>
{
    /// <inheritdoc/>
    public int CompareTo(FactId other)
    {
        var byDevice = Device.CompareTo(other.Device);
        if (byDevice != 0)
        {
            return byDevice;
        }

        var byEpoch = Epoch.CompareTo(other.Epoch);
        return byEpoch != 0 ? byEpoch : Sequence.CompareTo(other.Sequence);
    }

    /// <summary>The name as text: <c>tenant/device:epoch-in-hex:sequence</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Device}:{Epoch:x16}:{Sequence}";

    /// <summary>Reads exactly what <see cref="ToString"/> wrote: a fact has one name.</summary>
    /// <param name="text">The text.</param>
    /// <param name="id">The name, when the text is one.</param>
    /// <returns>Whether the text is a fact's name.</returns>
    public static bool TryParse(string? text, out FactId id)
    {
        id = default;
        var parts = text?.Split(':');
        if (parts is not { Length: 3 }
            || !DeviceId.TryParse(parts[0], out var device)
            || !ulong.TryParse(parts[1], System.Globalization.NumberStyles.AllowHexSpecifier, null, out var epoch)
            || !ulong.TryParse(parts[2], System.Globalization.NumberStyles.None, null, out var sequence))
        {
            return false;
        }

        var parsed = new FactId(device, epoch, sequence);
        if (parsed.ToString() != text)
        {
            return false;
        }

        id = parsed;
        return true;
    }
}
