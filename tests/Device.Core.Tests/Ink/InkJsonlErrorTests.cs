using System.Buffers;
using System.Text;
using CsCheck;
using Device.Core.Ink;

namespace Device.Core.Tests.Ink;

/// <summary>What is wrong with a line is named: file, line, field, value and what was expected.</summary>
public sealed class InkJsonlErrorTests
{
    [Theory]
    [InlineData("""{"label":"a"}""", "strokes", "missing")]
    [InlineData("""{"strokes":{}}""", "strokes", "an object, an array of strokes")]
    [InlineData("""{"strokes":null}""", "strokes", "null, an array of strokes")]
    [InlineData("""{"strokes":[[[0,0]],[]]}""", "strokes[1]", "at least one point")]
    [InlineData("""{"strokes":[[[0,0]],7]}""", "strokes[1]", "7, an array of points")]
    [InlineData("""{"strokes":[[[0,0],[1]]]}""", "strokes[0][1]", "1 numbers")]
    [InlineData("""{"strokes":[[[0,0],[1,2,3,1,5]]]}""", "strokes[0][1]", "more than 4 numbers")]
    [InlineData("""{"strokes":[[[0,0],"p"]]}""", "strokes[0][1]", "'p', a point")]
    [InlineData("""{"strokes":[[[0,"1"]]]}""", "strokes[0][0]", "y is '1', a number")]
    [InlineData("""{"strokes":[[[null,1]]]}""", "strokes[0][0]", "x is null")]
    [InlineData("""{"strokes":[[[0,true]]]}""", "strokes[0][0]", "y is true")]
    [InlineData("""{"strokes":[[[0,1e7]]]}""", "strokes[0][0]", "y is 1e7, a number from -1000000 to 1000000")]
    [InlineData("""{"strokes":[[[0,1e999]]]}""", "strokes[0][0]", "y is 1e999")]
    [InlineData("""{"strokes":[[[0,0,1700000000000]]]}""", "strokes[0][0]", "t is 1700000000000")]
    [InlineData("""{"strokes":[[[0,0,0,1.5]]]}""", "strokes[0][0]", "pressure is 1.5, a number from 0 to 1")]
    [InlineData("""{"strokes":[[[0,0,[],1]]]}""", "strokes[0][0]", "t is an array")]
    [InlineData("""{"strokes":[[[0,0]],[[NaN,0]]]}""", "strokes[1][0]", "valid JSON")]
    [InlineData("""{"strokes":[[[0,0]]""", "strokes[1]", "valid JSON")]
    [InlineData("""{"strokes":[[[0,0]]]}}""", "sample", "valid JSON")]
    [InlineData("""{"strokes":[[[0,0]]]} {}""", "sample", "valid JSON")]
    [InlineData("""[]""", "sample", "an array, an object")]
    [InlineData("""3""", "sample", "3, an object")]
    [InlineData("", "sample", "valid JSON")]
    [InlineData("""{"kind":"word","strokes":[]}""", "kind", "'word', char, line or math")]
    [InlineData("""{"kind":3,"strokes":[]}""", "kind", "3, a string")]
    [InlineData("""{"label":3,"strokes":[]}""", "label", "3, a string")]
    [InlineData("""{"writer":["w"],"strokes":[]}""", "writer", "an array, a string")]
    [InlineData("""{"label":"\ud800","strokes":[]}""", "label", "valid Unicode")]
    [InlineData("""{"other":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]],"strokes":[]}""", "sample", "valid JSON")]
    public void A_bad_line_is_named(string line, string field, string problem)
    {
        var error = Assert.Throws<InkFormatException>(() => InkJsonl.Parse(Encoding.UTF8.GetBytes(line), "hand.jsonl", 12));
        Assert.Equal((field, 12), (error.Field, error.Line));
        Assert.StartsWith($"hand.jsonl, line 12: {field}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_never_quotes_the_users_words()
    {
        var error = Assert.Throws<InkFormatException>(() => InkJsonl.Parse("""{"label":"secret","strokes":"secret"}"""u8, "a", 1));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_UTF_8_is_named()
    {
        byte[] line = [.. """{"label":"x"""u8, 0xC3, 0x28, .. "\",\"strokes\":[]}"u8];
        Assert.Equal("label", Assert.Throws<InkFormatException>(() => InkJsonl.Parse(line, "a", 1)).Field);
    }

    [Fact]
    public void A_long_value_is_cut_short()
    {
        var line = $$"""{"strokes":[[[0,1{{new string('0', 10_000)}}]]]}""";
        Assert.InRange(Assert.Throws<InkFormatException>(() => InkJsonl.Parse(Encoding.UTF8.GetBytes(line), "a", 1)).Message.Length, 1, 200);
    }

    [Fact]
    public void Limits_hold_and_are_named()
    {
        var points = string.Join(',', Enumerable.Repeat("[0,0]", InkLimits.PointsPerStroke));
        var strokes = string.Join(',', Enumerable.Repeat("[[0,0]]", InkLimits.StrokesPerSample));
        Assert.Equal(InkLimits.PointsPerStroke, Parse($$"""{"strokes":[[{{points}}]]}""").Strokes[0].Points.Length);
        Assert.Equal(InkLimits.StrokesPerSample, Parse($$"""{"strokes":[{{strokes}}]}""").Strokes.Length);
        AssertField("strokes[0][16384]", $$"""{"strokes":[[{{points}},[0,0]]]}""");
        AssertField("strokes[4096]", $$"""{"strokes":[{{strokes}},[[0,0]]]}""");
        AssertField("label", $$"""{"label":"{{new string('x', InkLimits.LabelLength + 1)}}","strokes":[]}""");
        AssertField("writer", $$"""{"writer":"{{new string('x', InkLimits.WriterLength + 1)}}","strokes":[]}""");
        AssertField("line", new string(' ', InkLimits.LineBytes + 1));
    }

    [Fact]
    public async Task A_line_without_end_is_refused_before_it_fills_the_memory()
    {
        using var endless = new EndlessStream("{");
        var error = await Assert.ThrowsAsync<InkFormatException>(async () =>
            await InkJsonl.ReadAsync(endless, "a", TestContext.Current.CancellationToken).ToArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("line", 1), (error.Field, error.Line));
        Assert.InRange(endless.BytesRead, InkLimits.LineBytes, InkLimits.LineBytes * 3L);
    }

    [Theory]
    [MemberData(nameof(Unwritable))]
    public void What_no_reader_takes_is_not_written(string field, LabelledInk ink)
    {
        Assert.Contains(field, Assert.Throws<ArgumentException>(() => InkJsonl.Write(ink, new ArrayBufferWriter<byte>())).Message, StringComparison.Ordinal);
        Assert.Contains(field, Assert.Throws<ArgumentException>(() => InkMl.Write([ink], new MemoryStream())).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, LabelledInk> Unwritable()
    {
        static LabelledInk Of(InkPoint point) => new("", InkKind.Line, null, [new Stroke([new(0, 0, 0, 0), point])]);
        return new()
        {
            { "label", new(new string('x', InkLimits.LabelLength + 1), InkKind.Line, null, []) },
            { "writer", new("", InkKind.Line, new string('x', InkLimits.WriterLength + 1), []) },
            { "strokes", new("", InkKind.Line, null, default) },
            { "strokes[0][1]", Of(new(float.NaN, 0, 0, 0)) },
            { "strokes[0][1]", Of(new(0, float.PositiveInfinity, 0, 0)) },
            { "strokes[0][1]", Of(new(0, 0, 2e9f, 0)) },
            { "strokes[0][1]", Of(new(0, 0, 0, -0.1f)) },
        };
    }

    [Fact]
    public void Damaged_lines_are_a_sample_or_a_format_error() => Gen.Select(AnyInk.Sample, Gen.Select(Gen.Int[0, 2], Gen.Int.NonNegative, Gen.Byte).Array[1, 3]).Sample(
        (ink, damages) =>
        {
            var line = Encoding.UTF8.GetBytes(InkJsonlTests.Line(ink)).ToList();
            foreach (var (how, where, value) in damages)
            {
                var at = where % line.Count;
                switch (how)
                {
                    case 0: line[at] = value; break;
                    case 1: line.Insert(at, value); break;
                    default: line.RemoveAt(at); break;
                }
            }

            AssertSafe([.. line]);
        },
        iter: 20_000);

    [Fact]
    public void Random_bytes_are_a_format_error() => Gen.Byte.Array[0, 100].Sample(AssertSafe, iter: 5000);

    private static void AssertSafe(byte[] line)
    {
        try
        {
            var ink = InkJsonl.Parse(line, "fuzz", 1);
            Assert.Equal(ink, InkJsonl.Parse(Encoding.UTF8.GetBytes(InkJsonlTests.Line(ink)), "again", 1));
        }
        catch (InkFormatException e)
        {
            Assert.Equal("fuzz", e.InkSource);
        }
    }

    private static LabelledInk Parse(string line) => InkJsonl.Parse(Encoding.UTF8.GetBytes(line), "limits", 1);

    private static void AssertField(string field, string line) => Assert.Equal(field, Assert.Throws<InkFormatException>(() => Parse(line)).Field);
}
