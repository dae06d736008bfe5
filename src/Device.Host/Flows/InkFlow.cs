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
/// else is done with it.
/// </summary>
internal sealed partial class InkFlow(
    IPenSource pen, InkEcho echo, ScreenLayout layout, Journal journal, NotebookView view, Desk desk, PenActivity activity, int queue, ILogger<InkFlow> logger)
{
    private const int SamplesPerWakeUp = 256;

    // Ink is never dropped: when the journal is slower than the hand, the pen's own queue fills and contact waits there.
    private readonly Channel<(FactId Page, Stroke Stroke)> _strokes =
        Channel.CreateBounded<(FactId, Stroke)>(new BoundedChannelOptions(queue) { SingleReader = true, SingleWriter = true });

    private long _open;
    private long _samples;

    /// <summary>Pen samples that were dealt with.</summary>
    public long Samples => Interlocked.Read(ref _samples);

    /// <summary>Strokes begun and not yet on flash.</summary>
    public long Pending => Interlocked.Read(ref _open);

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(ReadPenAsync(cancellationToken), WriteJournalAsync());

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
    private async Task WriteJournalAsync()
    {
        var bodies = new List<FactBody>();
        while (await _strokes.Reader.WaitToReadAsync(CancellationToken.None))
        {
            bodies.Clear();
            var taken = 0;
            while (_strokes.Reader.TryRead(out var next))
            {
                taken++;
                bodies.AddRange(Facts(next.Page, next.Stroke));

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

    [LoggerMessage(Level = LogLevel.Warning, Message = "the panel did not take live ink; the next refresh brings it")]
    private static partial void LogEchoFailed(ILogger logger, Exception e);
}
