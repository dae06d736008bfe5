namespace Device.Hardware.Pen;

/// <summary>
/// What a pen and a touch glass have in common: a thread that sleeps in the kernel until the device reports, for as long as the source
/// lives, and a queue to the source's reader.
/// </summary>
/// <typeparam name="T">A sample.</typeparam>
internal sealed class EvdevSource<T> : IDisposable
    where T : struct
{
    private readonly EvdevReader _reader = new();
    private readonly string _name;
    private Thread? _thread;
    private bool _isDisposed;

    /// <param name="name">The thread's name.</param>
    /// <param name="queue">Takes what the device's consumer decodes.</param>
    /// <param name="first">Milliseconds before the first try to open a device that is away.</param>
    /// <param name="longest">Milliseconds between two tries at most.</param>
    public EvdevSource(string name, SampleQueue<T> queue, int first, int longest) =>
        (_name, Queue, Life) = (name, queue, new EvdevLife(_reader, first, longest));

    /// <summary>What waits for the source's reader.</summary>
    public SampleQueue<T> Queue { get; }

    /// <summary>The life of the device.</summary>
    public EvdevLife Life { get; }

    /// <summary>Bytes of whole events that were taken, or discarded after a loss.</summary>
    public long BytesDecoded => _reader.BytesDecoded;

    /// <summary>Opens a device, or finds out why it has to be waited for.</summary>
    /// <returns>The device; null when it is not there, which <see cref="EvdevLife.Trouble"/> then explains.</returns>
    public OpenEvdev? TryOpen(Func<OpenEvdev> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Life.Trouble = e.Message;
            return null;
        }
    }

    /// <summary>Begins to read. Called once.</summary>
    /// <param name="device">The open device; null when it has yet to come.</param>
    /// <param name="reopen">Opens it again; null when it is gone for good once it goes.</param>
    /// <param name="isUrgent">Whether the thread goes before others.</param>
    public void Start(OpenEvdev? device, Func<OpenEvdev>? reopen, bool isUrgent = false)
    {
        if (device is { } open)
        {
            _reader.Begin(open.Consumer);
        }

        _thread = new Thread(() => Run(device, reopen, isUrgent)) { IsBackground = true, Name = _name };
        _thread.Start();
    }

    /// <summary>Ends the thread, which closes the device. May be called more than once.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        Queue.Close();
        _reader.Stop();
        _thread?.Join();
        _reader.Dispose();
    }

    private void Run(OpenEvdev? device, Func<OpenEvdev>? reopen, bool isUrgent)
    {
        try
        {
            if (isUrgent)
            {
                UrgentThread.TryRaise();
            }

            Life.Run(device, reopen);
        }
        finally
        {
            Queue.Close();
        }
    }
}
