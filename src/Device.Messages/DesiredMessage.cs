namespace Device.Messages;

/// <summary>Payload of <c>down/desired</c>, retained: the settings that the cloud wants a machine to have.</summary>
/// <param name="Version">Grows with every change, from 1. A machine ignores a version that is not above the last one it took.</param>
/// <param name="Settings">Every setting that is wanted, by name; what is left out keeps the machine's own value.</param>
public sealed record DesiredMessage(long Version, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>Most settings of one message.</summary>
    public const int MaxSettings = 64;

    /// <summary>Longest name in characters.</summary>
    public const int MaxNameLength = 64;

    /// <summary>Longest value in characters.</summary>
    public const int MaxValueLength = 256;

    /// <summary>Largest payload in bytes (the portable limit of public device shadows).</summary>
    public const int MaxBytes = 8 * 1024;
}
