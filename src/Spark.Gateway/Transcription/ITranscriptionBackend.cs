using Spark.Gateway.Chat;

namespace Spark.Gateway.Transcription;

/// <summary>A service that writes down speech while it is spoken. Safe to use from any thread; one call is one session.</summary>
public interface ITranscriptionBackend
{
    /// <summary>Longest audio of one session; after that the caller begins another.</summary>
    TimeSpan Longest { get; }

    /// <summary>Listens until the audio ends and the service has said its last word on it.</summary>
    /// <param name="speech">Language and translation.</param>
    /// <param name="audio">16-bit little-endian samples, 16 kHz, mono, in pieces of any even length. Read no faster than the service takes them.</param>
    /// <param name="cancellationToken">Ends the session at once.</param>
    /// <returns>Captions as they come; the times in them count from the first sample.</returns>
    /// <exception cref="SparkException">The service refused, broke off, fell silent, or sent something else than its protocol.</exception>
    IAsyncEnumerable<Caption> ListenAsync(LiveSpeech speech, IAsyncEnumerable<ReadOnlyMemory<byte>> audio, CancellationToken cancellationToken);
}
