using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>What a journal's files hold, found by reading all of them; changes nothing.</summary>
internal sealed class JournalScan
{
    private const int MostTries = 16;

    private readonly List<JournalHole> _holes = [];
    private readonly List<JournalHole> _damage = [];
    private long _expected = 1;
    private long _lastOwn;
    private long _before;

    private JournalScan(SegmentOrder order)
    {
        Order = order;
        Newest = order.Counting.Concat(order.Replaced).Where(s => s.CoversThrough == 0).MaxBy(s => s.Id)?.Header;
        DurableThrough = order.Counting.Select(s => s.Header?.DurableThrough ?? 0).DefaultIfEmpty().Max();
        Clock = order.Counting.Select(s => s.Header?.Clock ?? default).DefaultIfEmpty().Max();
    }

    public SegmentOrder Order { get; }

    /// <summary>The header of the segment begun last, compaction's aside; null in an empty journal and when it is damaged.</summary>
    public SegmentHeader? Newest { get; }

    /// <summary>Facts that count.</summary>
    public long Records { get; private set; }

    /// <summary>The last position given, lost ones included.</summary>
    public long LastPosition { get; private set; }

    /// <summary>The highest position known synced.</summary>
    public long DurableThrough { get; set; }

    /// <summary>The highest clock reading.</summary>
    public Hlc Clock { get; private set; }

    /// <summary>Whether the last segment ends with a seal.</summary>
    public bool Sealed { get; private set; }

    /// <summary>The torn tail of the last segment.</summary>
    public JournalTear? Tear { get; private set; }

    /// <summary>Lost facts.</summary>
    public IReadOnlyList<JournalHole> Holes => _holes;

    /// <summary>Bad places where no fact is missing, such as a rotted seal or header; From and To are 0.</summary>
    public IReadOnlyList<JournalHole> HarmlessDamage => _damage;

    /// <summary>Bodies that this version cannot read.</summary>
    public long UnknownBodies { get; private set; }

    public KnownFacts Known { get; } = new();

    /// <summary>The last own sequence given in the newest epoch.</summary>
    public ulong OwnSequence => Newest is null
        ? 0
        : Math.Max(
            Known.Highest(Newest.Device, Newest.Epoch),
            Order.Counting.Max(s => s.Header is { } h && h.Device == Newest.Device && h.Epoch == Newest.Epoch ? h.OwnSequence : 0));

    /// <summary>Whether a sequence of the newest epoch may have been given that nothing shows any more.</summary>
    public bool LastSequenceDoubtful =>
        Newest is null || Tear is { Doubtful: true } || Order.Unreadable.Count > 0
        || _holes.Any(h => h.To >= Newest.FirstPosition && h.To > _lastOwn);

    /// <summary>What a reader of the files may see.</summary>
    public JournalTail ToTail()
    {
        if (Tear is not null)
        {
            Order.Counting[^1].Length = Tear.Offset;
        }

        return new JournalTail(Order.Counting, LastPosition, ended: true);
    }

    /// <summary>Reads a journal.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="keys">Decrypt it; every key that a segment names must be there.</param>
    /// <param name="decode">Whether bodies are read too.</param>
    /// <param name="ct">Stops between records.</param>
    /// <exception cref="JournalFormatException">It is of a newer version.</exception>
    /// <exception cref="StorageKeyException">A key is missing.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static JournalScan Run(IStorageFolder folder, KeyRing keys, bool decode, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return RunOnce(folder, keys, decode, ct);
            }
            catch (IOException e) when (Libc.IsMissing(e) && tries < MostTries)
            {
                // The service compacts meanwhile: look again.
                ct.ThrowIfCancellationRequested();
            }
        }
    }

    private static JournalScan RunOnce(IStorageFolder folder, KeyRing keys, bool decode, CancellationToken ct)
    {
        var scan = new JournalScan(SegmentOrder.Read(folder, keys));
        var segments = scan.Order.Counting;
        for (var i = 0; i < segments.Length; i++)
        {
            ct.ThrowIfCancellationRequested();
            using var file = folder.Open(segments[i].Name, writable: false);
            var limit = segments[i].Length;
            if (i == segments.Length - 1)
            {
                var durable = scan.DurableThrough;
                scan.Tear = TearFinder.Find(file, segments[i], $"{folder.Path}/{segments[i].Name}", ref durable, ct);
                scan.DurableThrough = durable;
                limit = scan.Tear?.Offset ?? limit;
            }

            // Without the salt of its header an encrypted record cannot be read, so it does not count.
            var where = $"{folder.Path}/{segments[i].Name}";
            using var scanner = new RecordScanner(
                file, segments[i].Id, where, segments[i].Start, limit, decode || segments[i].Header is null, decode ? SegmentCipher.Of(segments[i].Header, keys, where) : null);
            scan.Take(segments[i], SegmentOrder.EndOf(segments, i), scanner, decode, ct);
        }

        scan.Finish();
        return scan;
    }

    private void Take(SegmentExtent segment, long end, RecordScanner scanner, bool decode, CancellationToken ct)
    {
        MissUntil(segment.First, "", 0, 0);
        (long Offset, long Bytes)? damage = segment.HeaderDamaged ? (0, segment.Start) : null;
        Sealed = false;
        _before = segment.First - 1;
        while (scanner.Next() is var step && step != ScanStep.End)
        {
            ct.ThrowIfCancellationRequested();
            Sealed = step == ScanStep.Record && scanner.Record.Type == RecordType.Seal;
            if (step == ScanStep.Damage)
            {
                damage = (damage?.Offset ?? scanner.StepOffset, (damage?.Bytes ?? 0) + scanner.Offset - scanner.StepOffset);
            }
            else
            {
                Take(segment, end, scanner.Record, ref damage, decode);
            }
        }

        if (end != long.MaxValue)
        {
            MissUntil(end, segment.Name, damage?.Offset ?? 0, damage?.Bytes ?? 0);
        }
        else if (damage is { } rest)
        {
            MissUntil(DurableThrough + 1, segment.Name, rest.Offset, rest.Bytes);
        }
    }

    private void Take(SegmentExtent segment, long end, in JournalRecord record, ref (long Offset, long Bytes)? damage, bool decode)
    {
        DurableThrough = Math.Max(DurableThrough, Math.Min(record.DurableThrough, end - 1));
        Clock = Clock >= record.Time ? Clock : record.Time;
        if (record.KnownBefore > end || record.KnownBefore < _expected)
        {
            // A copy that does not count.
            return;
        }

        if (segment.CoversThrough > 0)
        {
            PassDropped(record);
        }

        if (record.KnownBefore == _expected && damage is { } bad)
        {
            _damage.Add(new JournalHole(0, 0, segment.Name, bad.Offset, bad.Bytes));
            damage = null;
        }

        if (record.Type == RecordType.DroppedNames)
        {
            DroppedNames.AddTo(Known, record);
        }

        if (!record.IsFact || record.Position >= end)
        {
            return;
        }

        MissUntil(record.Position, segment.Name, damage?.Offset ?? 0, damage?.Bytes ?? 0);
        damage = null;
        _expected = record.Position + 1;
        Records++;
        Known.Add(record.Id);
        if (Newest is not null && record.Id.Device == Newest.Device && record.Id.Epoch == Newest.Epoch)
        {
            _lastOwn = record.Position;
        }

        if (decode && record.ToFact().Body is UnknownBody)
        {
            UnknownBodies++;
        }
    }

    /// <summary>In a compacted segment a record says which fact lies before it: when that is the last one seen, what is between was dropped and nothing is lost.</summary>
    private void PassDropped(in JournalRecord record)
    {
        if (record.DurableThrough == _before)
        {
            _expected = Math.Max(_expected, record.KnownBefore);
        }

        if (record.IsFact)
        {
            _before = record.Position;
        }
    }

    private void MissUntil(long position, string segment, long offset, long bytes)
    {
        if (position > _expected)
        {
            _holes.Add(new JournalHole(_expected, position - 1, segment, offset, bytes));
            _expected = position;
        }
    }

    private void Finish()
    {
        MissUntil(DurableThrough + 1, "", 0, 0);
        LastPosition = _expected - 1;
        if (Tear is { Doubtful: true })
        {
            // As many records as could have been there: their positions are never given again.
            LastPosition += Tear.Bytes / RecordCodec.HeaderLength;
        }
    }
}
