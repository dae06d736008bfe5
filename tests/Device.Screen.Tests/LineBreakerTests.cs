using CsCheck;
using Device.Screen.Text;

namespace Device.Screen.Tests;

public sealed class LineBreakerTests
{
    [Theory]
    [InlineData("天地玄黄宇宙洪荒", 3, "天地玄|黄宇宙|洪荒")]
    [InlineData("天地玄，黄宇宙", 3, "天地|玄，黄|宇宙")]
    [InlineData("天地“玄黄”", 3, "天地|“玄|黄”")]
    [InlineData("see the ink", 8, "see the|ink")]
    [InlineData("see the ink", 7, "see the|ink")]
    [InlineData("墨水ink好", 4, "墨水|ink好")]
    [InlineData("abcdefgh", 3, "abc|def|gh")]
    [InlineData("well-known", 6, "well-|known")]
    [InlineData("", 3, "")]
    public void Lines_end_where_a_reader_expects_it(string text, float width, string expected) =>
        Assert.Equal(expected, string.Join('|', Break(text, width)));

    [Fact]
    public void No_text_is_lost_and_no_line_is_too_wide() =>
        Gen.Select(Gen.String[Samples.AnyOf('天', '地', 'a', 'b', ' ', '，', '。', '（', '-', '”'), 0, 60], Gen.Int[1, 12]).Sample(
            (text, width) =>
            {
                var rows = Break(text, width);
                Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), string.Concat(rows).Replace(" ", "", StringComparison.Ordinal));
                Assert.All(rows, row => Assert.True(row.TrimEnd(' ').Length <= width, $"'{row}' is wider than {width}"));
            },
            iter: 2_000);

    [Fact]
    public void No_line_begins_with_closing_punctuation() =>
        Gen.Select(Samples.AnyOf("天", "地，", "（玄", "黄）", "it ", "ink。").Array[0, 30].Select(string.Concat), Gen.Int[4, 12]).Sample(
            (text, width) => Assert.All(Break(text, width), row => Assert.False(row.Length > 0 && "，。）".Contains(row[0], StringComparison.Ordinal), row)),
            iter: 2_000);

    [Fact]
    public void No_more_lines_are_made_than_were_asked_for() => Assert.Equal(2, Break(new string('天', 1000), 3, 2).Count);

    [Fact]
    public void A_pair_of_surrogates_is_never_parted()
    {
        var text = string.Concat(Enumerable.Repeat("𠮷", 5));
        var starts = Enumerable.Range(0, text.Length + 1).Select(i => i % 2 == 0 ? i / 2f : float.NaN).ToArray();
        var rows = new List<(int Start, int End)>();
        LineBreaker.Break(text, starts, 2, rows, 10);
        Assert.Equal([(0, 4), (4, 8), (8, 10)], rows);
    }

    private static List<string> Break(string text, float width, int most = 1000)
    {
        var rows = new List<(int Start, int End)>();
        LineBreaker.Break(text, [.. Enumerable.Range(0, text.Length + 1).Select(i => (float)i)], width, rows, most);
        return [.. rows.Select(r => text[r.Start..r.End])];
    }
}
