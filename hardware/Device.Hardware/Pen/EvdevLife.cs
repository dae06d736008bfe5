using System.Runtime.InteropServices;

namespace Device.Hardware.Pen;

/// <summary>The life of an input device that may be unplugged: reads it, and opens it again when it has come back. One thread.</summary>
/// <param name="reader">Reads.</param>
/// <param name="first">Milliseconds before the first try.</param>
/// <param name="longest">Milliseconds between two tries at most.</param>
internal sealed class EvdevLife(EvdevReader reader, int first, int longest)
{
    private long _departures;
    private volatile bool _isAway;

    /// <summary>How often the device went away.</summary>
    public long Departures => Interlocked.Read(ref _departures);

    /// <summary>The device is gone and waited for.</summary>
    public bool IsAway => _isAway;

    /// <summary>Reads until stopped, or until the device is gone when it cannot be opened again.</summary>
    /// <param name="file">The open device, whose state the reader has begun with; closed here.</param>
    /// <param name="consumer">Takes its events.</param>
    /// <param name="reopen">Opens it again; null when it is gone for good.</param>
    public void Run(SafeHandle file, IEvdevConsumer consumer, Func<(SafeHandle File, IEvdevConsumer Consumer)>? reopen)
    {
        (SafeHandle File, IEvdevConsumer Consumer)? device = (file, consumer);
        while (device is { } open)
        {
            using (open.File)
            {
                reader.Read(open.File, open.Consumer);
            }

            if (reader.IsStopped || reopen is null)
            {
                return;
            }

            Interlocked.Increment(ref _departures);
            _isAway = true;
            device = Reopen(reopen);
            _isAway = device is null;
        }
    }

    private (SafeHandle File, IEvdevConsumer Consumer)? Reopen(Func<(SafeHandle File, IEvdevConsumer Consumer)> reopen)
    {
        for (var delay = first; reader.Pause(delay); delay = Math.Min(delay * 2, longest))
        {
            try
            {
                var device = reopen();
                reader.Begin(device.Consumer);
                return device;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Not back yet, or udev has not yet given this user the right to open it.
            }
        }

        return null;
    }
}
