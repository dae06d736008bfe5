using System.ComponentModel.DataAnnotations;

namespace Spark.StandIn;

/// <summary>What a stand-in listens on, which keys it accepts and how fast it answers. Read once, at start.</summary>
public sealed class StandInOptions
{
    /// <summary>Loopback TCP port, 0 to 65535; 0 takes a free one.</summary>
    [Range(0, 65535)]
    public int Port { get; set; }

    /// <summary>The APIPassword that the HTTP addresses ask for as a bearer token; 1 to 256 characters.</summary>
    [Required, StringLength(256, MinimumLength = 1)]
    public string ApiPassword { get; set; } = "standin-password";

    /// <summary>The application id that WebSocket requests must name; 1 to 64 characters.</summary>
    [Required, StringLength(64, MinimumLength = 1)]
    public string AppId { get; set; } = "standin";

    /// <summary>The APIKey named in a signed WebSocket address; 1 to 256 characters.</summary>
    [Required, StringLength(256, MinimumLength = 1)]
    public string ApiKey { get; set; } = "standin-key";

    /// <summary>The APISecret that signs WebSocket addresses; 1 to 256 characters.</summary>
    [Required, StringLength(256, MinimumLength = 1)]
    public string ApiSecret { get; set; } = "standin-secret";

    /// <summary>Milliseconds between two parts of a stream, 0 to 60,000.</summary>
    [Range(0, 60_000)]
    public int PartDelayMs { get; set; } = 30;

    /// <summary>Characters (Unicode scalars) in one part of a stream, 1 to 1,000.</summary>
    [Range(1, 1000)]
    public int PartLength { get; set; } = 8;

    /// <summary>Bytes that a request may have, 1,024 to 16,777,216.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int RequestBytes { get; set; } = 1024 * 1024;

    /// <summary>Characters that all messages of a request may have together before code 10907 answers, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int QuestionCharacters { get; set; } = 32_000;
}
