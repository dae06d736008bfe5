using System.Threading.Channels;
using Device.Messages;
using Device.Storage;
using Device.Sync.Links;
using Device.Sync.Receiving;
using Device.Sync.Sending;
using Device.Sync.Shadow;
using Microsoft.Extensions.Logging;

namespace Device.Sync;

/// <summary>
/// The machine's conversation with the cloud: sends the journal's own facts until the gateway has acknowledged them, asks the
/// questions that have no answer, and hands on what comes back. Connections are made anew, with growing waits, for as long as
/// it runs. The methods and properties are thread-safe.
/// </summary>
public sealed class SyncSession : IDisposable
{
    // A sign that the connection is worth something: it outlived the wait before it by this factor.
    private const int Steady = 4;

    private readonly SyncOptions _options;
    private readonly SyncParts _parts;
    private readonly IBroker _broker;
    private readonly ICursorStore _store;
    private readonly BackOff _backOff;
    private readonly Channel<CloudInput> _inputs;
    private readonly Inbox _inbox;
    private SyncCursor? _saved;
    private int _started;

    /// <summary>Makes a session; nothing happens before <see cref="RunAsync"/>.</summary>
    /// <param name="options">Checked here.</param>
    /// <param name="journal">Whose facts to send; stays open longer than the session runs.</param>
    /// <param name="cursor">Where the session keeps how far it is; only for this session. Deleting it sends everything again, which is harmless.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Draws the seed of the jitter, here and now; not kept.</param>
    /// <param name="log">Where to log; never the user's words.</param>
    /// <param name="blobs">Audio and images to send and to fetch; stays open longer than the session runs. Null for a machine without.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range; the text names every one.</exception>
    public SyncSession(SyncOptions options, Journal journal, AtomicFile cursor, TimeProvider time, Random random, ILogger<SyncSession> log, BlobStore? blobs = null)
        : this(options, FactSource.Of(journal), new MqttBroker(options, time), new CursorFile(cursor, log), time, random, log, blobs)
    {
    }

    internal SyncSession(
        SyncOptions options, FactSource facts, IBroker broker, ICursorStore store, TimeProvider time, Random random, ILogger log, BlobStore? blobs = null)
    {
        options.ThrowIfInvalid();
        _options = options;
        _broker = broker;
        _store = store;
        _backOff = new BackOff(options.RetryMin, options.RetryMax, new Random(random.Next()));
        _parts = new SyncParts(options, facts, time, log, blobs);

        // Reception waits when the machine does not keep up: the broker keeps what it has not been told we took.
        _inputs = Channel.CreateBounded<CloudInput>(new BoundedChannelOptions(options.InputCapacity) { SingleReader = true });
        _inbox = new Inbox(_parts, _inputs.Writer);
    }

    /// <summary>What came from the cloud, for one reader. Bounded by <see cref="SyncOptions.InputCapacity"/>; ends when the session does.</summary>
    public ChannelReader<CloudInput> Inputs => _inputs.Reader;

    /// <summary>How sync stands now.</summary>
    public SyncStatus Status => _parts.Board.Snapshot();

    /// <summary>What went wrong since the start, oldest first; the last sixteen.</summary>
    public IReadOnlyList<SyncError> Errors => _parts.Board.Errors;

    /// <summary>Whether the link costs money. While it does, blobs larger than <see cref="SyncOptions.MeteredBlobBytes"/> wait.</summary>
    public bool IsMetered
    {
        get => _parts.IsMetered;
        set
        {
            if (_parts.IsMetered != value)
            {
                _parts.IsMetered = value;
                _parts.Log.Metered(value);
                _parts.Blobs?.Hurry();
                _parts.Wake.Set();
                _parts.Board.Changed();
            }
        }
    }

    /// <summary>Tries at once what waits for its time: the next connection, and blobs that failed.</summary>
    public void SyncNow()
    {
        _parts.Hurry.Set();
        _parts.Blobs?.Hurry();
        _parts.TellPresence();
    }

    /// <summary>Follows <see cref="Status"/>: the present one at once, then each change; who reads slowly sees only the latest.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The statuses, without end.</returns>
    public IAsyncEnumerable<SyncStatus> WatchAsync(CancellationToken cancellationToken) => _parts.Board.WatchAsync(cancellationToken);

    /// <summary>Sets what is published as the machine's state, retained, on every connection and whenever it changes.</summary>
    /// <param name="state">The state.</param>
    public void Report(ReportedMessage state)
    {
        _parts.Reported.Set(state);
        _parts.Wake.Set();
    }

    /// <summary>Sets what the cloud has changed; questions sent from now on go by it.</summary>
    /// <param name="settings">The settings.</param>
    public void Use(MachineSettings settings)
    {
        _parts.Settings = settings;
        _parts.Wake.Set();
    }

    /// <summary>Tells which epochs were written again already: what the gateway refuses of them stays on this machine alone.</summary>
    /// <param name="epochs">The epochs, 16 hexadecimal digits each.</param>
    public void Rejoined(IEnumerable<string> epochs) => _parts.Rejoin.Done(epochs);

    /// <summary>
    /// Runs until cancelled or the journal is closed; then sends nothing new, waits for <see cref="SyncOptions.DrainTimeout"/> at most for what is under
    /// way, says goodbye and returns. A broker that cannot be reached is not an error. Can be called once.
    /// </summary>
    /// <param name="ct">Ends it.</param>
    /// <returns>When the session has ended.</returns>
    /// <exception cref="IOException">The journal could not be read.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("the session runs already, or has run");
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            if (!_options.Enabled)
            {
                await EndAsync(Task.Delay(Timeout.InfiniteTimeSpan, _parts.Time, stop.Token));
                return;
            }

            await RunFlowsAsync(stop);
        }
        finally
        {
            _inputs.Writer.TryComplete();
            _parts.Board.Stand(SyncState.Offline);
            _parts.Log.Stopped(Status.Pending);
        }
    }

    /// <summary>The meter <c>Device.Sync</c> of this session.</summary>
    internal System.Diagnostics.Metrics.Meter Meter => _parts.Meter.Meter;

    /// <summary>Ends the metrics. Call it after <see cref="RunAsync"/> has ended.</summary>
    public void Dispose() => _parts.Dispose();

    private async Task RunFlowsAsync(CancellationTokenSource stop)
    {
        var questions = await ResumeAsync(stop.Token);
        var feed = new JournalFeed(_parts);
        Task[] flows =
        [
            feed.FillOutboxAsync(stop.Token),
            feed.FillDeskAsync(questions, stop.Token),
            feed.FillSelectionAsync(stop.Token),
            _parts.Blobs?.Flow.RunAsync(stop.Token) ?? DelayAsync(Timeout.InfiniteTimeSpan, stop.Token),
            KeepCursorAsync(stop.Token),
            ConnectAgainAndAgainAsync(stop.Token),
        ];
        await Task.WhenAny(flows);

        // Cancel and not CancelAsync: the continuations stay on the caller's scheduler.
#pragma warning disable CA1849
        stop.Cancel();
#pragma warning restore CA1849
        try
        {
            foreach (var flow in flows)
            {
                await EndAsync(flow);
            }
        }
        finally
        {
            await SaveAsync();
        }
    }

    private async Task ConnectAgainAndAgainAsync(CancellationToken stopping)
    {
        var wait = TimeSpan.Zero;
        while (!stopping.IsCancellationRequested)
        {
            var (lost, lived) = await TalkOnceAsync(stopping);
            if (lost is null)
            {
                return;
            }

            if (lived > Steady * (wait > _options.RetryMin ? wait : _options.RetryMin))
            {
                _backOff.Reset();
            }

            wait = _backOff.Next();
            _parts.Log.Offline(lost, wait.TotalSeconds);
            _parts.Meter.Reconnects.Add(1);
            _parts.Board.Lost(lost);
            await WaitAsync(wait, stopping);
        }
    }

    /// <summary>Waits before the next attempt, or until somebody wants sync now.</summary>
    private async Task WaitAsync(TimeSpan wait, CancellationToken stopping)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var hurry = _parts.Hurry.WaitAsync(enough.Token).AsTask();
        var delay = DelayAsync(wait, enough.Token);
        await Task.WhenAny(hurry, delay);

        // Cancel and not CancelAsync: the continuations stay on the caller's scheduler.
#pragma warning disable CA1849
        enough.Cancel();
#pragma warning restore CA1849
        await EndAsync(hurry);
        await EndAsync(delay);
    }

    /// <summary>A delay that ends on the caller's scheduler, so that it can be waited for together with others.</summary>
    private async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) => await Task.Delay(delay, _parts.Time, cancellationToken);

    /// <summary>One connection from attempt to end: why it ended (null when stopped), and how long it lived.</summary>
    private async Task<(string? Lost, TimeSpan Lived)> TalkOnceAsync(CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _parts.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, timeout.Token);
        _parts.Board.Stand(SyncState.Connecting);
        try
        {
            await using var link = await _broker.ConnectAsync(Request(), either.Token);
            timeout.CancelAfter(Timeout.InfiniteTimeSpan);
            var start = _parts.Now;
            var lost = await new Connection(_parts, _inbox, link).RunAsync(stopping);
            return (lost, _parts.Now - start);
        }
        catch (LinkException e)
        {
            return (e.Message, TimeSpan.Zero);
        }
        catch (OperationCanceledException)
        {
            return stopping.IsCancellationRequested
                ? (null, TimeSpan.Zero)
                : ($"{_options.Host}:{_options.Port}: no connection within {_options.ConnectTimeout.TotalSeconds} s", TimeSpan.Zero);
        }
    }

    private LinkRequest Request() => new(
        _parts.Device,
        DeviceTopic.DownFilter(_parts.Device),
        SendQueue.Gone(_parts.Device),
        _options.ReceiveMaximum,
        MqttContract.MaxPayloadBytes + 1_024,
        _options.KeepAlive,
        _options.SessionExpiry);

    /// <summary>Takes up the cursor, as far as it fits the journal.</summary>
    /// <returns>Where to look for questions.</returns>
    private async Task<long> ResumeAsync(CancellationToken ct)
    {
        var cursor = await _store.LoadAsync(ct);
        var questions = Resume(cursor);
        var holes = _parts.Facts.Holes;
        if (holes.Length > 0 && holes != cursor?.Healed)
        {
            // The account's other machines, and the cloud for this one, have what the medium lost.
            _parts.Seen.WantAll();
            _parts.Log.AsksForHoles(holes);
        }

        return questions;
    }

    private long Resume(SyncCursor? cursor)
    {
        var epoch = _parts.Facts.Epoch();
        if (cursor is null || cursor.Device != _parts.Device.Value)
        {
            _parts.Outbox.Resume(epoch, 0, 0);
            return 0;
        }

        var last = _parts.Facts.DurablePosition();
        if (cursor.Position > last || cursor.Questions > last || cursor.Blobs > last)
        {
            _parts.Log.CursorAhead(Math.Max(cursor.Position, cursor.Questions), last);
            _parts.Outbox.Resume(epoch, 0, 0);
            return 0;
        }

        _parts.Blobs?.Resume(cursor.Blobs);
        if (cursor.Epoch == _parts.Epoch)
        {
            _parts.Outbox.Resume(epoch, cursor.Acked, cursor.Position);
            _parts.Seen.Resume(cursor.Stream, cursor.Seen);
        }
        else
        {
            // The journal doubts its end: others' facts may be gone with it, so all of them are wanted again.
            _parts.Outbox.Resume(epoch, 0, cursor.Position);
        }

        return cursor.Questions;
    }

    private async Task KeepCursorAsync(CancellationToken ct)
    {
        while (true)
        {
            await _parts.Moved.WaitAsync(ct);
            await SaveAsync();
            await Task.Delay(_options.CursorInterval, _parts.Time, ct);
        }
    }

    private async Task SaveAsync()
    {
        try
        {
            var (stream, seen) = _parts.Seen.Now;
            var cursor = new SyncCursor(
                _parts.Device.Value, _parts.Epoch, _parts.Outbox.Acked, _parts.Outbox.Position, _parts.Desk.Position, stream, seen,
                _parts.Seen.WantsAll ? "" : _parts.Facts.Holes, _parts.Blobs?.Position ?? 0);
            if (cursor != _saved)
            {
                await _store.SaveAsync(cursor, CancellationToken.None);
                _saved = cursor;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _parts.Log.CursorNotSaved(e);
        }
    }

    /// <summary>Waits for a flow that ends by being cancelled.</summary>
    private static async Task EndAsync(Task flow)
    {
        try
        {
            await flow;
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
    }
}
