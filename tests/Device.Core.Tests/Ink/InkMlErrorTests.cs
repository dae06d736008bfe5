using System.Text;
using CsCheck;
using Device.Core.Ink;

namespace Device.Core.Tests.Ink;

/// <summary>What is wrong with a document is named: file, line, field, value and what was expected.</summary>
public sealed class InkMlErrorTests
{
    [Theory]
    [InlineData("<trace>1 2,\n3</trace>", 2, "trace[0][1]", "1 values in a point, at least 2")]
    [InlineData("<trace>1 2</trace>\n<trace>1 2\n,3 x</trace>", 3, "trace[1][1].Y", "'x', a number")]
    [InlineData("<trace>1 2 3</trace>", 1, "trace[0][0].Y", "more than 2 values")]
    [InlineData("<trace>1 2,,3 4</trace>", 1, "trace[0][1]", "0 values")]
    [InlineData("<trace>1 2,3 -</trace>", 1, "trace[0][1].Y", "'-', a number")]
    [InlineData("<trace>1 #</trace>", 1, "trace[0][0].Y", "'#', a number")]
    [InlineData("<trace>1 1.2.3</trace>", 1, "trace[0][0].Y", "'1.2.3'")]
    [InlineData("<trace>1 1e999</trace>", 1, "trace[0][0].Y", "'1e999'")]
    [InlineData("<trace>1 2000000</trace>", 1, "trace[0][0].Y", "2000000, a number from -1000000 to 1000000")]
    [InlineData("<trace>'1 2</trace>", 1, "trace[0][0].X", "difference 1 without a value before it")]
    [InlineData("<trace>1 2,\"3 4</trace>", 1, "trace[0][1].X", "second difference 3 without a difference")]
    [InlineData("<trace>* 2</trace>", 1, "trace[0][0].X", "* without a value")]
    [InlineData("<trace>? 2</trace>", 1, "trace[0][0].X", "NaN")]
    [InlineData("<trace>T 2</trace>", 1, "trace[0][0].X", "'T', a number")]
    [InlineData("<trace continuation='end' priorRef='#a'>1 2</trace>", 1, "trace[0]", "priorRef '#a'")]
    [InlineData("\n<trace contextRef='#c'>1 2</trace>", 2, "contextRef", "'#c' names nothing")]
    [InlineData("<trace brushRef='other.xml#b'>1 2</trace>", 1, "brushRef", "'other.xml#b' names nothing")]
    [InlineData("<definitions><brush xml:id='b'/>\n<brush xml:id='b'/></definitions>", 2, "brush", "'b' is defined twice")]
    [InlineData("<traceFormat>\n<channel name='X'/></traceFormat>", 1, "traceFormat", "0 regular channels Y")]
    [InlineData("<traceFormat><channel name='X'/><channel name='X'/><channel name='Y'/></traceFormat>", 1, "traceFormat", "2 regular channels X")]
    [InlineData("<traceFormat>\n<channel/></traceFormat>", 2, "channel ", "no name")]
    [InlineData("<traceFormat>\n<channel name='T' units='hours'/></traceFormat>", 2, "channel T", "units 'hours', ms, s, us or ns")]
    [InlineData("<traceFormat><channel name='F' max='x'/></traceFormat>", 1, "max", "'x', a number")]
    [InlineData("<traceFormat><channel name='F' min='5' max='5'/></traceFormat>", 1, "channel F", "max 5 is not above min 5")]
    [InlineData("<brush><brushProperty name='width' value='100'/></brush>", 1, "brush width", "100 mm, above 0 and at most 64")]
    [InlineData("<brush><brushProperty name='width'/></brush>", 1, "brush width", "no value")]
    [InlineData("<annotation type='kind'>word</annotation>", 1, "kind", "'word', char, line or math")]
    [InlineData("\n\n<trace>1 2</tracer>", 3, "document", "tracer")]
    [InlineData("<trace>1 2", 1, "document", "")]
    public void A_bad_document_is_named(string content, long line, string field, string problem)
    {
        var error = Assert.Throws<InkFormatException>(() => InkMlTests.Read(content));
        Assert.Equal((line, field), (error.Line, error.Field));
        Assert.StartsWith("test.inkml, line ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "document")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>", "root")]
    [InlineData("<ink xmlns='urn:other'/>", "root")]
    [InlineData("<!DOCTYPE ink [<!ENTITY a '1 2'>]><ink xmlns='http://www.w3.org/2003/InkML'><trace>&a;</trace></ink>", "document")]
    [InlineData("<?xml version='1.0' encoding='no-such-code'?><ink/>", "document")]
    public void What_is_not_InkML_is_refused(string document, string field) => Assert.Equal(
        field, Assert.Throws<InkFormatException>(() => InkMl.Read(new MemoryStream(Encoding.UTF8.GetBytes(document)), "test.inkml")).Field);

    [Fact]
    public void Limits_hold_and_are_named()
    {
        var points = string.Join(',', Enumerable.Repeat("0 0", InkLimits.PointsPerStroke));
        var traces = string.Concat(Enumerable.Repeat("<trace>0 0</trace>", InkLimits.StrokesPerSample));
        Assert.Equal(InkLimits.PointsPerStroke, InkMlTests.Read($"<trace>{points}</trace>")[0].Strokes[0].Points.Length);
        Assert.Equal(InkLimits.StrokesPerSample, InkMlTests.Read(traces)[0].Strokes.Length);
        AssertField("trace[0][16384]", $"<trace>{points},0 0</trace>");
        AssertField("trace[1][0]", $"<trace xml:id='a'>{points}</trace><trace continuation='end' priorRef='#a'>0 0</trace>");
        AssertField("trace[4096]", $"{traces}<trace>0 0</trace>");
        AssertField("sample", $"<annotation type='truth'/><traceGroup>{traces}</traceGroup><traceGroup>{traces}</traceGroup>");
        AssertField("truth", $"<annotation type='truth'>{new string('x', InkLimits.LabelLength + 1)}</annotation>");
        AssertField("writer", $"<annotation type='writer'>{new string('x', InkLimits.WriterLength + 1)}</annotation>");
        AssertField("trace[0]", $"<trace>1 {new string(' ', InkLimits.LineBytes)} 2</trace>");
        AssertField("traceFormat", $"<traceFormat>{string.Concat(Enumerable.Range(0, 65).Select(i => $"<channel name='C{i}'/>"))}</traceFormat>");
    }

    [Theory]
    [InlineData("traceGroup")]
    [InlineData("future")]
    [InlineData("annotation")]
    [InlineData("definitions")]
    [InlineData("context")]
    public void Elements_inside_each_other_without_end_are_refused(string name)
    {
        var error = Assert.Throws<InkFormatException>(() => InkMlTests.Read(string.Concat(Enumerable.Repeat($"<{name}>", 100_000))));
        Assert.Equal(name, error.Field);
        Assert.Contains("more than 32 elements inside each other", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_that_never_ends_is_refused()
    {
        using var endless = new EndlessStream("<ink>");
        Assert.Equal("document", Assert.Throws<InkFormatException>(() => InkMl.Read(endless, "a")).Field);
        Assert.InRange(endless.BytesRead, 1, InkLimits.DocumentBytes * 2L);
    }

    [Fact]
    public void Damaged_documents_are_ink_or_a_format_error() => Gen.Select(AnyInk.DrawnSample.Array[1, 2], Damage.Array[1, 3]).Sample(
        (samples, damages) =>
        {
            var file = new MemoryStream();
            InkMl.Write(samples, file);
            AssertSafe(damages.Aggregate(file.ToArray(), (bytes, damage) => damage(bytes)));
        },
        iter: 4000);

    [Fact]
    public void Random_traces_are_ink_or_a_format_error() => Gen.OneOf("1", "-", "'", "\"", "!", "*", "?", ",", " ", "#", "F", "e", ".", "2 3,").Array[0, 20].Sample(
        parts => AssertSafe(Encoding.UTF8.GetBytes($"<ink><trace>1 2,{string.Concat(parts).Replace("\"", "&quot;", StringComparison.Ordinal)}</trace></ink>")), iter: 20_000);

    private static readonly Gen<Func<byte[], byte[]>> Damage = Gen.Select(
        Gen.Int[0, 3], Gen.Int.NonNegative, Gen.OneOf(Gen.Byte, Gen.OneOf("<>&'\"/#!*? ,-=0"u8.ToArray())), MakeDamage);

    private static Func<byte[], byte[]> MakeDamage(int how, int where, byte value) => bytes =>
    {
        var at = where % bytes.Length;
        return how switch
        {
            0 => [.. bytes[..at], value, .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], value, .. bytes[at..]],
            2 => [.. bytes[..at], .. bytes[(at + 1)..], value],
            _ => [.. bytes[..at], .. bytes.Skip(where / 3 % bytes.Length), value],
        };
    };

    private static void AssertSafe(byte[] document)
    {
        try
        {
            var samples = InkMl.Read(new MemoryStream(document), "fuzz");
            var file = new MemoryStream();
            InkMl.Write(samples, file);
            file.Position = 0;
            Assert.Equal(samples, InkMl.Read(file, "again"));
        }
        catch (InkFormatException e)
        {
            Assert.Equal("fuzz", e.InkSource);
        }
    }

    private static void AssertField(string field, string content) => Assert.Equal(field, Assert.Throws<InkFormatException>(() => InkMlTests.Read(content)).Field);
}
