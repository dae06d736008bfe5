using System.Collections.Immutable;
using System.Text;
using Device.Core.Ink;

namespace Device.Recognition.Handwriting;

/// <summary>Which character of a line as it was read is which character of the text that the user says it is.</summary>
internal static class CorrectionAlignment
{
    /// <summary>Longest text that is aligned; time and memory grow with its square.</summary>
    private const int Longest = 512;

    /// <summary>Aligns by the least number of edits, spaces apart.</summary>
    /// <param name="read">The characters as they were read.</param>
    /// <param name="text">The text the user gave.</param>
    /// <returns>
    /// Characters and what they are, whether read right or wrong. Beside a character too many or too few the ink may have been cut
    /// wrong, so that neighbours of such a place are left out.
    /// </returns>
    internal static IReadOnlyList<(RecognizedCharacter Character, string Label)> Of(ImmutableArray<RecognizedCharacter> read, string text)
    {
        var a = read.Where(c => !c.Strokes.IsEmpty).ToArray();
        var b = text.EnumerateRunes().Where(r => !Rune.IsWhiteSpace(r)).Select(r => r.ToString()).ToArray();
        if (a.Length is 0 or > Longest || b.Length is 0 or > Longest)
        {
            return [];
        }

        var cost = Costs(a, b);
        var pairs = new List<(RecognizedCharacter Character, string Label)>();
        var isAfterGap = false;
        for (var (i, j) = (a.Length, b.Length); i > 0 || j > 0;)
        {
            if (i > 0 && j > 0 && cost[i, j] == cost[i - 1, j - 1] + Differ(a[i - 1], b[j - 1]))
            {
                var isBeforeGap = !(i == 1 && j == 1) && !(i > 1 && j > 1 && cost[i - 1, j - 1] == cost[i - 2, j - 2] + Differ(a[i - 2], b[j - 2]));
                if (!isAfterGap && !isBeforeGap)
                {
                    pairs.Add((a[i - 1], b[j - 1]));
                }

                (i, j, isAfterGap) = (i - 1, j - 1, false);
            }
            else
            {
                (i, j) = i > 0 && cost[i, j] == cost[i - 1, j] + 1 ? (i - 1, j) : (i, j - 1);
                isAfterGap = true;
            }
        }

        pairs.Reverse();
        return pairs;
    }

    private static int[,] Costs(RecognizedCharacter[] a, string[] b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                cost[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(cost[i - 1, j - 1] + Differ(a[i - 1], b[j - 1]), Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
            }
        }

        return cost;
    }

    private static int Differ(RecognizedCharacter read, string label) => MarkWidths.Ascii(read.Candidates[0].Text) == MarkWidths.Ascii(label) ? 0 : 1;
}
