using System.Threading.Channels;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Host.Notes;
using Device.Screen;
using Device.Storage;

namespace Device.Host.Flows;

/// <summary>
/// Pen to journal: samples are echoed on the panel at once, become strokes, and every stroke is on flash before anything
/// else is done with it.
/// </summary>
internal sealed class InkFlow(
    IPenSource pen, InkEcho echo, ScreenLayout layout, Journal journal, NotebookView view, Desk desk, PenActivity activity, int queue)
{
    private const int SamplesPerWakeUp = 256;

    // Ink is never dropped: when the journal is slower than the hand, the pen's own queue fills and contact waits there.
    private readonly Channel<(FactId Page, Stroke Stroke)> _strokes =
        Channel.CreateBounded<(FactId, Stroke)>(new BoundedChannelOptions(queue) { SingleReader = true, SingleWriter = true });

    private long _open;

    /// <summary>Strokes begun and not yet on flash.</summary>
    public long Pending => Interlocked.Read(ref _open);

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
                for (var i = 0; i < count; i++)
                {
                    await TakeAsync(layout.ToPage(samples[i]), strokes, cancellationToken);
                }

                await echo.FlushAsync(cancellationToken);
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

    private async ValueTask TakeAsync(PenSample sample, StrokeBuilder strokes, CancellationToken cancellationToken)
    {
        if (sample.Phase == PenPhase.Contact)
        {
            activity.Touched();
            if (!strokes.IsOpen)
            {
                Interlocked.Increment(ref _open);
            }
        }

        echo.Add(sample);
        if (strokes.Add(sample) is { } stroke)
        {
            if (strokes.IsOpen)
            {
                Interlocked.Increment(ref _open);
            }

            await _strokes.Writer.WriteAsync((desk.Page, stroke), cancellationToken);
        }
    }

    /// <summary>Runs until the pen's side is complete, so that a stop in mid-stroke still saves what was drawn.</summary>
    private async Task WriteJournalAsync(CancellationToken stopping)
    {
        _ = stopping;
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
                await journal.AppendAsync(bodies, CancellationToken.None);
            }

            Interlocked.Add(ref _open, -taken);
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
}
