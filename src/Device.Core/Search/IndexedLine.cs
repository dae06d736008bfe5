using System.Collections.Immutable;
using System.Text;
using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Core.Search;

/// <summary>Where in a line a query was found.</summary>
internal sealed record LineMatch(float Probability, bool IsBestText, InkBounds Box, ImmutableArray<FactId> Strokes);

/// <summary>A line as it is searched: for every character what it may say, best first.</summary>
internal sealed class IndexedLine
{
    /// <summary>Probability of one character of a longer query that no reading says; makes up for one that was misread wholly.</summary>
    private const float Missed = 0.001f;

    private const int LongEnoughToMiss = 4;

    private readonly (Rune Text, float Log)[][] _places;
    private readonly (InkBounds Box, ImmutableArray<FactId> Strokes)[] _ink;
    private readonly ulong _possible;

    private IndexedLine(string text, (Rune Text, float Log)[][] places, (InkBounds Box, ImmutableArray<FactId> Strokes)[] ink)
    {
        (Text, _places, _ink) = (text, places, ink);
        foreach (var candidate in places.SelectMany(p => p))
        {
            _possible |= Bit(candidate.Text);
        }
    }

    public string Text { get; }

    /// <summary>A line that was read; null when none of its ink is there any more. Without candidates its best text is all it may say, on the whole line's ink.</summary>
    public static IndexedLine? Of(LineRead line, LineCandidates? candidates, Dictionary<FactId, InkBounds> boxes)
    {
        var strokes = line.Strokes.Where(boxes.ContainsKey).ToImmutableArray();
        if (strokes.IsEmpty || line.Text.Length == 0)
        {
            return null;
        }

        var whole = (InkBounds.Of(strokes.Select(s => boxes[s])), strokes);
        return candidates is null
            ? Plain(line.Text, whole)
            : Create(line.Text, candidates.Characters.SelectMany(c => Places(c, line, boxes, whole)));
    }

    public static IndexedLine? Of(TextBlock block) =>
        Plain(block.Text, (new InkBounds(block.Added.X, block.Added.Y, block.Added.X + block.Added.Width, block.Added.Y), []));

    /// <summary>The likeliest place of a query, or null.</summary>
    public LineMatch? Find(ImmutableArray<Rune> wanted, float least)
    {
        var misses = 0;
        foreach (var character in wanted)
        {
            misses += (_possible & Bit(character)) == 0 ? 1 : 0;
        }

        var allowed = wanted.Length >= LongEnoughToMiss ? 1 : 0;
        if (misses > allowed)
        {
            return null;
        }

        var (best, at) = (MathF.Log(least) * wanted.Length, -1);
        for (var i = 0; i + wanted.Length <= _places.Length; i++)
        {
            var score = Score(i, wanted, allowed, best);
            if (score >= best && (at < 0 || score > best))
            {
                (best, at) = (score, i);
            }
        }

        if (at < 0)
        {
            return null;
        }

        var ink = _ink[at..(at + wanted.Length)];
        var isBest = !wanted.Where((w, k) => _places[at + k][0].Text != w).Any();
        return new LineMatch(
            MathF.Exp(best / wanted.Length), isBest, InkBounds.Of(ink.Select(c => c.Box)), [.. ink.SelectMany(c => c.Strokes).Distinct()]);
    }

    private float Score(int from, ImmutableArray<Rune> wanted, int misses, float enough)
    {
        var sum = 0f;
        for (var k = 0; k < wanted.Length && sum >= enough; k++)
        {
            var log = float.NegativeInfinity;
            foreach (var candidate in _places[from + k])
            {
                if (candidate.Text == wanted[k])
                {
                    log = candidate.Log;
                    break;
                }
            }

            if (float.IsNegativeInfinity(log))
            {
                if (misses-- == 0)
                {
                    return float.NegativeInfinity;
                }

                log = MathF.Log(Missed);
            }

            sum += log;
        }

        return sum;
    }

    private static IndexedLine? Plain(string text, (InkBounds, ImmutableArray<FactId>) ink) =>
        Create(text, InkIndex.Fold(text).Select(c => (Readings: new[] { (c, 0f) }, ink)));

    private static IndexedLine? Create(string text, IEnumerable<((Rune, float)[] Readings, (InkBounds, ImmutableArray<FactId>) Ink)> places)
    {
        var all = places.ToArray();
        return all.Length == 0 ? null : new IndexedLine(text, [.. all.Select(p => p.Readings)], [.. all.Select(p => p.Ink)]);
    }

    /// <summary>A character, or as many as its best reading has; none for a space.</summary>
    private static IEnumerable<((Rune, float)[] Readings, (InkBounds, ImmutableArray<FactId>) Ink)> Places(
        RecognizedCharacter character, LineRead line, Dictionary<FactId, InkBounds> boxes, (InkBounds, ImmutableArray<FactId>) whole)
    {
        var strokes = character.Strokes.Where(i => i < line.Strokes.Length).Select(i => line.Strokes[i]).Where(boxes.ContainsKey).ToImmutableArray();
        var ink = strokes.IsEmpty ? whole : (InkBounds.Of(strokes.Select(s => boxes[s])), strokes);
        var folded = character.Candidates.Select(c => (Text: InkIndex.Fold(c.Text), Log: MathF.Log(Math.Max(c.Probability, 1e-7f)))).ToArray();
        for (var k = 0; k < folded[0].Text.Length; k++)
        {
            // A capital and its small letter are one reading, as likely as both.
            yield return ([.. folded.Where(f => f.Text.Length == folded[0].Text.Length).Select(f => (Text: f.Text[k], f.Log)).GroupBy(f => f.Text)
                .Select(g => (g.Key, Math.Min(0, MathF.Log(g.Sum(f => MathF.Exp(f.Log))))))], ink);
        }
    }

    private static ulong Bit(Rune character) => 1UL << (int)((uint)(character.Value * 2_654_435_761u) >> 26);
}
