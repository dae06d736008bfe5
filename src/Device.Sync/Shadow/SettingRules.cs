using System.Globalization;
using System.Text.RegularExpressions;
using Device.Core.Notebook;

namespace Device.Sync.Shadow;

/// <summary>Which settings there are, what each may be, and where it goes. Pure.</summary>
internal static partial class SettingRules
{
    /// <summary>Takes one setting.</summary>
    /// <param name="settings">The settings so far.</param>
    /// <param name="name">Its name in <c>down/desired</c>.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The settings with it; or as they were and why it was not taken.</returns>
    public static (MachineSettings Settings, string? Rejection) Take(MachineSettings settings, string name, string value) => name switch
    {
        "language" => LanguageTag().IsMatch(value) ? (settings with { Language = value }, null) : (settings, "a BCP 47 tag such as zh-CN expected"),
        "model" => value.Length is > 0 and <= FactLimits.ModelLength
            ? (settings with { Model = value }, null)
            : (settings, $"1 to {FactLimits.ModelLength} characters expected"),
        "metered-blob-bytes" => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes <= 1L << 40
            ? (settings with { MeteredBlobBytes = bytes }, null)
            : (settings, "a whole number of bytes from 0 to 1099511627776 expected"),
        _ => (settings, "this version does not know it"),
    };

    [GeneratedRegex($"^{MachineSettings.LanguagePattern}$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();
}
