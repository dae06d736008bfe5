using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Spark.StandIn.Wire;

/// <summary>Checks the signature in a WebSocket address, from the service's side of the protocol.</summary>
internal sealed class UrlSignature(string apiKey, string apiSecret, TimeProvider timeProvider)
{
    private static readonly TimeSpan ClockLimit = TimeSpan.FromSeconds(300);

    /// <summary>Checks one handshake.</summary>
    /// <returns>0 when good, otherwise the HTTP status that refuses it.</returns>
    public int Refusal(HttpRequest request)
    {
        var date = request.Query["date"].ToString();
        var host = request.Query["host"].ToString();
        if (!DateTimeOffset.TryParseExact(date, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signed)
            || (timeProvider.GetUtcNow() - signed).Duration() > ClockLimit)
        {
            return StatusCodes.Status403Forbidden;
        }

        var text = $"host: {host}\ndate: {date}\nGET {request.Path} HTTP/1.1";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(apiSecret), Encoding.UTF8.GetBytes(text)));
        var expected = $"api_key=\"{apiKey}\", algorithm=\"hmac-sha256\", headers=\"host date request-line\", signature=\"{signature}\"";
        var given = Decode(request.Query["authorization"].ToString());
        var right = host == request.Host.Value
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), given);
        return right ? 0 : StatusCodes.Status401Unauthorized;
    }

    private static byte[] Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : [];
    }
}
