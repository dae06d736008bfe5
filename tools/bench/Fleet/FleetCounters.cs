namespace Device.Bench.Fleet;

/// <summary>What all machines of a fleet count together. Thread-safe.</summary>
internal sealed class FleetCounters
{
    private long _messages;
    private long _bytes;
    private long _resent;
    private long _received;
    private long _rejected;

    /// <summary>Messages sent for the first time.</summary>
    public long Messages => Volatile.Read(ref _messages);

    /// <summary>Bytes of their payloads.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Messages sent again for want of an acknowledgement.</summary>
    public long ResentMessages => Volatile.Read(ref _resent);

    /// <summary>Facts that came from other machines of the account.</summary>
    public long ReceivedFacts => Volatile.Read(ref _received);

    /// <summary>Facts that the gateway refused.</summary>
    public long RejectedFacts => Volatile.Read(ref _rejected);

    public void Sent(int bytes)
    {
        Interlocked.Increment(ref _messages);
        Interlocked.Add(ref _bytes, bytes);
    }

    public void Resent() => Interlocked.Increment(ref _resent);

    public void Received(int facts) => Interlocked.Add(ref _received, facts);

    public void Rejected(int facts) => Interlocked.Add(ref _rejected, facts);
}
