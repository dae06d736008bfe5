using Microsoft.Extensions.Options;
using Spark.Gateway.Chat;
using Spark.Gateway.Transcription;
using Spark.StandIn;

namespace Spark.Gateway.Tests.Support;

/// <summary>Audio for the listening interfaces, and backends that talk to a stand-in.</summary>
internal static class Spoken
{
    public const string Key = "a-key-that-must-not-be-logged";

    public static Task<StandInApp> StandInAsync() => StandInApp.StartAsync(
        new StandInOptions { ApiKey = Key, ApiSecret = "a-secret" }, TimeProvider.System, TestContext.Current.CancellationToken);

    public static TranscriptionOptions Options(TranscriptionInterface which, StandInApp standIn) => new()
    {
        Interface = which,
        RealTimeAddress = new Uri(standIn.WebSocketAddress, "/v1/ws"),
        DictationAddress = new Uri(standIn.WebSocketAddress, "/v2/iat"),
        AppId = "standin",
        ApiKey = Key,
        ApiSecret = "a-secret",
        PieceMs = 0,
    };

    public static ITranscriptionBackend Backend(TranscriptionOptions options, TimeProvider? time = null) =>
        options.Interface == TranscriptionInterface.RealTime
            ? new RealTimeTranscription(new OptionsWrapper<TranscriptionOptions>(options), time ?? TimeProvider.System)
            : new Dictation(new OptionsWrapper<TranscriptionOptions>(options), time ?? TimeProvider.System);

    /// <summary>A tone where somebody speaks.</summary>
    /// <param name="parts">Milliseconds of silence and of speech, in turn, silence first.</param>
    public static byte[] Audio(params int[] parts)
    {
        List<byte> bytes = [];
        var at = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            for (var n = 0; n < parts[i] * 16; n++, at++)
            {
                var sample = i % 2 == 1 ? (short)(8000 * Math.Sin(at * 0.2)) : (short)0;
                bytes.Add((byte)sample);
                bytes.Add((byte)(sample >> 8));
            }
        }

        return [.. bytes];
    }

    /// <summary>The audio in pieces of odd sizes.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> PiecesAsync(byte[] audio)
    {
        var random = new Random(5);
        for (var at = 0; at < audio.Length;)
        {
            var length = Math.Min(audio.Length - at, 2 * random.Next(1, 4000));
            yield return audio.AsMemory(at, length);
            at += length;
            await Task.Yield();
        }
    }

    public static async Task<List<Caption>> AllAsync(this ITranscriptionBackend backend, LiveSpeech speech, byte[] audio)
    {
        List<Caption> captions = [];
        await foreach (var caption in backend.ListenAsync(speech, PiecesAsync(audio), TestContext.Current.CancellationToken))
        {
            captions.Add(caption);
        }

        return captions;
    }

    public static async Task<SparkError> ErrorAsync(this ITranscriptionBackend backend, byte[] audio) =>
        (await Assert.ThrowsAsync<SparkException>(() => backend.AllAsync(new LiveSpeech("zh"), audio))).Error;
}
