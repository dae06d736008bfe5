using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Channel;

namespace Device.Sync.Links;

/// <summary>
/// The bytes to and from a broker. TLS is made here and not by MQTTnet, because only
/// <see cref="SslClientAuthenticationOptions.ClientCertificateContext"/> sends intermediate certificates. The files are
/// read for every connection, so that a renewed certificate is used by the next one. Thread-safe.
/// </summary>
internal sealed class BrokerStream(SyncOptions options, TimeProvider time) : IMqttClientStreamProvider
{
    public async Task<Stream> ConnectAsync(EndPoint brokerEndPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, cancellationToken);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (options.AuthorityFile.Length == 0)
            {
                return stream;
            }

            var secured = new SslStream(stream);
            stream = secured;
            await secured.AuthenticateAsClientAsync(Secured(), cancellationToken);
            return secured;
        }
        catch
        {
            if (stream is not null)
            {
                await stream.DisposeAsync();
            }

            socket.Dispose();
            throw;
        }
    }

    private SslClientAuthenticationOptions Secured()
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(options.AuthorityFile);
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // A private authority rarely publishes revocation; brokers are replaced, machines are disconnected.
            RevocationMode = X509RevocationMode.NoCheck,
            VerificationTimeIgnored = false,
        };
        policy.CustomTrustStore.AddRange(authorities);
        var now = time.GetUtcNow();
        var result = new SslClientAuthenticationOptions
        {
            TargetHost = options.ServerName.Length > 0 ? options.ServerName : options.Host,
            CertificateChainPolicy = policy,
        };
        if (options.CertificateFile.Length > 0)
        {
            using var loaded = X509Certificate2.CreateFromPemFile(options.CertificateFile, options.KeyFile);
            var leaf = X509CertificateLoader.LoadPkcs12(loaded.Export(X509ContentType.Pkcs12), null);
            var others = new X509Certificate2Collection();
            others.ImportFromPemFile(options.CertificateFile);
            result.ClientCertificateContext = SslStreamCertificateContext.Create(leaf, others, offline: true);
            // A clock that was never set is before the machine's own certificate: no true time can be.
            now = now < leaf.NotBefore ? leaf.NotBefore.ToUniversalTime() : now;
        }

        policy.VerificationTime = now.UtcDateTime;
        return result;
    }
}
