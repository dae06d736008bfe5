namespace Device.Hardware.Pen;

/// <summary>The life of an input device that may be unplugged, or not be there yet: reads it, and opens it when it has come. One thread.</summary>
/// <param name="reader">Reads.</param>
/// <param name="first">Milliseconds before the first try.</param>
/// <param name="longest">Milliseconds between two tries at most.</param>
internal sealed class EvdevLife(EvdevReader reader, int first, int longest)
{
    private long _departures;
    private volatile string? _trouble;

    /// <summary>How often the device went away.</summary>
    public long Departures => Interlocked.Read(ref _departures);

    /// <summary>The device is not there and waited for.</summary>
    public bool IsAway => _trouble is not null;

    /// <summary>Why the device is away; null when it is there. Set before <see cref="Run"/> where it was not there at the start.</summary>
    public string? Trouble
    {
        get => _trouble;
        set => _trouble = value;
    }

    /// <summary>Reads until stopped, or until the device is gone when it cannot be opened again.</summary>
    /// <param name="device">The open device, whose state the reader has begun with; closed here. Null when it has yet to come.</param>
    /// <param name="reopen">Opens it again; null when it is gone for good.</param>
    public void Run(OpenEvdev? device, Func<OpenEvdev>? reopen)
    {
        while ((device ?? Await(reopen)) is { } open)
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
            _trouble = "the device was unplugged";
            device = null;
        }
    }

    private OpenEvdev? Await(Func<OpenEvdev>? reopen)
    {
        for (var delay = first; reopen is not null && reader.Pause(delay); delay = Math.Min(delay * 2, longest))
        {
            try
            {
                var device = reopen();
                reader.Begin(device.Consumer);
                _trouble = null;
                return device;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Not there yet, or udev has not yet given this user the right to open it.
                _trouble = e.Message;
            }
        }

        return null;
    }
}
