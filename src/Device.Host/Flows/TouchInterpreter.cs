using Device.Core.Ink;
using Device.Core.Touch;
using Device.Host.Options;

namespace Device.Host.Flows;

/// <summary>
/// From fingers beside a pen to what they mean. The pen's thread and the touch flow meet here, each for no longer than it takes to go
/// through what it has just read. Thread-safe; allocates nothing.
/// </summary>
internal sealed class TouchInterpreter
{
    private readonly Lock _gate = new();
    private readonly PalmRejection _palm;
    private readonly TouchGestures _gestures;
    private readonly TouchContact[] _passed = new TouchContact[PalmRejection.MostReports];

    public TouchInterpreter(TouchOptions options) => (_palm, _gestures) = (new PalmRejection(options.Palm), new TouchGestures(options.Gestures));

    /// <summary>Touches that were not let through or were taken back.</summary>
    public long Rejected
    {
        get
        {
            lock (_gate)
            {
                return _palm.Rejected;
            }
        }
    }

    /// <summary>Takes what the pen did, in millimetres of the panel: a pen that is near ends all touches without a meaning.</summary>
    public void See(ReadOnlySpan<PenSample> samples)
    {
        lock (_gate)
        {
            foreach (ref readonly var sample in samples)
            {
                _ = Understand(_palm.Push(sample, _passed));
            }
        }
    }

    /// <summary>Takes a report of the glass.</summary>
    /// <returns>The gesture that it completes, or null.</returns>
    public TouchGesture? Take(in TouchContact contact)
    {
        lock (_gate)
        {
            return Understand(_palm.Push(contact, _passed));
        }
    }

    private TouchGesture? Understand(int count)
    {
        TouchGesture? gesture = null;
        for (var i = 0; i < count; i++)
        {
            gesture = _gestures.Add(_passed[i]) ?? gesture;
        }

        return gesture;
    }
}
