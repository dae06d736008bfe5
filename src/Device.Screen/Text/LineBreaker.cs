using System.Buffers;

namespace Device.Screen.Text;

/// <summary>
/// Where lines of Chinese and Latin text may end: between wide characters except before closing and after opening
/// punctuation, and after spaces and hyphens; a word longer than a line is cut. Pure.
/// </summary>
internal static class LineBreaker
{
    private static readonly SearchValues<char> NotFirst = SearchValues.Create("、。，．：；？！）】》〉」』”’％%…—·・,.;:?!)]}>»‰℃°々ー～～/");
    private static readonly SearchValues<char> NotLast = SearchValues.Create("（【《〈「『“‘([{<«￥$￡#@");

    /// <summary>Breaks one paragraph.</summary>
    /// <param name="text">The paragraph, without line feeds.</param>
    /// <param name="starts">For each character where it starts, NaN where it cannot be parted from the one before; one more for the end.</param>
    /// <param name="width">The longest line, in the unit of <paramref name="starts"/>.</param>
    /// <param name="rows">Receives start and end of each line; spaces at a break belong to neither line.</param>
    /// <param name="most">Stops after this many lines in <paramref name="rows"/>.</param>
    internal static void Break(ReadOnlySpan<char> text, ReadOnlySpan<float> starts, float width, List<(int Start, int End)> rows, int most)
    {
        var start = 0;
        do
        {
            var end = EndOfLine(text, starts, start, width);
            var trimmed = end;
            while (trimmed > start && text[trimmed - 1] == ' ' && end < text.Length)
            {
                trimmed--;
            }

            rows.Add((start, trimmed));
            start = end;
        }
        while (start < text.Length && rows.Count < most);
    }

    private static int EndOfLine(ReadOnlySpan<char> text, ReadOnlySpan<float> starts, int start, float width)
    {
        var lastBreak = start;
        for (var i = start; i < text.Length;)
        {
            var next = i + 1;
            while (next < text.Length && float.IsNaN(starts[next]))
            {
                next++;
            }

            if (i > start && CanBreak(text[i - 1], text[i]))
            {
                lastBreak = i;
            }

            if (starts[next] - starts[start] > width && text[i] != ' ')
            {
                return lastBreak > start ? lastBreak : i > start ? i : next;
            }

            i = next;
        }

        return text.Length;
    }

    private static bool CanBreak(char before, char after)
    {
        if (after == ' ' || NotFirst.Contains(after) || NotLast.Contains(before))
        {
            return false;
        }

        return before is ' ' or '-' || IsWide(before) || IsWide(after);
    }

    private static bool IsWide(char c) =>
        c is (>= '\u2E80' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7A3') or (>= '\uF900' and <= '\uFAFF')
            or (>= '\uFE30' and <= '\uFE4F') or (>= '\uFF00' and <= '\uFFEF') or '…' or '—' or '“' or '”'
        || char.IsSurrogate(c);
}
