using System.ComponentModel.DataAnnotations;

namespace Spark.Gateway.Transcription;

/// <summary>
/// How speech is written down in the cloud. The names are those of the configuration section <c>Transcription</c>, which the running
/// gateway does not read yet: so far only who makes a backend gives them. Secrets are given as with <see cref="Chat.SparkOptions"/>.
/// </summary>
public sealed class TranscriptionOptions
{
    /// <summary>Which interface to speak.</summary>
    [EnumDataType(typeof(TranscriptionInterface))]
    public TranscriptionInterface Interface { get; set; } = TranscriptionInterface.RealTime;

    /// <summary>Address of real-time transcription, without a query.</summary>
    [Required]
    public Uri RealTimeAddress { get; set; } = new("wss://rtasr.xfyun.cn/v1/ws");

    /// <summary>Address of dictation, without a query.</summary>
    [Required]
    public Uri DictationAddress { get; set; } = new("wss://iat-api.xfyun.cn/v2/iat");

    /// <summary>The application id; not a secret. Empty: speech is not written down in the cloud.</summary>
    [StringLength(64)]
    public string AppId { get; set; } = "";

    /// <summary>File with the interface's API key, or null.</summary>
    public string? ApiKeyFile { get; set; }

    /// <summary>The API key itself, from the environment; used where no file is named.</summary>
    public string? ApiKey { get; set; }

    /// <summary>File with the API secret (dictation), or null.</summary>
    public string? ApiSecretFile { get; set; }

    /// <summary>The API secret itself, from the environment; used where no file is named.</summary>
    public string? ApiSecret { get; set; }

    /// <summary>Seconds to establish a connection, 1 to 120.</summary>
    [Range(1, 120)]
    public int ConnectSeconds { get; set; } = 15;

    /// <summary>Seconds that the service may take for its last word after the audio has ended, 1 to 600.</summary>
    [Range(1, 600)]
    public int LastWordSeconds { get; set; } = 30;

    /// <summary>Milliseconds between two pieces of 40 ms, 0 to 40. The service asks for 40; less lets a session that was cut off catch up.</summary>
    [Range(0, 40)]
    public int PieceMs { get; set; } = 40;

    /// <summary>Bytes of one message from the service, 1,024 to 1,048,576.</summary>
    [Range(1024, 1024 * 1024)]
    public int MessageBytes { get; set; } = 256 * 1024;

    /// <summary>Milliseconds of silence after which dictation takes a sentence as ended, 500 to 10,000.</summary>
    [Range(500, 10_000)]
    public int SentenceEndMs { get; set; } = 3000;
}
