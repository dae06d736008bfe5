using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;

namespace Spark.Gateway.Broker;

/// <summary>Turns our options into the MQTT client's.</summary>
internal static class BrokerClientOptions
{
    private const uint PacketBytes = 256 * 1024;

    /// <exception cref="InvalidOperationException">A file cannot be read; the message names the option.</exception>
    public static MqttClientOptions From(BrokerOptions options, string worker)
    {
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer(options.Host, options.Port)
            .WithClientId(worker)
            // A worker that is gone must not keep its share of the messages: nothing of a session outlives its connection.
            .WithCleanStart(true)
            .WithSessionExpiryInterval(0)
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(options.KeepAliveSeconds))
            .WithTimeout(TimeSpan.FromSeconds(options.ReplySeconds))
            .WithReceiveMaximum((ushort)options.ReceiveMaximum)
            .WithMaximumPacketSize(PacketBytes);
        if (options.UserName is not null)
        {
            builder.WithCredentials(options.UserName, Text(options.PasswordFile, nameof(options.PasswordFile)));
        }

        if (options.UseTls)
        {
            builder.WithTlsOptions(tls => Secure(tls, options));
        }

        return builder.Build();
    }

    private static void Secure(MqttClientTlsOptionsBuilder tls, BrokerOptions options)
    {
        // A private authority publishes no revocation list at an address; the broker's own certificate is short-lived instead.
        tls.UseTls().WithTargetHost(options.Host).WithRevocationMode(X509RevocationMode.NoCheck);
        if (options.AuthorityFile is not null)
        {
            tls.WithTrustChain(Read(options.AuthorityFile, nameof(options.AuthorityFile), file =>
            {
                X509Certificate2Collection authorities = [];
                authorities.ImportFromPemFile(file);
                return authorities;
            }));
        }

        if (options.CertificateFile is not null)
        {
            tls.WithClientCertificates([Read(
                options.CertificateFile, nameof(options.CertificateFile), file => X509Certificate2.CreateFromPemFile(file, options.KeyFile))]);
        }
    }

    private static string Text(string? file, string name) => file is null ? "" : Read(file, name, File.ReadAllText).Trim();

    private static T Read<T>(string file, string name, Func<string, T> read)
    {
        try
        {
            return read(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new InvalidOperationException($"Broker:{name} names '{file}', which cannot be read: {e.Message}", e);
        }
    }
}
