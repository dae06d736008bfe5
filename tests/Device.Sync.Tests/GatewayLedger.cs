using System.Globalization;
using Device.Core.Notebook;
using Device.Messages;

namespace Device.Sync.Tests;

/// <summary>What a gateway knows of one machine: which facts it has stored, once each, by epoch. Thread-safe.</summary>
internal sealed class GatewayLedger
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<FactId, Fact> _stored = [];
    private readonly Dictionary<ulong, string> _rejected = [];
    private readonly HashSet<ulong> _withheld = [];
    private readonly Dictionary<FactId, int> _deliveries = [];

    /// <summary>Facts to refuse, by sequence, and why.</summary>
    public Dictionary<ulong, string> Refuse { get; } = [];

    public IReadOnlyList<Fact> Stored
    {
        get
        {
            lock (_gate)
            {
                return [.. _stored.Values];
            }
        }
    }

    /// <summary>Facts that came, repetitions included.</summary>
    public int Deliveries
    {
        get
        {
            lock (_gate)
            {
                return _deliveries.Values.Sum();
            }
        }
    }

    /// <summary>Stores a batch.</summary>
    /// <returns>The acknowledgement of its epoch.</returns>
    public AckMessage Store(IReadOnlyList<Fact> facts)
    {
        lock (_gate)
        {
            var epoch = Assert.Single(facts.Select(f => f.Id.Epoch).Distinct());
            foreach (var fact in facts)
            {
                _deliveries[fact.Id] = _deliveries.GetValueOrDefault(fact.Id) + 1;
                if (Refuse.TryGetValue(fact.Id.Sequence, out var reason))
                {
                    _rejected[fact.Id.Sequence] = reason;
                }
                else if (!_stored.TryAdd(fact.Id, fact))
                {
                    Assert.Equal(_stored[fact.Id], fact);
                }
            }

            return Ack(epoch) with { Stored = [.. facts.Where(f => _stored.ContainsKey(f.Id)).Select(f => f.Id.Sequence).Distinct().Order().Select(s => new SequenceRange(s, s))] };
        }
    }

    /// <summary>The machine keeps facts to itself: they are holes no more.</summary>
    public void Withhold(WithheldMessage message)
    {
        lock (_gate)
        {
            _withheld.UnionWith(message.Ranges.SelectMany(r => Enumerable.Range((int)r.First, (int)(r.Last - r.First) + 1)).Select(s => (ulong)s));
        }
    }

    /// <summary>Sequences that the gateway was told to miss no more.</summary>
    public IReadOnlySet<ulong> Withheld => _withheld;

    public AckMessage Ack(ulong epoch)
    {
        lock (_gate)
        {
            ulong contiguous = 0;
            var holes = new List<SequenceRange>();
            var last = 0UL;
            var withholds = false;
            foreach (var sequence in _stored.Keys.Where(k => k.Epoch == epoch).Select(k => k.Sequence))
            {
                if (sequence == contiguous + 1 && holes.Count == 0)
                {
                    contiguous = sequence;
                }
                else
                {
                    for (var missing = last + 1; missing < sequence; missing++)
                    {
                        if (_withheld.Contains(missing))
                        {
                            withholds = true;
                        }
                        else if (holes.Count > 0 && holes[^1].Last == missing - 1)
                        {
                            holes[^1] = holes[^1] with { Last = missing };
                        }
                        else if (holes.Count < AckMessage.MaxHoles)
                        {
                            holes.Add(new SequenceRange(missing, missing));
                        }
                    }
                }

                last = sequence;
            }

            var rejected = _rejected.Select(r => new RejectedFact(r.Key, r.Value)).Take(AckMessage.MaxHoles);
            return new AckMessage(epoch.ToString("x16", CultureInfo.InvariantCulture), contiguous, last, holes, [.. rejected]) { Withheld = withholds };
        }
    }
}
