using System.Threading.Channels;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Host.Notes;
using Device.Screen.Layout;
using Device.Screen.Refresh;
using Device.Storage;

namespace Device.Host.Flows;

/// <summary>
/// Pen to journal: samples are echoed on the panel at once, become strokes, and every stroke is on flash before anything
/// else is done with it. When storage is full the pen leaves no mark, so that nobody believes it was kept; strokes that were
/// under way wait in memory for room.
/// </summary>
internal sealed partial class InkFlow(
    IPenSource pen, InkEcho echo, ScreenLayout layout, Journal journal, NotebookView view, Desk desk, PenActivity activity, Revision changes, int queue,
    ILogger<InkFlow> logger)
{
    private const int SamplesPerWakeUp = 256;

    // Ink is never dropped: when the journal is slower than the hand, the pen's own queue fills and contact waits there.
    private readonly Channel<(FactId Page, Stroke Stroke)> _strokes =
        Channel.CreateBounded<(FactId, Stroke)>(new BoundedChannelOptions(queue) { SingleReader = true, SingleWriter = true });

    private long _open;
    private long _samples;
    private long _refused;

    /// <summary>Pen samples that were dealt with.</summary>
    public long Samples => Interlocked.Read(ref _samples);

    /// <summary>Strokes begun and not yet on flash.</summary>
    public long Pending => Interlocked.Read(ref _open);

    /// <summary>Pen contact samples that were not taken because storage was full.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(ReadPenAsync(cancellationToken), WriteJournalAsync(cancellationToken));

    private async Task ReadPenAsync(CancellationToken cancellationToken)
    {
        var samples = new PenSample[SamplesPerWakeUp];
        var strokes = new StrokeBuilder();
        try
        {
            int count;
            while ((count = await pen.ReadAsync(samples, cancellationToken)) > 0)
            {
                ToPage(samples.AsSpan(0, count));
                if (!strokes.IsOpen && journal.Space.Now.State == StorageState.Full)
                {
                    Refuse(samples.AsSpan(0, count));
                }

                await EchoAsync(samples.AsMemory(0, count), cancellationToken);
                for (var i = 0; i < count; i++)
                {
                    await TakeAsync(samples[i], strokes, cancellationToken);
                }

                Interlocked.Add(ref _samples, count);
            }
        }
        finally
        {
            if (strokes.Flush() is { } last)
            {
                _strokes.Writer.TryWrite((desk.Page, last));
            }

            _strokes.Writer.Complete();
        }
    }

    /// <summary>From millimetres of the panel to millimetres of the page; a touch beside the page is not ink.</summary>
    private void ToPage(Span<PenSample> samples)
    {
        var (width, height) = desk.Size;
        var mapping = layout.MapPage(width, height);
        var scale = layout.Panel.PixelsPerMillimetre;
        foreach (ref var sample in samples)
        {
            var (x, y) = mapping.ToMillimetres(sample.X * scale, sample.Y * scale);
            var isOnPage = x >= 0 && y >= 0 && x <= width && y <= height;
            sample = sample with { X = x, Y = y, Phase = isOnPage ? sample.Phase : PenPhase.Away };
        }
    }

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

    private async ValueTask EchoAsync(ReadOnlyMemory<PenSample> samples, CancellationToken cancellationToken)
    {
        try
        {
            await echo.DrawAsync(samples.Span, cancellationToken);
        }
        catch (IOException e)
        {
            // A panel that does not answer must not cost ink; the next refresh shows it.
            LogEchoFailed(logger, e);
        }
    }

    private async ValueTask TakeAsync(PenSample sample, StrokeBuilder strokes, CancellationToken cancellationToken)
    {
        if (sample.Phase == PenPhase.Contact)
        {
            activity.Touched();
        }

        var wasOpen = strokes.IsOpen;
        var stroke = strokes.Add(sample);

        // A stroke counts from its first point until it is on flash.
        if (strokes.IsOpen && (!wasOpen || stroke is not null))
        {
            Interlocked.Increment(ref _open);
        }

        if (stroke is not null)
        {
            await _strokes.Writer.WriteAsync((desk.Page, stroke), cancellationToken);
        }
    }

    /// <summary>Runs until the pen's side is complete, so that a stop in mid-stroke still saves what was drawn.</summary>
    private async Task WriteJournalAsync(CancellationToken cancellationToken)
    {
        var bodies = new List<FactBody>();
        while (await _strokes.Reader.WaitToReadAsync(CancellationToken.None))
        {
            bodies.Clear();
            var taken = 0;
            while (_strokes.Reader.TryRead(out var next))
            {
                taken++;
                if (Fact(next.Page, next.Stroke) is { } body)
                {
                    bodies.Add(body);
                }

                // An eraser must see the strokes before it, so it ends the batch.
                if (next.Stroke.Tool == PenTool.Eraser)
                {
                    break;
                }
            }

            if (bodies.Count > 0)
            {
                await AppendAsync(bodies, cancellationToken);
            }

            Interlocked.Add(ref _open, -taken);
        }
    }

    private async Task AppendAsync(List<FactBody> bodies, CancellationToken cancellationToken)
    {
        try
        {
            await journal.AppendAsync(bodies, CancellationToken.None);
        }
        catch (StorageFullException e)
        {
            // The echo shows them and they are not kept: the page is shown as it is, with the sign.
            LogWaiting(logger, bodies.Count, e);
            changes.Bump();
            try
            {
                await journal.AppendWhenRoomAsync(bodies, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                LogLost(logger, bodies.Count);
            }
        }
    }

    private FactBody? Fact(FactId page, Stroke stroke)
    {
        if (stroke.Tool == PenTool.Tip)
        {
            return new StrokeAdded(page, stroke);
        }

        var touched = view.Read(n => n.Find(page)?.Strokes() ?? []).Where(s => EraserHits.Touches(stroke, s.Stroke))
            .Select(s => s.Id).Take(FactLimits.References);
        return touched.ToArray() is { Length: > 0 } ids ? new StrokesErased(page, [.. ids]) : null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "storage is full: {Strokes} strokes wait in memory for room")]
    private static partial void LogWaiting(ILogger logger, int strokes, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "stopped while storage was full: {Strokes} strokes could not be kept")]
    private static partial void LogLost(ILogger logger, int strokes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the panel did not take live ink; the next refresh brings it")]
    private static partial void LogEchoFailed(ILogger logger, Exception e);
}
