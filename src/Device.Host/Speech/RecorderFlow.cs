using System.Threading.Channels;
using Device.Core.Notebook;
using Device.Core.Speech;
using Device.Host.Notes;
using Device.Host.Power;
using Device.Storage;

namespace Device.Host.Speech;

/// <summary>
/// Microphone to capture: started, paused and stopped by who asks, and by itself when the microphone is muted, gone, or storage is full; what
/// was recorded is kept then. It keeps the machine awake. One recording at a time.
/// </summary>
internal sealed partial class RecorderFlow(
    Journal journal, BlobStore blobs, NotebookView view, MicrophoneGate gate, RecordingClock clock, WorkHolds holds, Func<IVoiceActivityDetector> detector,
    Revision changes, TimeProvider time, ILogger<RecorderFlow> logger) : IAsyncDisposable
{
    public const string Label = "recording ";

    private static readonly TimeSpan Longest = TimeSpan.FromHours(23);

    // Whoever asks waits for the answer, so more than a few never wait here.
    private readonly Channel<(Func<Task> Do, TaskCompletionSource Done)> _requests = Channel.CreateBounded<(Func<Task>, TaskCompletionSource)>(
        new BoundedChannelOptions(16) { SingleReader = true });

    private volatile RecordingSession? _session;
    private volatile string _problem = "";
    private volatile IMicrophone? _microphone;
    private WorkHold? _hold;

    public RecorderStatus Status => _session is { } session
        ? session.Status(_microphone is null ? RecorderState.Paused : RecorderState.Recording, _problem)
        : RecorderStatus.Idle with { Problem = _problem };

    /// <summary>Whole minutes of the recording that runs or pauses; null when there is none.</summary>
    public int? Minutes => _session?.Minutes;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await RecoverAsync(cancellationToken);
        try
        {
            while (true)
            {
                if (_microphone is { } microphone)
                {
                    await ListenAsync(microphone, cancellationToken);
                }
                else
                {
                    await AnswerAsync(await _requests.Reader.ReadAsync(cancellationToken));
                }
            }
        }
        finally
        {
            _requests.Writer.TryComplete();
            await StopAsync();
        }
    }

    /// <summary>Closes what a flow that failed left open.</summary>
    public ValueTask DisposeAsync() => _session?.DisposeAsync() ?? default;

    /// <summary>Begins a recording.</summary>
    /// <exception cref="RecorderException">One runs already, or the microphone cannot be opened.</exception>
    public async Task<FactId> StartAsync(FactId note, string title, CancellationToken cancellationToken)
    {
        FactId? started = null;
        await AskAsync(async () => started = await BeginAsync(note, title), cancellationToken);
        return started!.Value;
    }

    /// <exception cref="RecorderException">Nothing is recorded.</exception>
    public Task PauseAsync(CancellationToken cancellationToken) => AskAsync(() => Expect(RecorderState.Recording, Pause), cancellationToken);

    /// <exception cref="RecorderException">Nothing pauses, or the microphone cannot be opened.</exception>
    public Task ResumeAsync(CancellationToken cancellationToken) => AskAsync(() => Expect(RecorderState.Paused, Open), cancellationToken);

    /// <exception cref="RecorderException">Nothing is recorded.</exception>
    public Task FinishAsync(CancellationToken cancellationToken) => AskAsync(
        () => _session is null ? throw new RecorderException("nothing is recorded") : StopAsync(), cancellationToken);

    /// <summary>Marks this moment.</summary>
    /// <exception cref="RecorderException">Nothing is recorded.</exception>
    public Task MarkAsync(string label, CancellationToken cancellationToken) => AskAsync(
        async () =>
        {
            var session = _session ?? throw new RecorderException("nothing is recorded");
            var place = (int)session.Status(RecorderState.Recording, "").Elapsed.TotalMilliseconds;
            await journal.AppendAsync(new RecordingMarked(session.Recording, place, label), CancellationToken.None);
        },
        cancellationToken);

    /// <summary>Takes frames, and requests between them, until the microphone is closed.</summary>
    private async Task ListenAsync(IMicrophone microphone, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _hold?.Ended ?? CancellationToken.None);
        var minutes = -1;
        try
        {
            while (_microphone == microphone && _session is { } session)
            {
                if (_requests.Reader.TryRead(out var request))
                {
                    await AnswerAsync(request);
                    continue;
                }

                if (await microphone.ReadAsync(either.Token) is not { } frame)
                {
                    PauseBecause(gate.IsMuted ? "the microphone was muted" : "the microphone is gone");
                    return;
                }

                await session.TakeAsync(frame, cancellationToken);
                if (session.Minutes != minutes)
                {
                    minutes = session.Minutes;
                    changes.Bump();
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _problem = "the machine was switched off";
            await StopAsync();
        }
        catch (IOException e)
        {
            LogFailed(logger, e);
            _problem = e.Message;
            await StopAsync();
        }
    }

    private async Task<FactId> BeginAsync(FactId note, string title)
    {
        if (_session is not null)
        {
            throw new RecorderException("a recording runs already");
        }

        if (gate.IsMuted)
        {
            throw new RecorderException("the microphone is muted");
        }

        var started = await journal.AppendAsync(new RecordingStarted(note, title), CancellationToken.None);
        try
        {
            var label = $"{Label}{started.Id.Epoch:x16}:{started.Id.Sequence}";
            _session = new RecordingSession(started.Id, await CaptureWriter.BeginAsync(blobs, label, time.GetUtcNow(), CancellationToken.None), detector(), clock);
            _problem = "";
            Open();
        }
        catch (Exception e) when (e is IOException or RecorderException)
        {
            await StopAsync();
            await journal.AppendAsync(new RecordingDeleted(started.Id), CancellationToken.None);
            throw e as RecorderException ?? new RecorderException(e.Message, e);
        }

        _hold = holds.Take("recording", Longest);
        LogStarted(logger, started.Id);
        changes.Bump();
        return started.Id;
    }

    private void Open()
    {
        var (microphone, problem) = gate.TryOpen();
        if (microphone is null)
        {
            throw new RecorderException(problem!);
        }

        _session!.Continue();
        _problem = "";
        _microphone = microphone;
        changes.Bump();
    }

    private void Pause()
    {
        if (_microphone is { } microphone)
        {
            _microphone = null;
            gate.Close(microphone);
        }

        _session?.Pause();
        changes.Bump();
    }

    private void PauseBecause(string problem)
    {
        _problem = problem;
        Pause();
        LogPaused(logger, problem);
    }

    /// <summary>Ends the recording and keeps it; at the latest the next start does.</summary>
    private async Task StopAsync()
    {
        if (_session is not { } session)
        {
            return;
        }

        try
        {
            Pause();
            if (session.Status(RecorderState.Paused, "").Elapsed > TimeSpan.Zero)
            {
                await journal.AppendAsync(await session.FinishAsync(), CancellationToken.None);
            }
        }
        catch (IOException e)
        {
            LogFailed(logger, e);
            _problem = e.Message;
        }
        finally
        {
            _session = null;
            _hold?.Dispose();
            _hold = null;
            await session.DisposeAsync();
            LogStopped(logger, session.Recording);
            changes.Bump();
        }
    }

    /// <summary>Writes down what the last stop had left unfinished: the blob store has finished it.</summary>
    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        await view.ReachAsync(journal.DurablePosition, cancellationToken);
        foreach (var blob in blobs.Recovered.Where(b => b.Label.StartsWith(Label, StringComparison.Ordinal)))
        {
            if (view.Read(n => n.Recordings.All.FirstOrDefault(r => $"{Label}{r.Id.Epoch:x16}:{r.Id.Sequence}" == blob.Label && r.Id.Device == journal.Device)) is not { Sound: null } recording)
            {
                continue;
            }

            try
            {
                using var content = blobs.OpenRead(blob.Id);
                var reader = new CaptureReader(content!, blob.Label);
                while (reader.Read(out _, out _))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                var (length, lost) = (RecordingSession.Milliseconds(reader.End), RecordingSession.Milliseconds(reader.Lost));
                await journal.AppendAsync(new RecordingStored(recording.Id, blob.Id.ToString(), RecordingFormat.Capture, length, Math.Min(lost, length)), cancellationToken);
                LogRecovered(logger, recording.Id, length);
            }
            catch (Exception e) when (e is IOException or RecordingFormatException)
            {
                LogNotRecovered(logger, recording.Id, e);
            }
        }
    }

    private Task Expect(RecorderState state, Action action)
    {
        var now = Status.State;
        if (now != state)
        {
            throw new RecorderException(now == RecorderState.Idle ? "nothing is recorded" : $"the recording is {(now == RecorderState.Paused ? "paused" : "running")} already");
        }

        action();
        return Task.CompletedTask;
    }

    private async Task AskAsync(Func<Task> action, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _requests.Writer.WriteAsync((action, done), cancellationToken);
        }
        catch (ChannelClosedException e)
        {
            throw new RecorderException("the machine is being switched off", e);
        }

        await done.Task.WaitAsync(cancellationToken);
    }

    private static async Task AnswerAsync((Func<Task> Do, TaskCompletionSource Done) request)
    {
        try
        {
            await request.Do();
            request.Done.SetResult();
        }
        catch (Exception e) when (e is RecorderException or IOException or ArgumentException)
        {
            request.Done.SetException(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "recording {Recording} started")]
    private static partial void LogStarted(ILogger logger, FactId recording);

    [LoggerMessage(Level = LogLevel.Information, Message = "recording {Recording} stopped")]
    private static partial void LogStopped(ILogger logger, FactId recording);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the recording pauses: {Reason}")]
    private static partial void LogPaused(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "the recording ended: what was heard could not be kept")]
    private static partial void LogFailed(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "recording {Recording} was cut off by the last stop: {Milliseconds} ms of it are kept")]
    private static partial void LogRecovered(ILogger logger, FactId recording, int milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "recording {Recording} was cut off by the last stop and cannot be read")]
    private static partial void LogNotRecovered(ILogger logger, FactId recording, Exception e);
}
