using System.Buffers;

namespace Device.Core.Notebook;

/// <summary>
/// Who a machine is: <c>tenant/device</c>, the common name of its certificate. Each half has 1 to 32 of a-z, 0-9 and
/// '-'; there is exactly one slash, so that the name is safe as two levels of an MQTT topic.
/// </summary>
public readonly record struct DeviceId : IComparable<DeviceId>
{
    /// <summary>Longest name in characters.</summary>
    public const int MaxLength = 65;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private readonly string? _value;

    private DeviceId(string value) => _value = value;

    /// <summary>The whole name; empty for the default value, which names no machine.</summary>
    public string Value => _value ?? "";

    /// <summary>The part before the slash; empty for the default value.</summary>
    public string Tenant => Value[..Math.Max(0, Value.IndexOf('/'))];

    /// <summary>The part after the slash; empty for the default value.</summary>
    public string Name => Value[(Value.IndexOf('/') + 1)..];

    /// <summary>Reads a name.</summary>
    /// <param name="text">The name.</param>
    /// <param name="id">The machine, when the name is valid.</param>
    /// <returns>Whether the name is valid.</returns>
    public static bool TryParse(string? text, out DeviceId id)
    {
        id = default;
        if (text is null || text.Length > MaxLength)
        {
            return false;
        }

        var slash = text.IndexOf('/');
        if (slash < 0 || !IsPart(text.AsSpan(0, slash)) || !IsPart(text.AsSpan(slash + 1)))
        {
            return false;
        }

        id = new DeviceId(text);
        return true;
    }

    /// <summary>Reads a name that must be valid.</summary>
    /// <param name="text">The name.</param>
    /// <returns>The machine.</returns>
    /// <exception cref="FormatException">The name is not valid.</exception>
    public static DeviceId Parse(string text) => TryParse(text, out var id)
        ? id
        : throw new FormatException($"'{text}' is not a device: expected tenant/device, each 1 to 32 of a-z, 0-9 and '-'");

    /// <inheritdoc/>
    public int CompareTo(DeviceId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsPart(ReadOnlySpan<char> part) =>
        part.Length is >= 1 and <= 32 && part.IndexOfAnyExcept(Allowed) < 0;
}
