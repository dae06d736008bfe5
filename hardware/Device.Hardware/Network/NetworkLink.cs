using System.Globalization;

namespace Device.Hardware.Network;

/// <summary>
/// What the kernel tells of the link over which packets leave: <c>/proc/net/route</c>, <c>/proc/net/ipv6_route</c> and
/// <c>/sys/class/net</c>. The kernel knows no prices; a link counts as one that costs money when it is a modem. Thread-safe.
/// </summary>
/// <param name="root">Folder that stands for <c>/</c>, so that tests can bring their own.</param>
public sealed class NetworkLink(string root = "/")
{
    // include/uapi/linux/if_arp.h: PPP, and the raw IP of mobile modems.
    private static readonly string[] ModemTypes = ["512", "519"];

    /// <summary>The interface of the default route with the lowest metric.</summary>
    /// <returns>Its name; null where there is no default route.</returns>
    public string? DefaultInterface() => Ipv4() ?? Ipv6();

    /// <summary>Whether the default route leads over a mobile modem.</summary>
    /// <returns>Whether it does; null where there is no default route.</returns>
    public bool? IsMetered() => DefaultInterface() is { } name
        ? ModemTypes.Contains(Read($"sys/class/net/{name}/type").Trim()) || Read($"sys/class/net/{name}/uevent").Contains("DEVTYPE=wwan", StringComparison.Ordinal)
        : null;

    private string? Ipv4() => Lowest(
        "proc/net/route", fields => fields.Length >= 8 && fields[1] == "00000000" && fields[7] == "00000000", fields => (fields[0], fields[6], NumberStyles.Integer));

    private string? Ipv6() => Lowest(
        "proc/net/ipv6_route",
        fields => fields.Length >= 10 && fields[0].All(c => c == '0') && fields[1] == "00" && fields[9] != "lo",
        fields => (fields[9], fields[5], NumberStyles.AllowHexSpecifier));

    private string? Lowest(string file, Func<string[], bool> isDefault, Func<string[], (string Name, string Metric, NumberStyles Style)> read)
    {
        var (best, least) = ((string?)null, long.MaxValue);
        foreach (var line in Read(file).Split('\n'))
        {
            var fields = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (isDefault(fields) && read(fields) is var (name, text, style)
                && long.TryParse(text, style, CultureInfo.InvariantCulture, out var metric) && metric < least && !name.Contains('/', StringComparison.Ordinal))
            {
                (best, least) = (name, metric);
            }
        }

        return best;
    }

    private string Read(string path)
    {
        try
        {
            return File.ReadAllText(Path.Combine(root, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A kernel without IPv6, or an interface that has just gone.
            return "";
        }
    }
}
