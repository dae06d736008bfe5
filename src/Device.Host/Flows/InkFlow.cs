using System.Threading.Channels;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Host.Notes;
using Device.Host.Speech;
using Device.Storage;

namespace Device.Host.Flows;

/// <summary>
/// Pen to journal: samples are echoed on the panel at once, by a thread of their own, become strokes, and every stroke is on
/// flash before anything else is done with it. Strokes that were under way when storage became full wait in memory for room.
/// </summary>
internal sealed partial class InkFlow(
    PenThread pen, Journal journal, NotebookView view, Desk desk, Revision changes, RecordingClock recording, TimeProvider time, int queue, ILogger<InkFlow> logger)
{
    // Ink is never dropped: when the journal is slower than the hand, samples wait before this queue, and then in the pen's own.
    private readonly Channel<(FactId Page, Stroke Stroke, StrokeMoment? Moment)> _strokes =
        Channel.CreateBounded<(FactId, Stroke, StrokeMoment?)>(new BoundedChannelOptions(queue) { SingleReader = true, SingleWriter = true });

    private StrokeMoment? _begun;
    private long _open;
    private long _samples;

    /// <summary>Pen samples that were dealt with.</summary>
    public long Samples => Interlocked.Read(ref _samples);

    /// <summary>Strokes begun and not yet on flash.</summary>
    public long Pending => Interlocked.Read(ref _open);

    /// <summary>Pen contact samples that were not taken because storage was full.</summary>
    public long Refused => pen.Refused;

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(pen.RunAsync(cancellationToken), BuildStrokesAsync(), WriteJournalAsync(cancellationToken));

    /// <summary>Runs until the pen's side is complete, so that a stop in mid-stroke still saves what was drawn.</summary>
    private async Task BuildStrokesAsync()
    {
        var strokes = new StrokeBuilder();
        FactId? page = null;
        try
        {
            while (await pen.Samples.WaitToReadAsync(CancellationToken.None))
            {
                while (pen.Samples.TryRead(out var next))
                {
                    // Ink belongs to the page it was begun on, even when another one was opened before it was finished.
                    page = strokes.IsOpen ? page : next.Page;
                    await TakeAsync(page, next.Sample, strokes);
                    Interlocked.Increment(ref _samples);
                }
            }
        }
        catch (Exception e)
        {
            pen.Abandon(e);
            throw;
        }
        finally
        {
            if (strokes.Flush() is { } last)
            {
                _strokes.Writer.TryWrite((page ?? desk.Page, last, _begun));
            }

            _strokes.Writer.TryComplete();
        }
    }

    private async ValueTask TakeAsync(FactId? page, PenSample sample, StrokeBuilder strokes)
    {
        var wasOpen = strokes.IsOpen;
        var stroke = strokes.Add(sample);
        var begun = _begun;
        if (strokes.IsOpen && (!wasOpen || stroke is not null))
        {
            _begun = recording.At(pen.IsTimed ? sample.TimestampMicroseconds : (long)(time.GetTimestamp() * (1_000_000.0 / time.TimestampFrequency)));
        }

        // A stroke counts from its first point until it is on flash.
        if (strokes.IsOpen && (!wasOpen || stroke is not null))
        {
            Interlocked.Increment(ref _open);
        }

        if (stroke is not null)
        {
            await _strokes.Writer.WriteAsync((page ?? desk.Page, stroke, begun), CancellationToken.None);
        }
    }

    private async Task WriteJournalAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteAllAsync(cancellationToken);
        }
        catch (Exception e)
        {
            // Who hands strokes on would wait for ever.
            _strokes.Writer.TryComplete(e);
            throw;
        }
    }

    private async Task WriteAllAsync(CancellationToken cancellationToken)
    {
        var (bodies, moments) = (new List<FactBody>(), new List<StrokeMoment?>());
        while (await _strokes.Reader.WaitToReadAsync(CancellationToken.None))
        {
            bodies.Clear();
            moments.Clear();
            var taken = 0;
            while (_strokes.Reader.TryRead(out var next))
            {
                taken++;
                bodies.AddRange(Facts(next.Page, next.Stroke));
                moments.AddRange(Enumerable.Repeat(next.Moment, bodies.Count - moments.Count));

                // An eraser must see the strokes before it, so it ends the batch.
                if (next.Stroke.Tool == PenTool.Eraser)
                {
                    break;
                }
            }

            if (bodies.Count > 0)
            {
                var facts = await AppendAsync(bodies, cancellationToken);
                foreach (var tie in Ties(facts, moments))
                {
                    await AppendAsync([tie], cancellationToken);
                }
            }

            Interlocked.Add(ref _open, -taken);
        }
    }

    private async Task<IReadOnlyList<Fact>> AppendAsync(List<FactBody> bodies, CancellationToken cancellationToken)
    {
        try
        {
            return await journal.AppendAsync(bodies, CancellationToken.None);
        }
        catch (StorageFullException e)
        {
            // The echo shows them and they are not kept: the page is shown as it is, with the sign.
            LogWaiting(logger, bodies.Count, e);
            changes.Bump();
            try
            {
                return await journal.AppendWhenRoomAsync(bodies, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                LogLost(logger, bodies.Count);
                return [];
            }
        }
    }

    /// <summary>What was heard when strokes were begun; a stroke has its name only once it is written down.</summary>
    private static IEnumerable<FactBody> Ties(IReadOnlyList<Fact> facts, List<StrokeMoment?> moments) =>
        facts.Zip(moments, (fact, moment) => (fact, moment)).Where(t => t.fact.Body is StrokeAdded && t.moment is not null)
            .GroupBy(t => t.moment!.Value.Recording, t => (t.fact.Id, t.moment!.Value.Place))
            .SelectMany(g => g.Chunk(FactLimits.References).Select(c => new StrokesRecorded(g.Key, [.. c.Select(s => s.Id)], [.. c.Select(s => s.Place)])));

    private IEnumerable<FactBody> Facts(FactId page, Stroke stroke)
    {
        if (stroke.Tool == PenTool.Tip)
        {
            return [new StrokeAdded(page, stroke)];
        }

        // Facts about a stroke name the page on which it was drawn, wherever it lies now.
        return view.Read(n => n.Find(page)?.Strokes() ?? []).Where(s => EraserHits.Touches(stroke, s.Stroke))
            .Select(s => (s.Home, s.Id)).Distinct().Take(FactLimits.References)
            .GroupBy(s => s.Home, s => s.Id).Select(s => new StrokesErased(s.Key, [.. s]));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "storage is full: {Strokes} strokes wait in memory for room")]
    private static partial void LogWaiting(ILogger logger, int strokes, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "stopped while storage was full: {Strokes} strokes could not be kept")]
    private static partial void LogLost(ILogger logger, int strokes);
}
