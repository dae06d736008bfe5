using System.Collections.Immutable;
using Device.Core.Notebook;
using Device.Host.Notes;
using Device.Recognition.Handwriting;
using Device.Storage;

namespace Device.Host.Flows;

/// <summary>
/// Ink to text: once the hand rests, every line whose strokes changed is read, and the reading is journaled. It reads from
/// the journal's view, so ink is safe before the model sees it.
/// </summary>
internal sealed partial class TextFlow(
    PageReader reader,
    string model,
    WriterMemory? memory,
    Journal journal,
    NotebookView view,
    Revision changes,
    PenActivity activity,
    TimeSpan quiet,
    ILogger<TextFlow> logger)
{
    private long _readUpTo;

    /// <summary>Whether every stroke up to the view's position has been read.</summary>
    public bool IsIdle => Interlocked.Read(ref _readUpTo) >= view.Position;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        long seen = -1;
        if (memory is not null)
        {
            await memory.LoadAsync(cancellationToken);
        }

        while (true)
        {
            seen = await changes.WaitAfterAsync(seen, cancellationToken);
            await activity.RestAsync(quiet, cancellationToken);
            var position = view.Position;
            foreach (var page in view.TakeDrawnPages())
            {
                await ReadPageAsync(page, cancellationToken);
            }

            Interlocked.Exchange(ref _readUpTo, position);
            if (view.Position > position)
            {
                // The readings written here are facts too: one more turn finds nothing to read and catches up with them.
                changes.Bump();
            }
        }
    }

    private async Task ReadPageAsync(FactId id, CancellationToken cancellationToken)
    {
        var page = view.Read(n => n.Find(id) is { Added: { } added } found ? (added, found.Strokes(), found.Lines()) : default((PageAdded Added, ImmutableArray<PlacedStroke> Strokes, ImmutableArray<LineRead> Lines)?));
        if (page is not { } ink)
        {
            return;
        }

        if (memory is not null)
        {
            await memory.LearnAsync(ink.Strokes, ink.Lines, cancellationToken);
        }

        var known = ink.Lines.Select(l => Key(l.Strokes)).ToHashSet();
        var corrected = ink.Lines.Where(l => l.Model == LineCorrected.Model).SelectMany(l => l.Strokes).ToHashSet();
        foreach (var row in PageLines.Split(ink.Strokes, ink.Added).GroupBy(l => l.IsCell ? (l.Row, 0) : (l.Row, l.Column)))
        {
            var ids = row.SelectMany(l => l.Strokes.Select(s => s.Id)).Distinct().ToImmutableArray();

            // The machine that drew a line reads it; the others get its reading. What the user said stands.
            if (ids.Length > FactLimits.References || known.Contains(Key(ids)) || ids.All(corrected.Contains) || ids.All(s => s.Device != journal.Device))
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            var (text, confidence) = Read([.. row]);
            LogRead(logger, ids.Length, text.Length);
            await journal.AppendWhenRoomAsync([new LineRead(id, ids, FactLimits.CutText(text), confidence, model)], cancellationToken);
        }
    }

    /// <summary>A row of boxes is one reading; its other boxes are known and not read again when one is written.</summary>
    private (string Text, float Confidence) Read(IReadOnlyList<PageLine> row)
    {
        var parts = row.OrderBy(l => l.Column).Select(reader.Read).ToArray();
        if (!row[0].IsCell)
        {
            return (parts[0].Text, parts[0].Probability);
        }

        var logarithm = parts.Average(c => Math.Log(Math.Max(c.Probability, 1e-6)));
        return (string.Concat(parts.Select(c => c.Text)), (float)Math.Clamp(Math.Exp(logarithm), 0, 1));
    }

    private static string Key(IEnumerable<FactId> strokes) => string.Join('|', strokes.Order());

    [LoggerMessage(Level = LogLevel.Debug, Message = "read a line of {Strokes} strokes as {Characters} characters")]
    private static partial void LogRead(ILogger logger, int strokes, int characters);
}
