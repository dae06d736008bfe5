using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Spark.Gateway.Transcription.Wire;

/// <summary>Signs the address of real-time transcription; see <c>docs/formats/spark.md</c>.</summary>
internal static class RealTimeAddress
{
    /// <summary>Adds the query that proves who calls and says what is spoken.</summary>
    public static Uri Sign(Uri address, string appId, string apiKey, LiveSpeech speech, DateTimeOffset now)
    {
        var ts = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var query = new StringBuilder("appid=").Append(Uri.EscapeDataString(appId)).Append("&ts=").Append(ts)
            .Append("&signa=").Append(Uri.EscapeDataString(Signature(appId, apiKey, ts)))
            .Append("&lang=").Append(Language(speech.Language));
        if (speech.Target is { } target)
        {
            query.Append("&transType=normal&targetLang=").Append(Language(target));
        }

        if (speech.TellsSpeakers)
        {
            query.Append("&roleType=2");
        }

        return new UriBuilder(address) { Query = query.ToString() }.Uri;
    }

    /// <summary>base64(HMAC-SHA1(MD5-hex(appid + ts), key)), as the service asks.</summary>
    internal static string Signature(string appId, string apiKey, string ts)
    {
#pragma warning disable CA5350, CA5351 // The service's own scheme; the line is TLS.
        var digest = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(appId + ts)));
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(apiKey), Encoding.UTF8.GetBytes(digest)));
#pragma warning restore CA5350, CA5351
    }

    private static string Language(string language) => language == "zh" ? "cn" : language;
}
