using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Hardware.Pen;
using Device.Host.Notes;
using Device.Screen.Layout;
using Device.Screen.Refresh;
using Device.Storage;

namespace Device.Host.Flows;

/// <summary>
/// Pen to panel on a thread of its own, so that nothing that is busy in the pool holds ink up: each wake-up drains what the pen
/// has, draws it once, and hands it on for strokes. Allocates nothing per sample.
/// </summary>
internal sealed partial class PenThread(
    IPenSource pen, InkEcho echo, ScreenLayout layout, Desk desk, PenActivity activity, StorageSpace space, TimeProvider time, ILogger logger)
{
    private const int SamplesPerWakeUp = 256;

    // About five seconds of writing. Contact is never dropped: when the journal is slower than the hand for so long, the pen's
    // own queue fills, and contact waits there.
    private const int SamplesAhead = 1_024;

    private readonly Channel<(FactId? Page, PenSample Sample)> _samples = Channel.CreateBounded<(FactId?, PenSample)>(
        new BoundedChannelOptions(SamplesAhead) { SingleReader = true, SingleWriter = true });

    private readonly PenSample[] _buffer = new PenSample[SamplesPerWakeUp];
    private bool _isWriting;
    private long _refused;

    /// <summary>Whether samples are stamped by the machine's own clock.</summary>
    public bool IsTimed => pen.IsTimed;

    /// <summary>Pen contact samples that were not taken because storage was full.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>What was written, in millimetres of the page that was open then. Ends when the pen is gone or the thread has ended.</summary>
    public ChannelReader<(FactId? Page, PenSample Sample)> Samples => _samples.Reader;

    /// <summary>Runs the thread.</summary>
    /// <returns>A task that ends with the thread.</returns>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Run(ended, cancellationToken)) { IsBackground = true, Name = "ink" };
        thread.Start();
        return ended.Task;
    }

    /// <summary>The journal's side has failed: nothing more is taken.</summary>
    public void Abandon(Exception reason) => _samples.Writer.TryComplete(reason);

    [SuppressMessage("Design", "CA1031", Justification = "A thread has no caller: whatever ends it goes to who waits for its task.")]
    private void Run(TaskCompletionSource ended, CancellationToken cancellationToken)
    {
        try
        {
            LogStarted(logger, UrgentThread.TryRaise());
            int count;
            while ((count = pen.Read(_buffer, cancellationToken)) > 0)
            {
                Take(_buffer.AsSpan(0, count), cancellationToken);
            }

            _samples.Writer.TryComplete();
            ended.SetResult();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _samples.Writer.TryComplete();
            ended.SetCanceled(cancellationToken);
        }
        catch (Exception e)
        {
            _samples.Writer.TryComplete(e);
            ended.SetException(e);
        }
    }

    private void Take(Span<PenSample> samples, CancellationToken cancellationToken)
    {
        var read = time.GetTimestamp();
        var oldest = pen.IsTimed ? samples[0].TimestampMicroseconds * (time.TimestampFrequency / 1_000_000) : 0;
        var touches = ToPage(samples);
        if (!_isWriting && space.Now.State == StorageState.Full)
        {
            Refuse(samples);
        }
        else if (touches)
        {
            activity.Touched();
        }

        _isWriting = samples[^1].Phase == PenPhase.Contact;

        Echo(samples, new PenMoment(oldest, read, time.GetTimestamp()), cancellationToken);
        FactId? page = desk.IsOpen ? desk.Page : null;
        foreach (ref readonly var sample in samples)
        {
            if (!_samples.Writer.TryWrite((page, sample)))
            {
                // Not cancelled: what was read is kept. The journal's side goes on until this queue is empty.
                _samples.Writer.WriteAsync((page, sample), CancellationToken.None).AsTask().GetAwaiter().GetResult();
            }
        }
    }

    /// <summary>When storage is full the pen leaves no mark, so that nobody believes it was kept.</summary>
    private void Refuse(Span<PenSample> samples)
    {
        foreach (ref var sample in samples)
        {
            if (sample.Phase == PenPhase.Contact)
            {
                sample = sample with { Phase = PenPhase.Away };
                Interlocked.Increment(ref _refused);
            }
        }
    }

    /// <summary>From millimetres of the panel to millimetres of the page; a touch beside the page is not ink.</summary>
    /// <returns>Whether any touches the page.</returns>
    private bool ToPage(Span<PenSample> samples)
    {
        var (width, height) = desk.Size;
        var mapping = layout.MapPage(width, height);
        var scale = layout.Panel.PixelsPerMillimetre;
        var touches = false;
        foreach (ref var sample in samples)
        {
            var (x, y) = mapping.ToMillimetres(sample.X * scale, sample.Y * scale);
            var isOnPage = x >= 0 && y >= 0 && x <= width && y <= height;
            sample = sample with { X = x, Y = y, Phase = isOnPage ? sample.Phase : PenPhase.Away };
            touches |= sample.Phase == PenPhase.Contact;
        }

        return touches;
    }

    private void Echo(ReadOnlySpan<PenSample> samples, PenMoment moment, CancellationToken cancellationToken)
    {
        try
        {
            var sent = echo.DrawAsync(samples, moment, cancellationToken);
            if (sent.IsCompleted)
            {
                sent.GetAwaiter().GetResult();
            }
            else
            {
                // A busy panel must hold up neither the next samples nor their strokes.
                _ = ObserveAsync(sent);
            }
        }
        catch (IOException e)
        {
            // A panel that does not answer must not cost ink; the next refresh shows it.
            LogEchoFailed(logger, e);
        }
    }

    private async Task ObserveAsync(ValueTask sent)
    {
        try
        {
            await sent;
        }
        catch (IOException e)
        {
            LogEchoFailed(logger, e);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The machine is being stopped; the ink itself is on its way to the journal.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the panel did not take live ink; the next refresh brings it")]
    private static partial void LogEchoFailed(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Debug, Message = "the pen's thread runs, with a raised priority: {Raised}")]
    private static partial void LogStarted(ILogger logger, bool raised);
}
