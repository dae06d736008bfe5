using System.Globalization;

namespace Device.Messages;

/// <summary>A journal's epoch as the contract writes it: 16 hexadecimal digits, lower case. Pure and thread-safe.</summary>
public static class EpochText
{
    /// <summary>Writes an epoch.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <returns>16 digits.</returns>
    public static string Of(ulong epoch) => epoch.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Reads the epoch of a message, which was checked when the message was read.</summary>
    /// <param name="text">1 to 16 hexadecimal digits.</param>
    /// <returns>The epoch.</returns>
    /// <exception cref="FormatException">It is something else.</exception>
    public static ulong Read(string text) => ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
