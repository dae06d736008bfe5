using System.Collections.Immutable;
using Device.Core.Ink;
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
            var (text, confidence, characters) = Read([.. row], ids);
            LogRead(logger, ids.Length, text.Length);
            var read = await journal.AppendWhenRoomAsync([new LineRead(id, ids, FactLimits.CutText(text), confidence, model)], cancellationToken);
            if (LineCandidates.Of(id, read[0].Id, characters) is { } candidates)
            {
                await journal.AppendWhenRoomAsync([candidates], cancellationToken);
            }
        }
    }

    /// <summary>A row of boxes is one reading; its other boxes are known and not read again when one is written.</summary>
    private (string Text, float Confidence, IEnumerable<RecognizedCharacter> Characters) Read(IReadOnlyList<PageLine> row, ImmutableArray<FactId> ids)
    {
        var parts = row.OrderBy(l => l.Column).Select(line => (Line: line, Reading: reader.Read(line))).ToArray();
        var characters = parts.SelectMany(p => p.Reading.Characters.Select(c => c with { Strokes = Places(c.Strokes.Select(i => p.Line.Strokes[i].Id), ids) }));
        if (!row[0].IsCell)
        {
            return (parts[0].Reading.Text, parts[0].Reading.Probability, characters);
        }

        var logarithm = parts.Average(p => Math.Log(Math.Max(p.Reading.Probability, 1e-6)));
        return (string.Concat(parts.Select(p => p.Reading.Text)), (float)Math.Clamp(Math.Exp(logarithm), 0, 1), characters);
    }

    private static ImmutableArray<int> Places(IEnumerable<FactId> strokes, ImmutableArray<FactId> ids) => [.. strokes.Select(s => ids.IndexOf(s)).Where(i => i >= 0).Distinct()];

    private static string Key(IEnumerable<FactId> strokes) => string.Join('|', strokes.Order());

    [LoggerMessage(Level = LogLevel.Debug, Message = "read a line of {Strokes} strokes as {Characters} characters")]
    private static partial void LogRead(ILogger logger, int strokes, int characters);
}
