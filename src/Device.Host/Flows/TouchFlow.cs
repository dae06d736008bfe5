using Device.Core.Power;
using Device.Core.Touch;
using Device.Host.Notes;

namespace Device.Host.Flows;

/// <summary>
/// Fingers to page turns: what palm rejection lets through becomes gestures, and a wipe turns the page as the page keys do. Nothing
/// that fingers do touches ink: two fingers that tap mean "take back", which the notebook cannot do yet, so that they are only counted.
/// </summary>
internal sealed class TouchFlow(ITouchSource? glass, TouchInterpreter fingers, PowerFlow power, Desk desk)
{
    private const int ReportsPerWakeUp = 64;

    private readonly TouchContact[] _contacts = new TouchContact[ReportsPerWakeUp];
    private readonly long[] _gestures = new long[Enum.GetValues<TouchGestureKind>().Length];
    private long _reports;
    private long _turns;

    /// <summary>Reports of the glass that were dealt with.</summary>
    public long Reports => Interlocked.Read(ref _reports);

    /// <summary>Pages that were turned.</summary>
    public long Turns => Interlocked.Read(ref _turns);

    /// <summary>Touches that were taken for the writing hand.</summary>
    public long Rejected => fingers.Rejected;

    /// <summary>Gestures of a kind that were understood.</summary>
    public long Gestures(TouchGestureKind kind) => Interlocked.Read(ref _gestures[(int)kind]);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        int count;
        while (glass is not null && (count = await glass.ReadAsync(_contacts, cancellationToken)) > 0)
        {
            for (var i = 0; i < count; i++)
            {
                if (fingers.Take(_contacts[i]) is { } gesture)
                {
                    Mean(gesture.Kind);
                }

                Interlocked.Increment(ref _reports);
            }
        }
    }

    private void Mean(TouchGestureKind gesture)
    {
        Interlocked.Increment(ref _gestures[(int)gesture]);

        // In a bag a glass feels whatever lies against it: fingers turn pages of a machine that is awake, and wake none.
        if (!power.IsAwake || !desk.IsOpen)
        {
            return;
        }

        var pages = gesture switch
        {
            TouchGestureKind.SwipeLeft => 1,
            TouchGestureKind.SwipeRight => -1,
            _ => 0,
        };
        if (pages != 0 && desk.Turn(pages))
        {
            Interlocked.Increment(ref _turns);
        }

        // Too many inputs that wait are a policy that is busy; one more touch tells it nothing.
        _ = power.Post(PowerInput.Activity);
    }
}
