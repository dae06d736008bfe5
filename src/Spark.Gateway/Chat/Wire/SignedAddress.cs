using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Spark.Gateway.Chat.Wire;

/// <summary>Signs WebSocket addresses: HMAC-SHA256 over host, date and request line; see <c>docs/formats/spark.md</c>.</summary>
internal static class SignedAddress
{
    /// <summary>Adds the query that proves who calls.</summary>
    /// <param name="address">Address with its path, without a query.</param>
    /// <param name="keys">API key and secret.</param>
    /// <param name="now">The service refuses a clock that is off by more than 300 s.</param>
    public static Uri Sign(Uri address, SparkKeys keys, DateTimeOffset now)
    {
        var date = now.ToUniversalTime().ToString("r", CultureInfo.InvariantCulture);
        var text = $"host: {address.Authority}\ndate: {date}\nGET {address.AbsolutePath} HTTP/1.1";
        var signature = Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(keys.ApiSecret), Encoding.UTF8.GetBytes(text)));
        var authorization = Convert.ToBase64String(Encoding.UTF8.GetBytes(
            $"api_key=\"{keys.ApiKey}\", algorithm=\"hmac-sha256\", headers=\"host date request-line\", signature=\"{signature}\""));
        return new UriBuilder(address)
        {
            Query = $"authorization={Uri.EscapeDataString(authorization)}&date={Uri.EscapeDataString(date)}&host={Uri.EscapeDataString(address.Authority)}",
        }.Uri;
    }
}
