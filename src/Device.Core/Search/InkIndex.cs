using System.Collections.Immutable;
using System.Text;
using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Core.Search;

/// <summary>
/// Finds text in handwriting by everything that its characters may say, so that ink is found whose best text is wrong. Letters are compared
/// without case and width; spaces count nowhere. Lines are scanned: a bit for each possible character of a line
/// passes nearly all of them over. Below 500 bytes a written character of four strokes and eight readings. Not thread-safe.
/// </summary>
public sealed class InkIndex
{
    /// <summary>Characters of a query.</summary>
    public const int MaxQuery = 64;

    /// <summary>Hits of one search.</summary>
    public const int MaxHits = 200;

    /// <summary>Lines of all pages; what comes later is not indexed and counted in <see cref="Refused"/>.</summary>
    public const int MaxLines = 100_000;

    /// <summary>Least geometric mean of the probabilities of what was found.</summary>
    public const float LeastProbability = 0.03f;

    private const int MaxSnippet = 200;

    private readonly Dictionary<FactId, List<IndexedLine>> _pages = [];

    /// <summary>Lines in the index.</summary>
    public int Lines { get; private set; }

    /// <summary>Lines that were not taken because the index was full.</summary>
    public int Refused { get; private set; }

    /// <summary>Takes a page as it is now in place of what it was.</summary>
    /// <param name="id">The page.</param>
    /// <param name="page">The page, or null when there is none any more.</param>
    public void Put(FactId id, Page? page)
    {
        if (_pages.Remove(id, out var before))
        {
            Lines -= before.Count;
        }

        if (page is null)
        {
            return;
        }

        var boxes = page.Strokes().GroupBy(s => s.Id).ToDictionary(g => g.Key, g => InkBounds.Of(g.Select(s => s.Stroke)));
        var lines = page.LinesWithCandidates().Select(l => IndexedLine.Of(l.Line, l.Candidates, boxes))
            .Concat(page.Blocks().Select(IndexedLine.Of)).OfType<IndexedLine>().ToList();
        var room = Math.Max(0, MaxLines - Lines);
        Refused += Math.Max(0, lines.Count - room);
        lines = [.. lines.Take(room)];
        if (lines.Count > 0)
        {
            _pages.Add(id, lines);
            Lines += lines.Count;
        }
    }

    /// <summary>Searches.</summary>
    /// <param name="query">1 to <see cref="MaxQuery"/> characters besides spaces; an empty or longer one finds nothing.</param>
    /// <param name="limit">Most hits, 1 to <see cref="MaxHits"/>.</param>
    /// <param name="bestTextOnly">Whether only lines count whose best text says it.</param>
    /// <param name="least">Least geometric mean of the probabilities, above 0.</param>
    /// <returns>The likeliest first.</returns>
    public ImmutableArray<SearchHit> Search(string query, int limit = 50, bool bestTextOnly = false, float least = LeastProbability)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxHits);
        var wanted = Fold(query);
        if (wanted.Length is 0 or > MaxQuery)
        {
            return [];
        }

        var hits = new List<(IndexedLine Line, FactId Page, LineMatch Match)>();
        foreach (var (page, lines) in _pages)
        {
            foreach (var line in lines)
            {
                if (line.Find(wanted, least) is { } match && (match.IsBestText || !bestTextOnly))
                {
                    hits.Add((line, page, match));
                }
            }
        }

        return
        [
            .. hits.OrderByDescending(h => h.Match.IsBestText).ThenByDescending(h => h.Match.Probability).ThenBy(h => h.Page).ThenBy(h => h.Match.Box.Top)
                .Take(limit).Select(h => new SearchHit(
                    h.Page, h.Match.Box, h.Line.Text.Length <= MaxSnippet ? h.Line.Text : h.Line.Text[..MaxSnippet], h.Match.Probability, h.Match.IsBestText, h.Match.Strokes)),
        ];
    }

    /// <summary>A text as it is compared: without case, width and spaces.</summary>
    internal static ImmutableArray<Rune> Fold(string text)
    {
        var folded = ImmutableArray.CreateBuilder<Rune>();
        foreach (var rune in text.EnumerateRunes())
        {
            // Full-width forms by hand: string normalisation needs ICU, which a small machine does not have.
            var half = rune.Value is >= 0xFF01 and <= 0xFF5E ? new Rune(rune.Value - 0xFEE0) : rune;
            if (!Rune.IsWhiteSpace(half))
            {
                folded.Add(Rune.ToLowerInvariant(half));
            }
        }

        return folded.ToImmutable();
    }
}
