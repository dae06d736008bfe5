using System.Security.Cryptography;
using System.Text;

namespace Device.Host.Api;

/// <summary>
/// The key to the local API, new at every start, readable in <c>DATA/run/token</c> by the machine's own user. A page of
/// another site can reach loopback but cannot know it.
/// </summary>
internal sealed class ApiToken
{
    public const string Header = "X-Device-Token";

    private const string SubProtocolPrefix = "device.";

    private readonly byte[] _bytes;

    public ApiToken()
    {
        Value = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _bytes = Encoding.ASCII.GetBytes(Value);
    }

    public string Value { get; }

    public bool Matches(string? candidate) =>
        candidate is { Length: > 0 and <= 128 } && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(candidate), _bytes);

    /// <summary>The sub-protocol of a WebSocket that carries the token, or null.</summary>
    public string? FindSubProtocol(IEnumerable<string> requested) =>
        requested.FirstOrDefault(p => p.StartsWith(SubProtocolPrefix, StringComparison.Ordinal) && Matches(p[SubProtocolPrefix.Length..]));
}
