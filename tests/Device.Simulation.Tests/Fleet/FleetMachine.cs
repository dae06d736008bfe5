using Device.Core.Notebook;
using Device.Host.Flows;
using Device.Storage;
using Device.Storage.Tests;
using Device.Sync;
using Device.Sync.Rejoining;
using Device.Sync.Sending;
using Device.Sync.Tests.World;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Simulation.Tests.Fleet;

/// <summary>
/// One machine: its medium, the real journal, the real sync session, and a view that follows the journal. It is started, killed
/// and started again; what was acknowledged to its user is remembered outside.
/// </summary>
internal sealed class FleetMachine : IDisposable
{
    private readonly FleetWorld _world;
    private readonly Random _random;
    private readonly JournalOptions _journalOptions;
    private readonly SyncOptions _syncOptions;
    private SeededScheduler.Process? _process;
    private MemoryFolder _disk = new();
    private SyncSession? _session;
    private StorageMetrics? _metrics;
    private BlobStore? _blobs;
    private bool _hasNoPower;
    private bool _hasRotted;
    private RejoinOrder? _order;
    private Retention? _retention;
    private long _viewPosition;

    public FleetMachine(FleetWorld world, DeviceId id, Random random)
    {
        (_world, Id, _random) = (world, id, random);
        Clock = new SkewedTime(world.Time);
        Broker = new FakeBroker(world.Time) { Arrived = world.Gateway.Receive };
        _journalOptions = new JournalOptions { ReserveBytes = 0, SegmentBytes = 1 << 20, GroupCommitRecords = 1 + random.Next(64) };
        _syncOptions = new SyncOptions
        {
            Enabled = true,
            MaxPayloadBytes = 1_024 << random.Next(4),
            OutboxFacts = 1 + random.Next(200),
            InflightMessages = 1 + random.Next(8),
            ReceiveMaximum = 1 + random.Next(8),
            RetryMax = TimeSpan.FromSeconds(8),
            SeenInterval = TimeSpan.FromSeconds(10 + random.Next(110)),
            ProgressInterval = TimeSpan.FromSeconds(10 + random.Next(110)),
            CursorInterval = TimeSpan.FromMilliseconds(random.Next(3_000)),
            BlobChunkBytes = 1_024 << random.Next(3),
            BlobWindowBytes = 4_096 << random.Next(3),
            BlobInflight = 1 + random.Next(3),
            BlobRetry = TimeSpan.FromSeconds(1 + random.Next(10)),
        };
        Secrets = new FleetSecrets(world, id, _syncOptions);
    }

    public DeviceId Id { get; }

    public SkewedTime Clock { get; }

    public FakeBroker Broker { get; }

    public MemoryCursor Cursor { get; } = new();

    /// <summary>What its user keeps on it.</summary>
    public FleetSecrets Secrets { get; }

    public BlobStore? Blobs => _blobs;

    public Journal? Journal { get; private set; }

    /// <summary>The view that has followed the journal since the last start.</summary>
    public Notebook View { get; private set; } = new();

    /// <summary>Whether the view has taken every fact that the journal gives.</summary>
    public async Task<bool> HasSeenAllAsync()
    {
        var last = 0L;
        await foreach (var entry in Journal!.ReadAsync(1, follow: false, CancellationToken.None))
        {
            last = entry.Position;
        }

        // What the last positions held may have been dropped.
        return _viewPosition >= last;
    }

    /// <summary>Facts that its user was told are kept, and others' facts that were accepted.</summary>
    public HashSet<FactId> Acknowledged { get; } = [];

    /// <summary>Out of reach, and not started again by itself.</summary>
    public bool IsAway { get; set; }

    /// <summary>Facts that compaction took out of the journal, of this run and those before.</summary>
    public long Dropped { get; private set; }

    /// <summary>Whether it was expelled and has rejoined.</summary>
    public bool HasRejoined => _order is { Done: true };

    /// <summary>Starts so far.</summary>
    public int Starts { get; private set; }

    public bool IsUp => _process is { IsDead: false };

    public string Trouble { get; private set; } = "";

    public void Start()
    {
        if (_hasNoPower)
        {
            (_disk, _hasNoPower) = (_disk.Cut(_random), false);
        }

        _disk.Before = Disturb;
        Starts++;
        Trouble = "";
        _process = _world.Scheduler.Start($"{Id.Value}.{Starts}", LiveAsync);
    }

    /// <summary>The power is cut, or the process alone is killed.</summary>
    public void Kill(bool powerCut)
    {
        End();
        _disk = powerCut || _hasNoPower ? _disk.Cut(_random) : _disk.Killed();
        _hasNoPower = false;
        if (_random.Next(4) == 0)
        {
            Cursor.Saved = null;
        }
    }

    /// <summary>A byte of the journal rots while the machine is off. Everything of its own is at the gateway.</summary>
    public void Rot()
    {
        _hasRotted = _disk.Rot(_random, n => n.EndsWith(".journal", StringComparison.Ordinal));
    }

    /// <summary>What the journal holds now, read anew.</summary>
    public async Task<List<Fact>> FactsAsync()
    {
        var facts = new List<Fact>();
        await foreach (var entry in Journal!.ReadAsync(1, follow: false, CancellationToken.None))
        {
            facts.Add(entry.Fact);
        }

        return facts;
    }

    public void Dispose() => End();

    private void End()
    {
        _process?.Kill();
        Journal = null;
        Broker.Cut();

        // Meters are the one thing of a process that would outlive it here.
        _session?.Dispose();
        _blobs?.Dispose();
        _metrics?.Dispose();
    }

    private async Task LiveAsync()
    {
        try
        {
            _metrics = new StorageMetrics();
            _journalOptions.NewEpoch = _order is { Done: false };
            var journal = await Journal.OpenAsync(
                _disk, _journalOptions, Id, Clock, new Random(_random.Next()), NullLogger.Instance, CancellationToken.None, _metrics);
            if (_order is { Done: false } order)
            {
                await JournalRejoin.RunAsync(journal, order, KeepAsync, Clock, CancellationToken.None);
                if (_order is { Done: false })
                {
                    await journal.DisposeAsync();
                    throw new IOException("the journal is opened once more");
                }
            }

            CheckKept(journal);
            (Journal, View, _viewPosition, _retention) = (journal, new Notebook(), 0, new Retention(journal));
            _blobs = BlobStore.Open(
                _disk.Subfolder("blobs"), new BlobOptions { Directory = "blobs" }, KeyRing.None, null, Clock, new Random(_random.Next()), NullLogger.Instance, CancellationToken.None);
            var session = _session = new SyncSession(
                _syncOptions, FactSource.Of(journal), Broker, Cursor, Clock, new Random(_random.Next()), NullLogger.Instance, _blobs);
            session.Rejoined(_order?.Closed.Select(c => c.Epoch) ?? []);
            await Task.WhenAny(
                session.RunAsync(CancellationToken.None), FollowAsync(journal), ReceiveAsync(session, journal), WriteAsync(journal)).Unwrap();
        }
        catch (IOException e)
        {
            // The service would end here and systemd would start it again.
            Trouble = e.Message;
        }
    }

    /// <summary>The law: what was acknowledged is there after whatever happened.</summary>
    private void CheckKept(Journal journal)
    {
        Journal = journal;
        var kept = journal.Seen();
        var lost = Acknowledged.Where(id => !kept.Contains(id)).ToList();
        if (journal.Space.Now.State == StorageState.Full)
        {
            // What is not known to be synced is held in memory until there is room, and only then shown.
            return;
        }

        var isKnown = _hasRotted && (journal.Report.Holes.Count > 0 || journal.Report.NewEpoch);
        var wasRotted = _hasRotted;
        _hasRotted = false;
        if (isKnown)
        {
            // Told and asked for: the end must show that they came back.
            Acknowledged.ExceptWith(lost);
        }

        _world.Check(lost.Count == 0 || isKnown, $"{Id}, start {Starts}: {lost.Count} acknowledged facts are gone, the first {lost.FirstOrDefault()}; rotted {wasRotted}, {journal.Report}, tears {string.Join(',', journal.Report.Tears)}");
    }

    private async Task FollowAsync(Journal journal)
    {
        await foreach (var entry in journal.ReadAsync(1, follow: true, CancellationToken.None))
        {
            View.Apply(entry.Fact);
            _viewPosition = entry.Position;
        }
    }

    private async Task ReceiveAsync(SyncSession session, Journal journal)
    {
        while (await session.Inputs.WaitToReadAsync())
        {
            while (session.Inputs.TryRead(out var input))
            {
                if (input is FactsArrived arrived)
                {
                    Secrets.Hear(arrived.Facts);
                    await journal.ImportAsync(arrived.Facts, CancellationToken.None);
                    Acknowledged.UnionWith(arrived.Facts.Select(f => f.Id));
                    await arrived.AcceptAsync(CancellationToken.None);
                }
                else if (input is HorizonArrived told)
                {
                    _retention!.Take(told.Horizon);
                    await TidyAsync(journal);
                }
                else if (input is RejoinDue due)
                {
                    // The service stops here and is started again.
                    await KeepAsync(RejoinOrder.Of(due, _order), CancellationToken.None);
                    throw new IOException("the machine rejoins its account");
                }
            }
        }
    }

    private ValueTask KeepAsync(RejoinOrder order, CancellationToken cancellationToken)
    {
        _order = order;
        return ValueTask.CompletedTask;
    }

    private async Task TidyAsync(Journal journal)
    {
        if (await _retention!.ReadAsync(_ => { }, CancellationToken.None) is { } superseded)
        {
            var report = await journal.CompactAsync(
                new CompactionOptions { DeadPercent = 0, SmallSegments = 2, BytesPerSecond = 0 }, superseded, null, CancellationToken.None);
            Dropped += report.Dropped;
            _world.Scheduler.Note(report.Dropped);
        }
    }

    private async Task WriteAsync(Journal journal)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1 + _random.Next(4_000)), _world.Time);
            if (_world.IsWriting)
            {
                var bodies = await BodiesAsync();
                Secrets.Begin(bodies);
                var facts = await journal.AppendAsync(bodies, CancellationToken.None);
                Secrets.End(facts);
                Acknowledged.UnionWith(facts.Select(f => f.Id));
                _world.Scheduler.Note(facts.Count);
            }
            else if (_world.IsWell && FleetSecrets.ToTell(View) is { Count: > 0 } bodies)
            {
                // In the end everything may be seen, so that all machines can be compared.
                Secrets.Begin(bodies);
                var facts = await journal.AppendAsync(bodies, CancellationToken.None);
                Secrets.End(facts);
                Acknowledged.UnionWith(facts.Select(f => f.Id));
            }
        }
    }

    private async Task<List<FactBody>> BodiesAsync()
    {
        var page = View.Notes.SelectMany(n => View.Pages(n.Id)).FirstOrDefault();
        if (page is null || _random.Next(12) > 0)
        {
            return _random.Next(25) == 0 && View.Notes.Any() ? [FleetHand.Switch(_random, View)] : FleetHand.Write(_random, View);
        }

        var content = new byte[_random.Next(_random.Next(3) == 0 ? 12_000 : 600)];
        _random.NextBytes(content);
        var id = await _blobs!.PutAsync(content, "", CancellationToken.None);
        return [new BlobAttached(page.Id, id.ToString(), content.Length, "image/png", "")];
    }

    private void Disturb(string operation, string file)
    {
        if (_hasNoPower || (!_world.IsWell && _random.Next(1_000) < _world.PowerTrouble))
        {
            // In the middle of it: what follows until the next await still runs, and finds no medium.
            _hasNoPower = true;
            End();
            throw MemoryFolder.Error(5);
        }

        if (!_world.IsWell && operation is "write" or "sync" && _random.Next(1_000) < _world.DiskTrouble)
        {
            throw MemoryFolder.Error(_random.Next(2) == 0 ? 5 : 28);
        }
    }
}
