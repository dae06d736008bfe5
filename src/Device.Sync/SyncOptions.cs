using System.ComponentModel.DataAnnotations;
using Device.Messages;

namespace Device.Sync;

/// <summary>How the machine talks to its broker. Both ends of every range are allowed.</summary>
public sealed class SyncOptions : IValidatableObject
{
    /// <summary>Whether to talk to a broker at all.</summary>
    public bool Enabled { get; set; }

    /// <summary>The broker's name or address.</summary>
    [Required]
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>The broker's port, 1 to 65535. By custom 1883 is plain and 8883 is TLS.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 1883;

    /// <summary>PEM file of the authorities whose brokers are trusted (an old and a new root while one replaces the other). When set, the connection is TLS; when empty, it is plain.</summary>
    public string AuthorityFile { get; set; } = "";

    /// <summary>PEM file of this machine's certificate, followed by the intermediate ones if there are any; empty for none.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>PEM file of the certificate's private key.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>The name that the broker's certificate must carry; empty for <see cref="Host"/>.</summary>
    public string ServerName { get; set; } = "";

    /// <summary>Messages that may wait for the broker's PUBACK at a time, 1 to 1000; the broker may allow fewer.</summary>
    [Range(1, 1_000)]
    public int InflightMessages { get; set; } = 32;

    /// <summary>Messages that the broker may send before we acknowledge one (MQTT 5 Receive Maximum), 1 to 1000. Bounds the memory of reception.</summary>
    [Range(1, 1_000)]
    public int ReceiveMaximum { get; set; } = 64;

    /// <summary>Largest payload to send, 1024 bytes to <see cref="MqttContract.MaxPayloadBytes"/>; the broker may allow less.</summary>
    [Range(1_024, MqttContract.MaxPayloadBytes)]
    public int MaxPayloadBytes { get; set; } = MqttContract.MaxPayloadBytes;

    /// <summary>Facts that are held in memory until the gateway acknowledges them, 1 to 100,000. When it is reached, the journal is read no further.</summary>
    [Range(1, 100_000)]
    public int OutboxFacts { get; set; } = 4_096;

    /// <summary>Bytes of facts that are held in memory until the gateway acknowledges them, 64 KB to 1 GB; one fact is always held.</summary>
    [Range(64 * 1_024, 1_024 * 1_024 * 1_024)]
    public int OutboxBytes { get; set; } = 8 * 1_024 * 1_024;

    /// <summary>What may wait in <see cref="SyncSession.Inputs"/>, 1 to 1000. When it is reached, reception waits.</summary>
    [Range(1, 1_000)]
    public int InputCapacity { get; set; } = 64;

    /// <summary>Questions that are asked at a time, 1 to 4096; more wait in the journal.</summary>
    [Range(1, 4_096)]
    public int OpenQuestions { get; set; } = 256;

    /// <summary>Whether notes that nobody switched are sent. When false, a note leaves the machine only once its switch <c>Sync</c> is on.</summary>
    public bool NotesByDefault { get; set; } = true;

    /// <summary>Most bytes of audio or image in one message, 1 KB to 128 KB; the broker may allow less. On a slow link a fact waits behind <see cref="BlobInflight"/> of them at most.</summary>
    [Range(1_024, MqttContract.MaxPayloadBytes)]
    public int BlobChunkBytes { get; set; } = 32 * 1_024;

    /// <summary>Messages of blobs that may wait for the broker's PUBACK at a time, 1 to 64; facts always have a place of their own.</summary>
    [Range(1, 64)]
    public int BlobInflight { get; set; } = 2;

    /// <summary>Bytes of a blob that may be sent and not committed, or asked for and not here, 4 KB to 2 MB.</summary>
    [Range(4 * 1_024, 2 * 1_024 * 1_024)]
    public int BlobWindowBytes { get; set; } = 256 * 1_024;

    /// <summary>First wait before a blob that failed, or is not at the gateway yet, is tried again, 100 ms to 1 h. Doubles up to sixteenfold.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan BlobRetry { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Largest blob in bytes that goes over a link that costs money, 0 to 1 TB: 0 makes all of them wait. Facts always go. The cloud may set it too.</summary>
    [Range(0L, 1L << 40)]
    public long MeteredBlobBytes { get; set; }

    /// <summary>Longest silence on the connection, 5 s to 1 h. A broker that wants less gets less. Never 0: without it a dead connection is never noticed.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the broker keeps what it has for us while we are away, 1 min to 90 d.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SessionExpiry { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Time for a connection to be made, TLS and subscription included, 100 ms to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Time for the broker's PUBACK, 100 ms to 5 min; after it the connection is given up and made anew.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Time for the gateway's acknowledgement, 100 ms to 1 h; after it the oldest facts are sent again. Doubles up to eightfold while nothing comes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan AckTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long ago a fact must have been sent before a hole that names it counts, 0 to 1 min: workers of a gateway overtake each other.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan HoleDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Silence after which a question is asked again, 1 s to 1 h. Doubles up to eightfold. Harmless while Spark thinks: the same question gets the same answer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan QuestionTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Shortest wait before a new connection, 10 ms to 1 h. It doubles from attempt to attempt, with jitter.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RetryMin { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait before a new connection, <see cref="RetryMin"/> to 1 d.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RetryMax { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often an online machine says again what it has seen, so that a message that the broker lost is made good, 10 s to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SeenInterval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often an online machine says which facts it has on flash, besides at each connection, so that erased ink may be dropped everywhere, 10 s to 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ProgressInterval { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Time to finish what is under way when the service stops, 0 to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Shortest time between two writes of the cursor, 0 to 1 h. A cursor that is behind only sends facts twice.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan CursorInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>BCP 47 tag of the language in which Spark should answer.</summary>
    [Required]
    public string Language { get; set; } = "zh-CN";

    /// <summary>The model to ask; empty for the gateway's default.</summary>
    public string Model { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RetryMax < RetryMin)
        {
            yield return new ValidationResult($"{nameof(RetryMax)} is {RetryMax}, at least {nameof(RetryMin)} ({RetryMin}) expected", [nameof(RetryMax)]);
        }

        if ((CertificateFile.Length > 0) != (KeyFile.Length > 0))
        {
            yield return new ValidationResult($"{nameof(CertificateFile)} and {nameof(KeyFile)} belong together: set both or none", [nameof(CertificateFile), nameof(KeyFile)]);
        }

        if (CertificateFile.Length > 0 && AuthorityFile.Length == 0)
        {
            yield return new ValidationResult($"{nameof(CertificateFile)} needs TLS: set {nameof(AuthorityFile)}", [nameof(AuthorityFile)]);
        }
    }

    /// <summary>Checks every range.</summary>
    /// <exception cref="ValidationException">At least one is broken; the text names all of them.</exception>
    internal void ThrowIfInvalid()
    {
        var errors = new List<ValidationResult>();
        if (!Validator.TryValidateObject(this, new ValidationContext(this), errors, validateAllProperties: true))
        {
            throw new ValidationException("Sync: " + string.Join("; ", errors.Select(e => e.ErrorMessage)));
        }
    }
}
