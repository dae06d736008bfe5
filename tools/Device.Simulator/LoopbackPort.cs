using System.Net;
using System.Net.Sockets;

namespace Device.Simulator;

/// <summary>Ports on loopback.</summary>
internal static class LoopbackPort
{
    /// <summary>A port that nobody listened on a moment ago.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Fails early and clearly where the port is taken.</summary>
    public static void Require(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new RunException($"port {port} is in use on this machine: stop what listens there, or choose another with --port N (0 takes a free one)", e);
        }
    }
}
