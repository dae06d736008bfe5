using Device.Hardware.Network;

namespace Device.Hardware.Tests.Network;

/// <summary>Files as the kernel writes them.</summary>
public sealed class NetworkLinkTests : IDisposable
{
    private const string Head = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";

    private readonly string _root = Directory.CreateTempSubdirectory("device-network-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_modem_costs_money_and_a_wireless_network_does_not()
    {
        Write("proc/net/route", Head
            + "wlan0\t00000000\t0102A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
            + "wlan0\t0002A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0\n"
            + "wwan0\t00000000\t00000000\t0001\t0\t0\t700\t00000000\t0\t0\t0\n");
        Interface("wlan0", "1", "DEVTYPE=wlan\nINTERFACE=wlan0\nIFINDEX=3\n");
        Interface("wwan0", "65534", "DEVTYPE=wwan\nINTERFACE=wwan0\nIFINDEX=4\n");
        var link = new NetworkLink(_root);
        Assert.Equal(("wlan0", false), (link.DefaultInterface(), link.IsMetered()));

        // The wireless network is gone: packets leave over the modem.
        Write("proc/net/route", Head + "wwan0\t00000000\t00000000\t0001\t0\t0\t700\t00000000\t0\t0\t0\n");
        Assert.Equal(("wwan0", true), (link.DefaultInterface(), link.IsMetered()));
    }

    [Theory]
    [InlineData("512")]
    [InlineData("519")]
    public void So_do_point_to_point_and_raw_links_of_modems(string type)
    {
        Write("proc/net/route", Head + "ppp0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0\n");
        Interface("ppp0", type, "INTERFACE=ppp0\n");
        Assert.True(new NetworkLink(_root).IsMetered());
    }

    [Fact]
    public void Without_IPv4_the_route_of_IPv6_counts()
    {
        Write("proc/net/route", Head);
        Write(
            "proc/net/ipv6_route",
            $"{new string('0', 32)} 00 {new string('0', 32)} 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003    wwan0\n"
            + $"{new string('0', 32)} 00 {new string('0', 32)} 00 {new string('0', 32)} ffffffff 00000001 00000000 00200200       lo\n");
        Interface("wwan0", "65534", "DEVTYPE=wwan\n");
        Assert.Equal(("wwan0", true), (new NetworkLink(_root).DefaultInterface(), new NetworkLink(_root).IsMetered()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\n\t\t\n0 0 0 0 0 0 0 0\n")]
    [InlineData("../x\t00000000\t0\t0\t0\t0\t1\t00000000\t0\t0\t0\n")]
    public void Without_a_route_nothing_is_known(string routes)
    {
        Write("proc/net/route", routes);
        Assert.Null(new NetworkLink(_root).IsMetered());
        Assert.Null(new NetworkLink(Path.Combine(_root, "nowhere")).IsMetered());
    }

    private void Interface(string name, string type, string uevent)
    {
        Write($"sys/class/net/{name}/type", type + "\n");
        Write($"sys/class/net/{name}/uevent", uevent);
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
