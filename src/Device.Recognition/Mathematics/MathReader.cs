using System.Collections.Immutable;
using Device.Core.Ink;

namespace Device.Recognition.Mathematics;

/// <summary>
/// Reads handwritten school mathematics: strokes to signs with the character net, signs to structure by where they stand, structure
/// to LaTeX and a tree. The rules are in <c>docs/mathematics.md</c>. One caller at a time, as its recogniser.
/// </summary>
/// <param name="characters">Reads single characters; called with <see cref="InkScript.Mathematics"/>. Not disposed of.</param>
public sealed class MathReader(IInkRecognizer characters)
{
    /// <summary>Most strokes of one expression; more are not read.</summary>
    public const int MaxStrokes = 256;

    /// <summary>Ways to cut the ink into signs that are followed to the end.</summary>
    private const int Beam = 6;

    /// <summary>Reads an expression.</summary>
    /// <param name="strokes">The strokes in the order of writing, in any unit; what the eraser drew is left out.</param>
    /// <returns>The reading; without LaTeX when there is no ink, more than <see cref="MaxStrokes"/> strokes, or nothing like a sign.</returns>
    public MathReading Read(ReadOnlySpan<Stroke> strokes)
    {
        var kept = new List<int>();
        for (var i = 0; i < strokes.Length; i++)
        {
            if (strokes[i].Tool == PenTool.Tip)
            {
                kept.Add(i);
            }
        }

        if (kept.Count is 0 or > MaxStrokes)
        {
            return new MathReading("", null, 0, []);
        }

        var written = new Stroke[kept.Count];
        for (var i = 0; i < written.Length; i++)
        {
            written[i] = strokes[kept[i]];
        }

        var best = Best(new MathInk(written, characters));
        return best is null ? new MathReading("", null, 0, []) : Reading(best, kept);
    }

    private static MathSolution? Best(MathInk ink)
    {
        MathSolution? best = null;
        foreach (var (glyphs, score) in Segmentations(ink))
        {
            var solution = MathSolution.Of(glyphs, ink.Em, score);
            if (best is null || solution.Score > best.Score)
            {
                best = solution;
            }
        }

        return best;
    }

    /// <summary>The best ways to cut the ink into signs, by the signs alone.</summary>
    private static List<(List<MathGlyph> Glyphs, float Score)> Segmentations(MathInk ink)
    {
        var ends = new List<(float Score, MathGlyph? Last, int From, int Before)>[ink.Count + 1];
        for (var i = 0; i < ends.Length; i++)
        {
            ends[i] = [];
        }

        ends[0].Add((0, null, 0, 0));
        for (var at = 0; at < ink.Count; at++)
        {
            Prune(ends[at]);
            foreach (var glyph in ink.From(at))
            {
                // Ink that is no sign must not make the rest unreadable.
                var score = glyph.Readings.Length == 0 ? -20 : glyph.Best;
                for (var k = 0; k < ends[at].Count; k++)
                {
                    ends[at + glyph.Strokes.Length].Add((ends[at][k].Score + score, glyph, at, k));
                }
            }
        }

        Prune(ends[^1]);
        var all = new List<(List<MathGlyph>, float)>();
        foreach (var end in ends[^1])
        {
            var glyphs = new List<MathGlyph>();
            for (var e = end; e.Last is not null; e = ends[e.From][e.Before])
            {
                if (e.Last.Readings.Length > 0)
                {
                    glyphs.Add(e.Last);
                }
            }

            glyphs.Reverse();
            if (glyphs.Count > 0)
            {
                all.Add((glyphs, end.Score));
            }
        }

        return all;
    }

    private static void Prune(List<(float Score, MathGlyph? Last, int From, int Before)> ends)
    {
        ends.Sort((a, b) => b.Score.CompareTo(a.Score));
        if (ends.Count > Beam)
        {
            ends.RemoveRange(Beam, ends.Count - Beam);
        }
    }

    private static MathReading Reading(MathSolution best, List<int> kept)
    {
        var symbols = best.Symbols.Select(s => s with { Strokes = [.. s.Strokes.Select(i => kept[i])] }).ToImmutableArray();
        var log = symbols.Average(s => Math.Log(Math.Max(s.Probability, 1e-6)));
        return new MathReading(best.Latex, best.Expression, (float)Math.Exp(log), symbols);
    }
}
