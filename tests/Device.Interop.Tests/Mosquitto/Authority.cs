using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Device.Interop.Tests.Mosquitto;

/// <summary>A private authority for one test: a root, an issuing authority below it, and what they sign, as PEM files in a folder.</summary>
internal sealed class Authority : IDisposable
{
    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddDays(-1);

    private static readonly DateTimeOffset Until = DateTimeOffset.UtcNow.AddDays(30);

    private readonly string _folder;
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _issuer;
    private byte _serial = 1;

    public Authority(string folder, string name)
    {
        _folder = folder;
        _root = Sign($"{name} root", null, authority: true);
        _issuer = Sign($"{name} issuing", _root, authority: true);
        RootFile = Write($"{name}-root.pem", _root.ExportCertificatePem());
    }

    /// <summary>The root's certificate.</summary>
    public string RootFile { get; }

    /// <summary>Issues a certificate. A machine's is signed by the issuing authority, whose certificate follows it in the file.</summary>
    /// <param name="commonName">Whose.</param>
    /// <param name="direct">Whether the root signs it itself.</param>
    /// <returns>The files of certificate and key.</returns>
    public (string Certificate, string Key) Issue(string commonName, bool direct = false)
    {
        using var leaf = Sign(commonName, direct ? _root : _issuer, authority: false);
        var name = commonName.Replace('/', '-');
        var chain = direct ? leaf.ExportCertificatePem() : $"{leaf.ExportCertificatePem()}\n{_issuer.ExportCertificatePem()}";
        return (Write($"{name}.pem", chain), Write($"{name}.key", leaf.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()));
    }

    public void Dispose()
    {
        _root.Dispose();
        _issuer.Dispose();
    }

    private X509Certificate2 Sign(string commonName, X509Certificate2? by, bool authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new X500DistinguishedNameBuilder();
        names.AddCommonName(commonName);
        var request = new CertificateRequest(names.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(authority ? X509KeyUsageFlags.KeyCertSign : X509KeyUsageFlags.DigitalSignature, true));
        if (!authority)
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            alternatives.AddDnsName("localhost");
            alternatives.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(alternatives.Build());
        }

        if (by is null)
        {
            return request.CreateSelfSigned(From, Until);
        }

        using var signed = request.Create(by, From, by.NotAfter.ToUniversalTime(), [_serial++]);
        return signed.CopyWithPrivateKey(key);
    }

    private string Write(string name, string pem)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, pem);
        return path;
    }
}
