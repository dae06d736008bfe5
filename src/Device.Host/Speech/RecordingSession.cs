using Device.Core.Notebook;
using Device.Core.Speech;
using Device.Storage;

namespace Device.Host.Speech;

/// <summary>
/// One recording: frames to the capture, their places on its time line kept through losses and pauses. Allocates nothing per frame.
/// Used by one task at a time; <see cref="Status"/> from any.
/// </summary>
internal sealed class RecordingSession(FactId recording, CaptureWriter capture, IVoiceActivityDetector detector, RecordingClock clock) : IAsyncDisposable
{
    private readonly LevelMeter _meter = new();
    private readonly SpeechFrontEnd _frontEnd = new();
    private readonly SpeechSegmenter _segmenter = new(detector);
    private readonly List<SpeechSegment> _segments = [];
    private readonly Lock _gate = new();
    private long _base;
    private long _end;
    private long _lost;
    private bool _isSpeech;

    public FactId Recording => recording;

    /// <summary>Whole minutes recorded, for the panel.</summary>
    public int Minutes => (int)(Volatile.Read(ref _end) / AudioFrame.SampleRate / 60);

    public RecorderStatus Status(RecorderState state, string problem)
    {
        lock (_gate)
        {
            return new RecorderStatus(
                state, recording, Of(_end), Of(_lost), state == RecorderState.Recording ? _meter.Level : AudioLevel.Silence, _meter.Peak, _meter.Clipped, _isSpeech, problem);
        }
    }

    /// <summary>A microphone was opened: its first frame follows what was recorded before.</summary>
    public void Continue() => _base = _end;

    /// <summary>Takes a frame.</summary>
    /// <exception cref="IOException">It could not be kept, nor will anything more be.</exception>
    public async ValueTask TakeAsync(AudioFrame frame, CancellationToken cancellationToken)
    {
        var place = _base + frame.Position;
        clock.Set(recording, place, frame.TimestampMicroseconds);
        await capture.WriteAsync(place, frame.Samples, cancellationToken);
        _segmenter.Add(frame with { Position = place }, _frontEnd.Process(frame), _segments);
        _segments.Clear();
        lock (_gate)
        {
            _meter.Add(frame.Level);
            _lost += frame.LostBefore;
            _end = place + frame.Samples.Length;
            _isSpeech = _segmenter.IsSpeech;
        }
    }

    /// <summary>What was recorded is on the medium on return.</summary>
    /// <exception cref="IOException">It could not be synced.</exception>
    public void Pause()
    {
        clock.Stop();
        capture.Sync();
    }

    /// <summary>Finishes the capture.</summary>
    /// <returns>What to write down of it.</returns>
    /// <exception cref="IOException">It could not be finished; it is at the next start.</exception>
    public async Task<RecordingStored> FinishAsync()
    {
        clock.Stop();
        var blob = await capture.FinishAsync(CancellationToken.None);
        var (length, lost) = (Milliseconds(_end), Milliseconds(_lost));
        return new RecordingStored(recording, blob.ToString(), RecordingFormat.Capture, length, Math.Min(lost, length));
    }

    public async ValueTask DisposeAsync()
    {
        clock.Stop();
        await capture.DisposeAsync();
        (detector as IDisposable)?.Dispose();
    }

    internal static int Milliseconds(long samples) => (int)Math.Min(FactLimits.RecordingMilliseconds, samples * 1_000 / AudioFrame.SampleRate);

    private static TimeSpan Of(long samples) => TimeSpan.FromSeconds(samples / (double)AudioFrame.SampleRate);
}
