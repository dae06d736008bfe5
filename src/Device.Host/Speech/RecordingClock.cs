using Device.Core.Notebook;
using Device.Core.Speech;

namespace Device.Host.Speech;

/// <summary>
/// Says where a moment of the pen's clock lies on the running recording's time line: frames and pen samples are stamped by the same
/// clock. Thread-safe; allocates nothing.
/// </summary>
internal sealed class RecordingClock
{
    private const double SamplesPerMicrosecond = AudioFrame.SampleRate / 1_000_000.0;

    private readonly Lock _gate = new();
    private FactId? _recording;
    private long _position;
    private long _microseconds;

    /// <summary>A frame begins here.</summary>
    public void Set(FactId recording, long position, long microseconds)
    {
        lock (_gate)
        {
            (_recording, _position, _microseconds) = (recording, position, microseconds);
        }
    }

    /// <summary>Nothing is recorded any more, or it pauses.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _recording = null;
        }
    }

    /// <summary>Where a moment lies.</summary>
    /// <param name="microseconds">Monotonic time.</param>
    /// <returns>Null when nothing is recorded.</returns>
    public StrokeMoment? At(long microseconds)
    {
        lock (_gate)
        {
            if (_recording is not { } recording)
            {
                return null;
            }

            var milliseconds = (_position + ((microseconds - _microseconds) * SamplesPerMicrosecond)) * 1_000 / AudioFrame.SampleRate;
            return new StrokeMoment(recording, (int)Math.Clamp(milliseconds, 0, FactLimits.RecordingMilliseconds));
        }
    }
}
