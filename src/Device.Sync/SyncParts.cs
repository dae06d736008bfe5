using Device.Core.Notebook;
using Device.Messages;
using Device.Storage;
using Device.Sync.Asking;
using Device.Sync.Blobs;
using Device.Sync.Receiving;
using Device.Sync.Rejoining;
using Device.Sync.Selecting;
using Device.Sync.Sending;
using Device.Sync.Shadow;
using Microsoft.Extensions.Logging;

namespace Device.Sync;

/// <summary>What the flows of a session share. Thread-safe.</summary>
internal sealed class SyncParts : IDisposable
{
    private const int MostReasonCharacters = 200;

    private readonly long _start;
    private bool _presence;
    private bool _progress;
    private bool _metered;
    private WithheldMessage? _withheld;
    private TimeSpan? _withheldAt;
    private MachineSettings _settings = new();

    public SyncParts(SyncOptions options, FactSource facts, TimeProvider time, ILogger log, BlobStore? blobs = null)
    {
        Options = options;
        Facts = facts;
        Time = time;
        Log = log;
        Outbox = new Outbox(new OutboxLimits(options.OutboxFacts, options.OutboxBytes, options.AckTimeout, options.HoleDelay));
        Desk = new QuestionDesk(options.OpenQuestions, options.QuestionTimeout, options.HoleDelay);
        Selection = new NoteSelection(options.NotesByDefault, facts.Device);
        Blobs = blobs is null ? null : new BlobDesk(this, blobs);
        Board = new StatusBoard(Outbox, Desk, Selection, () => Blobs?.Status(), () => IsMetered, time);
        Meter = new SyncMeter(() => Board.Snapshot().Pending);
        _start = time.GetTimestamp();
    }

    public SyncOptions Options { get; }

    public FactSource Facts { get; }

    public DeviceId Device => Facts.Device;

    public TimeProvider Time { get; }

    public ILogger Log { get; }

    public Outbox Outbox { get; }

    public QuestionDesk Desk { get; }

    /// <summary>Which facts may leave the machine.</summary>
    public NoteSelection Selection { get; }

    /// <summary>Audio and images; null for a machine without.</summary>
    public BlobDesk? Blobs { get; }

    public StatusBoard Board { get; }

    public SyncMeter Meter { get; }

    public SeenStream Seen { get; } = new();

    public ReportedState Reported { get; } = new();

    public RejoinDesk Rejoin { get; } = new();

    /// <summary>There may be something to send.</summary>
    public Signal Wake { get; } = new();

    /// <summary>More of the journal was read for <see cref="Selection"/>.</summary>
    public Signal Selected { get; } = new();

    /// <summary>Somebody wants sync now.</summary>
    public Signal Hurry { get; } = new();

    /// <summary>There may be room in the outbox.</summary>
    public Signal Room { get; } = new();

    /// <summary>The cursor may have moved.</summary>
    public Signal Moved { get; } = new();

    /// <summary>The journal's epoch as the contract writes it.</summary>
    public string Epoch => EpochText.Of(Facts.Epoch());

    /// <summary>What the cloud has set.</summary>
    public MachineSettings Settings
    {
        get => Volatile.Read(ref _settings);
        set => Volatile.Write(ref _settings, value);
    }

    /// <summary>Whether the link costs money: large blobs wait.</summary>
    public bool IsMetered
    {
        get => Volatile.Read(ref _metered);
        set => Volatile.Write(ref _metered, value);
    }

    /// <summary>Whether everything durable was looked at: only then is it known what may be sent.</summary>
    public bool IsSelected => Selection.Reached >= Facts.DurablePosition();

    /// <summary>Waits until <see cref="IsSelected"/>. For one waiter.</summary>
    public async Task SelectAsync(CancellationToken cancellationToken)
    {
        while (!IsSelected)
        {
            await Selected.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The gateway names facts as missing: those that stay here are told, not more often than holes are filled.</summary>
    public void Withhold(string epoch, IReadOnlyList<SequenceRange> ranges)
    {
        if (ranges.Count > 0 && !(_withheldAt is { } at && Now < at + Options.HoleDelay))
        {
            _withheldAt = Now;
            Volatile.Write(ref _withheld, new WithheldMessage(epoch, ranges));
            Wake.Set();
        }
    }

    /// <summary>What is withheld and to be told; once for each.</summary>
    public WithheldMessage? TakeWithheld() => Interlocked.Exchange(ref _withheld, null);

    /// <summary>Monotonic time since the session was made; the wall clock may jump.</summary>
    public TimeSpan Now => Time.GetElapsedTime(_start);

    /// <summary>Says once more that the machine is here and what it has seen.</summary>
    public void TellPresence()
    {
        Volatile.Write(ref _presence, true);
        Wake.Set();
    }

    /// <summary>Whether presence is to be told; once for each wish.</summary>
    /// <returns>Whether it is.</returns>
    public bool TakePresence() => Interlocked.Exchange(ref _presence, false);

    /// <summary>Says once more what the machine has on flash.</summary>
    public void TellProgress()
    {
        Volatile.Write(ref _progress, true);
        Wake.Set();
    }

    /// <summary>Whether that is to be told; once for each wish.</summary>
    /// <returns>What to tell, or null.</returns>
    public MachineProgress? TakeProgress() => Interlocked.Exchange(ref _progress, false) ? Facts.Progress?.Invoke() : null;

    /// <summary>Counts a fact that will never be stored by the gateway.</summary>
    /// <param name="sequence">The fact's sequence.</param>
    /// <param name="reason">Why.</param>
    /// <param name="by">Who refused it: <c>gateway</c> or <c>machine</c>.</param>
    public void Reject(ulong sequence, string reason, string by)
    {
        reason = reason.Length > MostReasonCharacters ? reason[..MostReasonCharacters] : reason;
        Log.FactRejected(sequence, reason);
        Meter.Rejected.Add(1, new KeyValuePair<string, object?>("by", by));
        Board.Rejected(reason);
    }

    public void Dispose()
    {
        Meter.Dispose();
        Blobs?.Dispose();
    }
}
