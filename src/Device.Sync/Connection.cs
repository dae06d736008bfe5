using Device.Messages;
using Device.Sync.Links;
using Device.Sync.Receiving;
using Device.Sync.Sending;

namespace Device.Sync;

/// <summary>What happens on one connection, from subscription to end: sending and receiving, and a goodbye when the service stops.</summary>
internal sealed class Connection
{
    private readonly SyncParts _parts;
    private readonly Inbox _inbox;
    private readonly IBrokerLink _link;
    private readonly SendQueue _queue;
    private readonly int _window;

    // Without RunContinuationsAsynchronously, which would leave the caller's scheduler; nothing is locked where it is set.
    private readonly TaskCompletionSource<string> _fault = new();
    private readonly List<Task> _publishing = [];
    private int _inflight;
    private int _blobsInflight;

    public Connection(SyncParts parts, Inbox inbox, IBrokerLink link)
    {
        _parts = parts;
        _inbox = inbox;
        _link = link;
        _queue = new SendQueue(parts, link.Limits);
        _window = Math.Min(parts.Options.InflightMessages, link.Limits.ReceiveMaximum);
    }

    /// <summary>Runs the connection.</summary>
    /// <param name="stopping">The service stops: nothing new is sent, what is under way may finish.</param>
    /// <returns>Why it ended; null when it was stopped.</returns>
    public async Task<string?> RunAsync(CancellationToken stopping)
    {
        _parts.Outbox.Reset();
        _parts.Desk.Reset();
        _parts.Reported.Reset();
        _parts.Blobs?.Reset();
        _parts.TellPresence();
        _parts.TellProgress();
        _parts.Log.Online($"{_parts.Options.Host}:{_parts.Options.Port}", _link.Limits.SessionPresent ? "resumed" : "new", _window, _queue.MaxChangesBytes);
        _parts.Board.Stand(SyncState.Online);

        using var end = new CancellationTokenSource();
        using var wake = stopping.Register(_parts.Wake.Set);
        var send = SendAsync(stopping, end.Token);
        var receive = ReceiveAsync(end.Token);
        var deadline = DeadlineAsync(stopping, end.Token);
        var telling = AgainAsync(_parts.Options.SeenInterval, _parts.TellPresence, end.Token);
        var reporting = AgainAsync(_parts.Options.ProgressInterval, _parts.TellProgress, end.Token);
        await Task.WhenAny(send, receive, deadline, _fault.Task, _link.Ended);

        var lost = _fault.Task.IsCompletedSuccessfully ? await _fault.Task : _link.Ended.IsCompletedSuccessfully ? await _link.Ended : null;
        if (lost is null && stopping.IsCancellationRequested)
        {
            await SayGoodbyeAsync();
        }

        // Cancel and not CancelAsync: the continuations stay on the caller's scheduler.
#pragma warning disable CA1849
        end.Cancel();
#pragma warning restore CA1849
        await Settle([send, receive, deadline, telling, reporting, .. _publishing]);
        return stopping.IsCancellationRequested ? null : lost ?? "the connection ended";
    }

    private async Task SendAsync(CancellationToken stopping, CancellationToken end)
    {
        await using var timer = _parts.Time.CreateTimer(_ => _parts.Wake.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (true)
        {
            _publishing.RemoveAll(p => p.IsCompletedSuccessfully);
            if (_publishing.Find(p => p.IsFaulted) is { } failed)
            {
                await failed;
            }

            if (stopping.IsCancellationRequested)
            {
                if (Volatile.Read(ref _inflight) == 0 && !_parts.Outbox.IsUnderWay)
                {
                    return;
                }
            }
            else
            {
                await SendAllAsync(end);
                // With a full window the next PUBACK wakes.
                var due = Volatile.Read(ref _inflight) < _window ? _queue.NextDue() : null;
                timer.Change(due is null ? Timeout.InfiniteTimeSpan : Later(due.Value - _parts.Now), Timeout.InfiniteTimeSpan);
            }

            await _parts.Wake.WaitAsync(end);
        }
    }

    private async Task SendAllAsync(CancellationToken end)
    {
        if (_parts.Rejoin.TryTake(_parts.Seen.Now, _parts.Seen.WantsAll) is { } due)
        {
            await _inbox.PassOnAsync(due, end);
        }

        while (Volatile.Read(ref _inflight) < _window)
        {
            if (_queue.Next(_parts.Now, HasRoomForBlob(), out var unaskable) is { } message)
            {
                Interlocked.Increment(ref _inflight);
                Interlocked.Add(ref _blobsInflight, IsBlob(message));
                _publishing.Add(PublishAsync(message, end));
            }
            else if (unaskable is { } question)
            {
                await _inbox.PassOnAsync(question, end);
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Blobs leave a place in the window to facts, unless it has only one.</summary>
    private bool HasRoomForBlob() =>
        Volatile.Read(ref _blobsInflight) < _parts.Options.BlobInflight && (Volatile.Read(ref _inflight) < _window - 1 || Volatile.Read(ref _inflight) == 0);

    private static int IsBlob(OutgoingMessage message) => message.Topic.Kind == TopicKind.UpBlob ? 1 : 0;

    private async Task PublishAsync(OutgoingMessage message, CancellationToken end)
    {
        using var timeout = new CancellationTokenSource(_parts.Options.PublishTimeout, _parts.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end, timeout.Token);
        try
        {
            var outcome = await _link.PublishAsync(message, either.Token);
            if (!outcome.Accepted)
            {
                _parts.Meter.Refused.Add(1);
                _parts.Log.PublishRefused(message.Topic.Kind.ToString(), outcome.Reason);
                _parts.Board.Failed($"the broker did not take a message for {message.Topic.Kind}: {outcome.Reason}");
            }
        }
        catch (LinkException e)
        {
            _fault.TrySetResult(e.Message);
        }
        catch (OperationCanceledException) when (!end.IsCancellationRequested)
        {
            // The broker counts the message as in flight for as long as the connection lives: only a new one frees its place.
            _fault.TrySetResult($"no PUBACK for a message of {message.Topic.Kind} within {_parts.Options.PublishTimeout.TotalSeconds} s");
        }
        finally
        {
            Interlocked.Decrement(ref _inflight);
            Interlocked.Add(ref _blobsInflight, -IsBlob(message));
            _parts.Wake.Set();
        }
    }

    private async Task ReceiveAsync(CancellationToken end)
    {
        // Not ReadAllAsync: it continues on the thread pool, and a simulation on one thread would lose it.
        while (await _link.Incoming.WaitToReadAsync(end))
        {
            while (_link.Incoming.TryRead(out var message))
            {
                await _inbox.HandleAsync(message, _parts.Now, end);
                _parts.Room.Set();
                _parts.Moved.Set();
                _parts.Wake.Set();
            }
        }
    }

    /// <summary>A broker may drop the last message of all and never say so: no later one shows the gap, so what was seen is told again.</summary>
    private async Task AgainAsync(TimeSpan interval, Action tell, CancellationToken end)
    {
        while (true)
        {
            await Task.Delay(interval, _parts.Time, end);
            tell();
        }
    }

    private async Task DeadlineAsync(CancellationToken stopping, CancellationToken end)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, end);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _parts.Time, either.Token);
        }
        catch (OperationCanceledException) when (!end.IsCancellationRequested)
        {
            await Task.Delay(_parts.Options.DrainTimeout, _parts.Time, end);
        }
    }

    private async Task SayGoodbyeAsync()
    {
        using var timeout = new CancellationTokenSource(_parts.Options.DrainTimeout, _parts.Time);
        try
        {
            await _link.PublishAsync(SendQueue.Gone(_parts.Device), timeout.Token);
            await _link.CloseAsync(timeout.Token);
        }
        catch (Exception e) when (e is LinkException or OperationCanceledException)
        {
            // Without a goodbye the broker publishes the last will, which says the same.
        }
    }

    private static async Task Settle(IEnumerable<Task> tasks)
    {
        foreach (var task in tasks)
        {
            try
            {
                await task;
            }
            catch (OperationCanceledException)
            {
                // That is how they are ended.
            }
        }
    }

    private static TimeSpan Later(TimeSpan due) => due > TimeSpan.FromMilliseconds(1) ? due : TimeSpan.FromMilliseconds(1);
}
