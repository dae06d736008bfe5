using System.Runtime.CompilerServices;
using Device.Core.Notebook;
using Device.Storage;
using Device.Sync.Sending;

namespace Device.Sync.Tests.World;

/// <summary>A journal without a disk: positions from 1, own and other machines' facts, followers that are woken.</summary>
internal sealed class MemoryJournal(DeviceId device, ulong epoch)
{
    private readonly List<Fact> _facts = [];
    private readonly List<Signal> _followers = [];
    private ulong _epoch = epoch;
    private ulong _sequence;
    private Hlc _time;

    public FactSource Source => new(device, () => _epoch, () => _facts.Count, Holes, ReadAsync);

    /// <summary>What the medium has lost.</summary>
    public string Holes { get; set; } = "";

    public Exception? Failure { get; set; }

    public bool IsClosed { get; private set; }

    public IReadOnlyList<Fact> Facts => _facts;

    /// <summary>How far beyond what it was asked for the journal was read.</summary>
    public long HighestRead { get; private set; }

    public Fact Append(FactBody body)
    {
        _time = _time.Next(0);
        return Put(new Fact(new FactId(device, _epoch, ++_sequence), _time, body));
    }

    public Fact Import(Fact fact) => Put(fact);

    /// <summary>Own facts that the disk lost: their sequences are used and never come.</summary>
    public void LoseNext(uint count) => _sequence += count;

    public void Close()
    {
        IsClosed = true;
        _followers.ForEach(f => f.Set());
    }

    /// <summary>The journal doubts its end, or learns that it was cloned.</summary>
    public void BeginEpoch(ulong epoch) => (_epoch, _sequence) = (epoch, 0);

    /// <summary>The journal is replaced by an older copy of itself, of own facts only.</summary>
    public void Restore(int facts)
    {
        _facts.RemoveRange(facts, _facts.Count - facts);
        _sequence = (ulong)facts;
    }

    private Fact Put(Fact fact)
    {
        _facts.Add(fact);
        _followers.ForEach(f => f.Set());
        return fact;
    }

    private async IAsyncEnumerable<JournalEntry> ReadAsync(long from, bool follow, [EnumeratorCancellation] CancellationToken ct)
    {
        var signal = new Signal();
        _followers.Add(signal);
        try
        {
            for (var position = Math.Max(from, 1); ; position++)
            {
                while (position > _facts.Count)
                {
                    if (!follow || IsClosed)
                    {
                        yield break;
                    }

                    await signal.WaitAsync(ct);
                }

                if (Failure is not null)
                {
                    throw Failure;
                }

                HighestRead = Math.Max(HighestRead, position);
                yield return new JournalEntry(position, _facts[(int)position - 1]);
            }
        }
        finally
        {
            _followers.Remove(signal);
        }
    }
}
