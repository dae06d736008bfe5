using Device.Core.Screen;

namespace Device.Hardware.Panels;

/// <summary>
/// Counts the resets of a controller that fails: how many in a row, when to leave it alone for a while, and what is wrong
/// meanwhile. One caller at a time; the condition from any thread.
/// </summary>
/// <param name="part">The controller's name, for messages.</param>
/// <param name="most">Resets in a row before a command fails.</param>
/// <param name="pause">Milliseconds after that in which nothing is tried.</param>
/// <param name="time">The clock.</param>
internal sealed class PanelRecovery(string part, int most, int pause, TimeProvider time)
{
    private volatile PanelCondition _condition = PanelCondition.Good;
    private long _pausedUntil = long.MinValue;

    internal PanelCondition Condition => _condition;

    /// <summary>Whether something is wrong and the picture has to be shown anew when it is mended.</summary>
    internal bool IsInTrouble => _condition.Trouble is not null;

    /// <summary>Refuses while the controller is left alone.</summary>
    /// <exception cref="IOException">It is.</exception>
    internal void ThrowIfPaused()
    {
        var now = time.GetTimestamp();
        if (now < _pausedUntil)
        {
            throw new IOException(
                $"{part}: not tried again for another {time.GetElapsedTime(now, _pausedUntil).TotalSeconds:F0} s, since {most} resets did not help: {_condition.Trouble}");
        }
    }

    /// <summary>Notes that the controller failed.</summary>
    /// <param name="reason">How.</param>
    /// <param name="resets">Resets in a row so far.</param>
    /// <returns>Whether it is to be reset once more; false when that was tried often enough.</returns>
    internal bool TryAgain(IOException reason, int resets)
    {
        var again = resets < most;
        _condition = new PanelCondition(_condition.Recoveries + (again ? 1 : 0), reason.Message);
        if (!again)
        {
            _pausedUntil = time.GetTimestamp() + (pause * time.TimestampFrequency / 1000);
        }

        return again;
    }

    /// <summary>Notes that the controller does what it is told.</summary>
    internal void Succeed()
    {
        if (_condition.Trouble is not null)
        {
            _condition = _condition with { Trouble = null };
        }
    }
}
