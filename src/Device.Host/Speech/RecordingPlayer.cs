using Device.Boards;
using Device.Core.Notebook;
using Device.Core.Speech;
using Device.Host.Notes;
using Device.Storage;

namespace Device.Host.Speech;

/// <summary>Plays a recording from any place on the board's loudspeaker, a part of a second at a time, until it is over or stopped. Thread-safe.</summary>
internal sealed partial class RecordingPlayer(BlobStore blobs, NotebookView view, BoardSound sound, TimeProvider time, ILogger<RecordingPlayer> logger) : IAsyncDisposable
{
    private const int Block = AudioFrame.SampleRate / 2;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private CancellationTokenSource? _stopping;
    private Task _playing = Task.CompletedTask;
    private volatile Playing? _now;

    /// <summary>The recording that is played and where, in milliseconds; null when none is.</summary>
    public StrokeMoment? Now => _now is { } now
        ? new StrokeMoment(now.Recording, now.From + (int)Math.Min(now.Length, time.GetElapsedTime(now.Since).TotalMilliseconds))
        : null;

    /// <summary>Plays from a place; what was played before stops.</summary>
    /// <exception cref="RecorderException">It is not known, not here, or there is no loudspeaker.</exception>
    public async Task PlayAsync(StrokeMoment from, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await StopPlayingAsync();
            var stored = view.Read(n => n.Recordings.Find(from.Recording)?.Sound) ?? throw new RecorderException("the recording is not finished, or not known");
            var (source, speaker) = Open(stored);
            source.Skip((long)from.Place * AudioFrame.SampleRate / 1_000);
            _stopping = new CancellationTokenSource();
            _playing = RunAsync(from.Recording, source, speaker, _stopping.Token);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Plays what was heard when a stroke was begun.</summary>
    /// <exception cref="RecorderException">Nothing was recorded then.</exception>
    public Task PlayFromStrokeAsync(FactId stroke, CancellationToken cancellationToken) => PlayAsync(
        view.Read(n => n.Recordings.MomentOf(stroke)) ?? throw new RecorderException("nothing was recorded when this was written"), cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await StopPlayingAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopPlayingAsync();
        _turn.Dispose();
    }

    private (RecordingSound Source, ISpeaker Speaker) Open(RecordingStored stored)
    {
        try
        {
            var speaker = sound.OpenSpeaker() ?? throw new RecorderException("this machine has no loudspeaker");
            return (RecordingSound.Open(blobs, stored) ?? throw new RecorderException("the recording's sound is not on this machine"), speaker);
        }
        catch (IOException e)
        {
            throw new RecorderException(e.Message, e);
        }
    }

    private async Task StopPlayingAsync()
    {
        if (_stopping is { } stopping)
        {
            await stopping.CancelAsync();
            await _playing;
            stopping.Dispose();
            _stopping = null;
        }
    }

    private async Task RunAsync(FactId recording, RecordingSound source, ISpeaker speaker, CancellationToken cancellationToken)
    {
        // The caller has its answer before the first sound.
        await Task.Yield();
        var block = new short[Block];
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var from = (int)(source.Position * 1_000 / AudioFrame.SampleRate);
                var count = source.Read(block);
                if (count == 0)
                {
                    return;
                }

                _now = new Playing(recording, from, count * 1_000 / AudioFrame.SampleRate, time.GetTimestamp());
                await speaker.PlayAsync(block.AsMemory(0, count), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
        catch (IOException e)
        {
            LogFailed(logger, e);
        }
        finally
        {
            _now = null;
            source.Dispose();
            (speaker as IDisposable)?.Dispose();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "a recording could not be played")]
    private static partial void LogFailed(ILogger logger, Exception e);

    private sealed record Playing(FactId Recording, int From, int Length, long Since);
}
