using Spark.Gateway.Transcription;

namespace Spark.Gateway.Chat;

/// <summary>
/// The secrets of one process, read once at start. Its text form is empty of them, so that it cannot reach a log.
/// </summary>
internal sealed class SparkKeys
{
    private const int LengthLimit = 4096;

    private SparkKeys(string apiPassword, string apiKey, string apiSecret)
    {
        ApiPassword = apiPassword;
        ApiKey = apiKey;
        ApiSecret = apiSecret;
    }

    public string ApiPassword { get; }

    public string ApiKey { get; }

    public string ApiSecret { get; }

    /// <summary>Reads what the chosen transport needs.</summary>
    /// <exception cref="InvalidOperationException">A secret is missing; the message names the option, never a value.</exception>
    public static SparkKeys Read(SparkOptions options)
    {
        var isHttp = options.Transport == SparkTransport.Http;
        if (!isHttp && options.AppId.Length == 0)
        {
            throw new InvalidOperationException("Spark:AppId is empty; the WebSocket transport needs the application id.");
        }

        return isHttp
            ? new SparkKeys(Secret("Spark", options.ApiPasswordFile, options.ApiPassword, nameof(options.ApiPassword)), "", "")
            : new SparkKeys(
                "",
                Secret("Spark", options.ApiKeyFile, options.ApiKey, nameof(options.ApiKey)),
                Secret("Spark", options.ApiSecretFile, options.ApiSecret, nameof(options.ApiSecret)));
    }

    /// <summary>Reads what dictation needs.</summary>
    /// <exception cref="InvalidOperationException">A secret is missing; the message names the option, never a value.</exception>
    public static SparkKeys Read(TranscriptionOptions options) => new(
        "",
        Secret("Transcription", options.ApiKeyFile, options.ApiKey, nameof(options.ApiKey)),
        Secret("Transcription", options.ApiSecretFile, options.ApiSecret, nameof(options.ApiSecret)));

    public override string ToString() => nameof(SparkKeys);

    /// <summary>Reads one secret.</summary>
    /// <param name="section">Of the configuration.</param>
    /// <param name="file">Where it lies, or null.</param>
    /// <param name="value">The secret itself, used where there is no file.</param>
    /// <param name="name">Of the option.</param>
    /// <exception cref="InvalidOperationException">It is missing or no secret; the message names the option, never a value.</exception>
    public static string Secret(string section, string? file, string? value, string name)
    {
        name = $"{section}:{name}";
        var secret = string.IsNullOrEmpty(file) ? value : Content(file, name);
        secret = secret?.Trim();
        return secret switch
        {
            null or "" => throw new InvalidOperationException($"{name} and {name}File are empty; one of them must hold the secret."),
            { Length: > LengthLimit } => throw new InvalidOperationException($"{name} is longer than {LengthLimit} characters."),
            _ when secret.Any(char.IsControl) => throw new InvalidOperationException($"{name} holds a control character."),
            _ => secret,
        };
    }

    private static string Content(string file, string name)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{name}File names '{file}', which cannot be read: {e.Message}", e);
        }
    }
}
