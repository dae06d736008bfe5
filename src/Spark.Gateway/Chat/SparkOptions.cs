using System.ComponentModel.DataAnnotations;

namespace Spark.Gateway.Chat;

/// <summary>
/// How the Spark service is reached. Bound from the configuration section <c>Spark</c> and checked at start.
/// A secret is given either as a file, which wins, or as a value from the environment (<c>Spark__ApiPassword</c> …).
/// </summary>
public sealed class SparkOptions
{
    /// <summary>Which interface to speak.</summary>
    [EnumDataType(typeof(SparkTransport))]
    public SparkTransport Transport { get; set; } = SparkTransport.Http;

    /// <summary>Base address of the HTTP interface, without a path.</summary>
    [Required]
    public Uri HttpAddress { get; set; } = new("https://spark-api-open.xf-yun.com");

    /// <summary>Base address of the WebSocket interface, without a path.</summary>
    [Required]
    public Uri WebSocketAddress { get; set; } = new("wss://spark-api.xf-yun.com");

    /// <summary>Path of the HTTP interface; begins with a slash.</summary>
    [Required, RegularExpression("^/.{1,200}$")]
    public string ChatPath { get; set; } = "/v1/chat/completions";

    /// <summary>Path of the HTTP interface for the models in <see cref="DeepModels"/>; begins with a slash.</summary>
    [Required, RegularExpression("^/.{1,200}$")]
    public string DeepChatPath { get; set; } = "/v2/chat/completions";

    /// <summary>Models that think first and have a path of their own; 32 at most.</summary>
    [Required, MaxLength(32)]
    public IList<string> DeepModels { get; set; } = ["x1", "spark-x"];

    /// <summary>Path of the WebSocket interface for each model; a model that is not listed is refused before it is asked.</summary>
    [Required]
    public IDictionary<string, string> WebSocketPaths { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["lite"] = "/v1.1/chat",
        ["generalv3"] = "/v3.1/chat",
        ["pro-128k"] = "/chat/pro-128k",
        ["generalv3.5"] = "/v3.5/chat",
        ["max-32k"] = "/chat/max-32k",
        ["4.0Ultra"] = "/v4.0/chat",
        ["x1"] = "/v1/x1",
        ["spark-x"] = "/v1/x1",
    };

    /// <summary>Model of a question that names none; 1 to 64 characters.</summary>
    [Required, StringLength(64, MinimumLength = 1)]
    public string DefaultModel { get; set; } = "4.0Ultra";

    /// <summary>File with the API password (HTTP), or null.</summary>
    public string? ApiPasswordFile { get; set; }

    /// <summary>The API password itself, from the environment; used where no file is named.</summary>
    public string? ApiPassword { get; set; }

    /// <summary>The application id (WebSocket); not a secret.</summary>
    [StringLength(64)]
    public string AppId { get; set; } = "";

    /// <summary>File with the API key (WebSocket), or null.</summary>
    public string? ApiKeyFile { get; set; }

    /// <summary>The API key itself, from the environment; used where no file is named.</summary>
    public string? ApiKey { get; set; }

    /// <summary>File with the API secret (WebSocket), or null.</summary>
    public string? ApiSecretFile { get; set; }

    /// <summary>The API secret itself, from the environment; used where no file is named.</summary>
    public string? ApiSecret { get; set; }

    /// <summary>Seconds to establish a connection, 1 to 120.</summary>
    [Range(1, 120)]
    public int ConnectSeconds { get; set; } = 15;

    /// <summary>
    /// Seconds of silence, before the first byte and between two, until a question is given up; 5 to 3,600. A deep-reasoning
    /// model may think for minutes without sending anything.
    /// </summary>
    [Range(5, 3600)]
    public int SilenceSeconds { get; set; } = 300;

    /// <summary>Seconds that one reply may take from question to last part, 5 to 86,400; longer than <see cref="SilenceSeconds"/>.</summary>
    [Range(5, 86_400)]
    public int ReplySeconds { get; set; } = 3600;

    /// <summary>Characters that all messages of a question may have together, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int QuestionCharacters { get; set; } = 60_000;

    /// <summary>Bytes of one line of an event stream or of one WebSocket message, 1,024 to 16,777,216.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int LineBytes { get; set; } = 256 * 1024;

    /// <summary>Characters that a reply may have, reasoning included, 1,024 to 16,777,216.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int ReplyCharacters { get; set; } = 512 * 1024;

    /// <summary>How often a question is asked before it fails, 1 to 10; only while nothing of a reply has arrived.</summary>
    [Range(1, 10)]
    public int Attempts { get; set; } = 4;

    /// <summary>Milliseconds of the first back-off, doubled each time, 10 to 60,000.</summary>
    [Range(10, 60_000)]
    public int BackOffMs { get; set; } = 500;

    /// <summary>Longest back-off in milliseconds, 10 to 600,000.</summary>
    [Range(10, 600_000)]
    public int BackOffLimitMs { get; set; } = 20_000;
}
