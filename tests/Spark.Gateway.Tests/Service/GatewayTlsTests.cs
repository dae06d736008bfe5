using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using MQTTnet.Server;
using Spark.Gateway.Service;
using Spark.Gateway.Tests.Support;

namespace Spark.Gateway.Tests.Service;

/// <summary>The connection to a broker that speaks TLS, with a private authority and a certificate for the gateway.</summary>
public sealed class GatewayTlsTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly CapturedLog _log = new();
    private readonly List<string> _clients = [];
    private MqttServer _broker = null!;
    private int _port;

    public async ValueTask InitializeAsync()
    {
        using var authority = Authority("device test authority");
        await File.WriteAllTextAsync(_folder.File("ca.pem"), authority.ExportCertificatePem());
        using var stranger = Authority("another authority");
        await File.WriteAllTextAsync(_folder.File("stranger.pem"), stranger.ExportCertificatePem());
        using var gateway = Issue(authority, "gateway");
        await File.WriteAllTextAsync(_folder.File("gateway.pem"), gateway.ExportCertificatePem());
        await File.WriteAllTextAsync(_folder.File("gateway.key"), gateway.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

        using (TcpListener listener = new(IPAddress.Loopback, 0))
        {
            listener.Start();
            _port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var server = Issue(authority, "localhost");
        _broker = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
            .WithoutDefaultEndpoint()
            .WithEncryptedEndpoint()
            .WithEncryptedEndpointBoundIPAddress(IPAddress.Loopback)
            .WithEncryptedEndpointBoundIPV6Address(IPAddress.None)
            .WithEncryptedEndpointPort(_port)
            .WithEncryptionCertificate(server)
            .WithClientCertificate((_, certificate, _, _) =>
            {
                lock (_clients)
                {
                    _clients.Add(certificate?.Subject ?? "");
                }

                return certificate is not null;
            })
            .Build());
        await _broker.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.StopAsync(new MqttServerStopOptionsBuilder().Build());
        _broker.Dispose();
        _log.Dispose();
        _folder.Dispose();
    }

    private Task<GatewayApp> StartAsync(string authorityFile) => GatewayApp.StartAsync(
        new GatewaySetup
        {
            Spark = options => options.ApiPassword = "x",
            Broker = options =>
            {
                (options.Host, options.Port, options.UseTls, options.SharedSubscription) = ("localhost", _port, true, false);
                (options.AuthorityFile, options.CertificateFile, options.KeyFile) =
                    (_folder.File(authorityFile), _folder.File("gateway.pem"), _folder.File("gateway.key"));
            },
            Store = options => options.SqliteFile = _folder.File("gateway.db"),
            Http = options => options.Port = 0,
            Logging = logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(_log),
        },
        SparkSetup.Cancel);

    [Fact]
    public async Task Gateway_shows_its_certificate_to_a_broker_of_its_authority()
    {
        await using var gateway = await StartAsync("ca.pem");
        await gateway.Ready.WaitAsync(TimeSpan.FromSeconds(30), SparkSetup.Cancel);
        Assert.Contains("CN=gateway", _clients);
    }

    [Fact]
    public async Task Gateway_does_not_talk_to_a_broker_of_another_authority()
    {
        await using var gateway = await StartAsync("stranger.pem");
        while (!_log.Lines.Any(line => line.StartsWith("No connection", StringComparison.Ordinal)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, SparkSetup.Cancel);
        }

        Assert.False(gateway.Ready.IsCompleted);
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.Create(authority, now.AddMinutes(-30), now.AddHours(12), RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }
}
