using Device.Core.Notebook;

namespace Device.Sync.Sending;

/// <summary>An own fact that is not settled: neither stored nor refused by the gateway.</summary>
internal sealed class OutboxFact(Fact fact, int bytes, long positionBefore, long position)
{
    public Fact Fact { get; } = fact;

    public ulong Epoch => Fact.Id.Epoch;

    public ulong Sequence => Fact.Id.Sequence;

    /// <summary>Its length on the wire.</summary>
    public int Bytes { get; } = bytes;

    /// <summary>Its position in the journal.</summary>
    public long Position { get; } = position;

    /// <summary>The position of the journal's entry before it: reading from there meets it again.</summary>
    public long PositionBefore { get; } = positionBefore;

    /// <summary>Whether it is to be sent as soon as there is room.</summary>
    public bool Ready { get; set; } = true;

    /// <summary>How often it was sent in this run. An acknowledgement of a fact that was never sent is not believed.</summary>
    public int Sends { get; private set; }

    /// <summary>When it was sent last.</summary>
    public TimeSpan SentAt { get; private set; }

    /// <summary>How often it was sent again because the gateway was silent about it or did not have it.</summary>
    public int Repetitions { get; private set; }

    /// <summary>Whether it goes alone: the gateway may choke on the message that holds it.</summary>
    public bool Lonely => Repetitions >= 2;

    /// <summary>Whether it was sent and is not to be sent again yet.</summary>
    public bool UnderWay => Sends > 0 && !Ready;

    /// <summary>Whether an acknowledgement named it as missing since.</summary>
    public bool Missing { get; set; }

    /// <summary>It is being sent.</summary>
    /// <param name="now">The time.</param>
    public void Sent(TimeSpan now)
    {
        Repetitions += UnderWay || Missing ? 1 : 0;
        Sends++;
        SentAt = now;
        Ready = false;
        Missing = false;
    }
}
