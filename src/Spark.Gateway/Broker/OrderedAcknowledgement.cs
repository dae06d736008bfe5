namespace Spark.Gateway.Broker;

/// <summary>
/// Acknowledges messages of one connection in the order in which they came, whatever the order in which they are dealt with,
/// as MQTT asks (MQTT 5.0, 4.6). Safe to use from any thread.
/// </summary>
internal sealed class OrderedAcknowledgement
{
    private readonly Lock _gate = new();
    private readonly Queue<Entry> _entries = new();
    private bool _isSending;
    private bool _isClosed;

    /// <summary>Takes a message in.</summary>
    /// <param name="acknowledge">Sends its acknowledgement.</param>
    /// <returns>To be called once, when the message has been dealt with.</returns>
    public Func<CancellationToken, Task> Add(Func<CancellationToken, Task> acknowledge)
    {
        Entry entry = new(acknowledge);
        lock (_gate)
        {
            _entries.Enqueue(entry);
        }

        return token => DoneAsync(entry, token);
    }

    /// <summary>Acknowledges nothing more: the connection is gone, and its numbers mean other messages on the next.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _entries.Clear();
        }
    }

    private async Task DoneAsync(Entry entry, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            entry.IsDone = true;
            if (_isSending)
            {
                return;
            }

            _isSending = true;
        }

        try
        {
            while (TryTake(out var next))
            {
                await next.Acknowledge(cancellationToken);
            }
        }
        catch
        {
            lock (_gate)
            {
                _isSending = false;
            }

            throw;
        }
    }

    private bool TryTake(out Entry next)
    {
        lock (_gate)
        {
            if (!_isClosed && _entries.TryPeek(out next!) && next.IsDone)
            {
                _entries.Dequeue();
                return true;
            }

            _isSending = false;
            next = null!;
            return false;
        }
    }

    private sealed class Entry(Func<CancellationToken, Task> acknowledge)
    {
        public Func<CancellationToken, Task> Acknowledge => acknowledge;

        public bool IsDone { get; set; }
    }
}
