using System.Buffers;
using CsCheck;
using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Core.Tests.Notebook;

public sealed class FactCodecTests
{
    private static readonly FactId Id = new(DeviceId.Parse("school/desk-1"), 1, 1);

    [Fact]
    public void A_fact_of_any_kind_reads_back_as_it_was_written_and_says_how_long_it_is() =>
        AnyFact.Fact.Sample(
            fact =>
            {
                var bytes = Write(fact);
                Assert.Equal(fact, FactCodec.Read([.. bytes, 1, 2, 3], out var consumed));
                Assert.Equal(bytes.Length, consumed);
            },
            iter: 2000);

    [Fact]
    public void A_fact_that_was_read_is_written_again_in_the_same_bytes() =>
        AnyFact.Fact.Sample(fact => Assert.Equal(Write(fact), Write(FactCodec.Read(Write(fact), out _))), iter: 500);

    [Fact]
    public void Every_kind_has_a_codec()
    {
        foreach (var kind in Enum.GetValues<FactKind>())
        {
            // An empty body is none of any known kind: only an unknown one takes it as it is.
            var error = Assert.Throws<FactFormatException>(() => FactCodec.ReadBody(kind, []));
            Assert.NotEmpty(error.Field);
        }
    }

    [Fact]
    public void A_kind_of_a_later_version_is_kept_byte_for_byte()
    {
        var body = Assert.IsType<UnknownBody>(FactCodec.ReadBody((FactKind)200, [1, 2, 3]));
        Assert.Equal([1, 2, 3], body.Bytes);
        Assert.Equal((FactKind)200, body.Kind);
    }

    [Fact]
    public void A_page_template_of_a_later_version_is_kept()
    {
        var page = new PageAdded(Id, (PageTemplate)77, 100, 100, 8);
        Assert.Equal(page, FactCodec.Read(Write(new Fact(Id, default, page)), out _).Body);
    }

    [Fact]
    public void The_longest_stroke_of_a_hand_fits_into_half_a_body()
    {
        var random = new Random(1);
        var points = new InkPoint[InkLimits.PointsPerStroke];
        var (x, y) = (100f, 100f);
        for (var i = 0; i < points.Length; i++)
        {
            // Up to 2 m/s at 240 reports a second: 8 mm from report to report.
            (x, y) = (x + (random.NextSingle() * 16) - 8, y + (random.NextSingle() * 16) - 8);
            points[i] = new InkPoint(x, y, i * 1000 / 240f, random.NextSingle()).Quantise();
        }

        var bytes = Write(new Fact(Id, default, new StrokeAdded(Id, new Stroke([.. points]))));
        Assert.InRange(bytes.Length, InkLimits.PointsPerStroke * 4, FactLimits.BodyBytes / 2);
    }

    [Fact]
    public void The_greatest_texts_fit_into_a_body()
    {
        var text = new string('永', FactLimits.TextLength);
        Assert.InRange(Write(new Fact(Id, default, new AnswerReceived(Id, text, text, text))).Length, 1, FactLimits.BodyBytes);
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_could_not_be_read_again_is_not_written(string field, FactBody body)
    {
        var error = Assert.Throws<ArgumentException>(() => Write(new Fact(Id, default, body)));
        Assert.Contains(field, error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, FactBody> Unreadable()
    {
        var far = new InkPoint(-InkLimits.Coordinate * 2, 0, 0, 0.5f);
        return new()
        {
            { "title", new NoteCreated(new string('x', FactLimits.TitleLength + 1)) },
            { "width", new PageAdded(Id, PageTemplate.Blank, float.NaN, 100, 8) },
            { "height", new PageAdded(Id, PageTemplate.Blank, 100, 1001, 8) },
            { "pitch", new PageAdded(Id, PageTemplate.Blank, 100, 100, 2) },
            { "device", new PageAdded(default, PageTemplate.Blank, 100, 100, 8) },
            { "strokes", new StrokesErased(Id, []) },
            { "strokes", new StrokesErased(Id, default) },
            { "strokes", new StrokesErased(Id, [.. Enumerable.Repeat(Id, FactLimits.References + 1)]) },
            { "confidence", new LineRead(Id, [Id], "a", 1.5f, "m") },
            { "model", new LineRead(Id, [Id], "a", 1, new string('m', FactLimits.ModelLength + 1)) },
            { "text", new QuestionAsked(Id, new string('x', FactLimits.TextLength + 1), "") },
            { "stroke.x", new StrokeAdded(Id, new Stroke([far])) },
            { "stroke.y", new StrokeAdded(Id, new Stroke([far with { X = 0, Y = float.PositiveInfinity }])) },
            { "stroke.time", new StrokeAdded(Id, new Stroke([new InkPoint(0, 0, -1, 0.5f)])) },
            { "stroke.time", new StrokeAdded(Id, new Stroke([new InkPoint(0, 0, float.NaN, 0.5f)])) },
            { "stroke.pressure", new StrokeAdded(Id, new Stroke([new InkPoint(0, 0, 0, 1.5f)])) },
            { "body", new UnknownBody((FactKind)200, [.. new byte[FactLimits.BodyBytes + 1]]) },
        };
    }

    [Fact]
    public void A_time_after_the_last_reading_of_the_clock_is_neither_written_nor_read()
    {
        Assert.Throws<ArgumentException>(() => Write(new Fact(Id, new Hlc(Hlc.MaxValue.Value + 1), new NoteCreated("a"))));
        var bytes = Write(new Fact(Id, Hlc.MaxValue, new NoteCreated("a")));
        var time = 1 + "school/desk-1".Length + 8 + 1;
        bytes[time + 7] = 0x80;
        Assert.Equal("time", Assert.Throws<FactFormatException>(() => FactCodec.Read(bytes, out _)).Field);
    }

    [Theory]
    [InlineData("a number in its shortest form", new byte[] { 0x81, 0x00 })]
    [InlineData("at most 64 bits", new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x81, 0x01 })]
    [InlineData("in its shortest form", new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02 })]
    [InlineData("valid UTF-8", new byte[] { 0x02, 0xC3, 0x28 })]
    [InlineData("2 bytes expected, 1 left", new byte[] { 0x02, 0x41 })]
    [InlineData("bytes too many", new byte[] { 0x01, 0x41, 0x42 })]
    [InlineData("outside 0 to 768", new byte[] { 0x81, 0x06 })]
    public void Bytes_that_are_no_title_are_named(string expected, byte[] body)
    {
        var error = Assert.Throws<FactFormatException>(() => FactCodec.ReadBody(FactKind.NoteCreated, body));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_in_a_longer_form_than_needed_is_refused()
    {
        var output = new ArrayBufferWriter<byte>();
        FactCodec.WriteBody(new StrokesErased(Id, [Id]), output);
        var one = output.WrittenSpan.ToArray();
        var length = (one.Length - 1) / 2;

        // page, count 2, then the same stroke twice in the long form
        byte[] twice = [.. one[..length], 2, .. one[(length + 1)..], .. one[(length + 1)..]];
        Assert.Equal("strokes", Assert.Throws<FactFormatException>(() => FactCodec.ReadBody(FactKind.StrokesErased, twice)).Field);
    }

    private static byte[] Write(Fact fact)
    {
        var output = new ArrayBufferWriter<byte>();
        FactCodec.Write(fact, output);
        return output.WrittenSpan.ToArray();
    }
}
