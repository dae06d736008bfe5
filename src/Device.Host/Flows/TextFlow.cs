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
    IInkRecognizer recognizer, Journal journal, NotebookView view, Revision changes, PenActivity activity, TimeSpan quiet, ILogger<TextFlow> logger)
{
    private const int Candidates = 5;

    private const int MaxCachedCells = 4_096;

    // A row of boxes is one reading; its other boxes are not read again when one is written.
    private readonly Dictionary<string, ImmutableArray<InkCandidate>> _cells = [];
    private long _readUpTo;

    /// <summary>Whether every stroke up to the view's position has been read.</summary>
    public bool IsIdle => Interlocked.Read(ref _readUpTo) >= view.Position;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        long seen = -1;
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
            var read = await journal.AppendWhenRoomAsync([new LineRead(id, ids, FactLimits.CutText(text), confidence, recognizer.Model)], cancellationToken);
            if (LineCandidates.Of(id, read[0].Id, characters) is { } candidates)
            {
                await journal.AppendWhenRoomAsync([candidates], cancellationToken);
            }
        }
    }

    private (string Text, float Confidence, IEnumerable<RecognizedCharacter> Characters) Read(IReadOnlyList<PageLine> row, ImmutableArray<FactId> ids)
    {
        if (!row[0].IsCell)
        {
            var line = recognizer.RecognizeLine([.. row[0].Strokes.Select(s => s.Stroke)], InkScript.Any);
            return (line.Text, Math.Clamp(line.Probability, 0, 1), line.Characters.Select(c => c with { Strokes = Places(c.Strokes.Select(i => row[0].Strokes[i].Id), ids) }));
        }

        var ordered = row.OrderBy(l => l.Column).ToArray();
        var cells = ordered.Select(ReadCell).ToArray();
        var best = cells.Select(c => c.IsEmpty ? new InkCandidate("", 0) : c[0]).ToArray();
        var logarithm = best.Average(c => Math.Log(Math.Max(c.Probability, 1e-6)));
        return (
            string.Concat(best.Select(c => c.Text)),
            (float)Math.Clamp(Math.Exp(logarithm), 0, 1),
            ordered.Zip(cells, (line, read) => new RecognizedCharacter(read, Places(line.Strokes.Select(s => s.Id), ids))));
    }

    private static ImmutableArray<int> Places(IEnumerable<FactId> strokes, ImmutableArray<FactId> ids) => [.. strokes.Select(s => ids.IndexOf(s)).Where(i => i >= 0).Distinct()];

    private ImmutableArray<InkCandidate> ReadCell(PageLine cell)
    {
        // A stroke of which a part was erased is other ink under the same name.
        var key = string.Join('|', cell.Strokes.Select(s => $"{s.Id} {s.Piece} {s.Placement}").Order(StringComparer.Ordinal));
        if (!_cells.TryGetValue(key, out var best))
        {
            if (_cells.Count == MaxCachedCells)
            {
                _cells.Clear();
            }

            var found = recognizer.RecognizeCharacter([.. cell.Strokes.Select(s => s.Stroke)], InkScript.Any, Candidates);
            best = found;
            _cells.Add(key, best);
        }

        return best;
    }

    private static string Key(IEnumerable<FactId> strokes) => string.Join('|', strokes.Order());

    [LoggerMessage(Level = LogLevel.Debug, Message = "read a line of {Strokes} strokes as {Characters} characters")]
    private static partial void LogRead(ILogger logger, int strokes, int characters);
}
