using System.Text;
using CsCheck;
using Device.Core.Ink;

namespace Device.Core.Tests.Ink;

public sealed class InkMlTests
{
    private const float None = float.NaN;

    [Fact]
    public void A_document_of_one_trace_is_one_sample()
    {
        var ink = Assert.Single(Read("<trace>10 0, 9.5 14,8 -28</trace>"));
        Assert.Equal(new LabelledInk("", InkKind.Line, null, [new Stroke([new(10, 0, None, None), new(9.5f, 14, None, None), new(8, -28, None, None)])]), ink);
    }

    [Fact]
    public void Differences_and_second_differences_follow_the_recommendation()
    {
        // The worked example of the recommendation's section on traces, with its two boolean channels.
        var ink = Read("""
            <context><traceFormat>
              <channel name="X" type="decimal"/><channel name="Y" type="decimal"/>
              <intermittentChannels><channel name="S1" type="boolean" default="F"/><channel name="S2" type="boolean" default="F"/></intermittentChannels>
            </traceFormat></context>
            <trace>1125 18432,'23'43,"7"-8,3-5,7 -3,6 2,6 8,3 6 T,2 4*T,3 6,3-6 F F</trace>
            """);
        Assert.Equal(
            [
                (1125, 18432), (1148, 18475), (1178, 18510), (1211, 18540), (1251, 18567), (1297, 18596),
                (1349, 18633), (1404, 18676), (1461, 18723), (1521, 18776), (1584, 18823),
            ],
            Positions(ink));
    }

    [Theory]
    [InlineData("1 1,2 *,* 3", new[] { 1f, 1, 2, 1, 2, 3 })]
    [InlineData("0 0,'2'1,* *,* 5", new[] { 0f, 0, 2, 1, 4, 2, 6, 7 })]
    [InlineData("0 0,'1'1,\"1\"0,* *,* *", new[] { 0f, 0, 1, 1, 3, 2, 6, 3, 10, 4 })]
    [InlineData("0 0,'2'2,!9!9,1 1", new[] { 0f, 0, 2, 2, 9, 9, 1, 1 })]
    [InlineData("#FF #1a,-#F -  2", new[] { 255f, 26, -15, -2 })]
    [InlineData("1e2 .5,1.5E-1 -.25,5. +3", new[] { 100f, 0.5f, 0.15f, -0.25f, 5, 3 })]
    [InlineData("\n 1\t1 ,\r\n2 2 , ", new[] { 1f, 1, 2, 2 })]
    [InlineData("1-1,2-2", new[] { 1f, -1, 2, -2 })]
    public void Values_are_read_as_the_grammar_says(string trace, float[] positions) =>
        Assert.Equal(positions.Chunk(2).Select(p => (p[0], p[1])), Positions(Read($"<trace>{trace}</trace>")));

    [Fact]
    public void Channels_may_come_in_any_order_and_unknown_ones_are_skipped()
    {
        var ink = Read("""
            <context><traceFormat>
              <channel name="F" min="100" max="300"/><channel name="OTx"/><channel name="Y"/><channel name="T" units="s"/><channel name="X"/>
            </traceFormat></context>
            <trace>200 45 2 0.5 1, 400 * 4 0.75 3, 0 ? '1 ? '1</trace>
            """);
        Assert.Equal([new(1, 2, 500, 0.5f), new(3, 4, 750, 1), new(4, 5, None, 0)], Assert.Single(ink[0].Strokes).Points);
    }

    [Theory]
    [InlineData("<channel name='F' max='255'/>", "51", 0.2f)]
    [InlineData("<channel name='F' min='-10' max='10'/>", "5", 0.75f)]
    [InlineData("<channel name='F' units='%'/>", "35", 0.35f)]
    [InlineData("<channel name='F'/>", "0.35", 0.35f)]
    [InlineData("<channel name='F'/>", "512", None)]
    [InlineData("<channel name='F' max='255'/>", "?", None)]
    [InlineData("<channel name='F' max='255'/>", "*", None)]
    public void Force_becomes_a_pressure_from_0_to_1(string channel, string value, float pressure)
    {
        var ink = Read($"<context><traceFormat><channel name='X'/><channel name='Y'/>{channel}</traceFormat></context><trace>1 2 {value}</trace>");
        Assert.Equal(pressure, ink[0].Strokes[0].Points[0].Pressure, 1e-6f);
    }

    [Theory]
    [InlineData("", "12.5", 12.5f)]
    [InlineData("units='ms'", "12.5", 12.5f)]
    [InlineData("units='s'", "0.0125", 12.5f)]
    [InlineData("units='us'", "12500", 12.5f)]
    public void Time_is_in_milliseconds(string units, string value, float milliseconds) => Assert.Equal(
        milliseconds,
        Read($"<context><traceFormat><channel name='X'/><channel name='Y'/><channel name='T' {units}/></traceFormat></context><trace>1 2 {value}</trace>")[0].Strokes[0].Points[0].Time,
        1e-5f);

    [Fact]
    public void A_pen_that_counts_from_1970_starts_each_sample_at_0()
    {
        var ink = Read("""
            <context><traceFormat><channel name="X"/><channel name="Y"/><channel name="T"/></traceFormat></context>
            <traceGroup><annotation type="truth">a</annotation><trace>1 1 1700000000000,2 2 1700000000010</trace><trace>1 1 1700000000500</trace></traceGroup>
            <traceGroup><annotation type="truth">b</annotation><trace>1 1 1700009000000,2 2 1700009000020</trace></traceGroup>
            """);
        Assert.Equal([0, 10, 500], ink[0].Strokes.SelectMany(s => s.Points).Select(p => p.Time));
        Assert.Equal([0, 20], ink[1].Strokes[0].Points.Select(p => p.Time));
    }

    [Fact]
    public void Groups_of_one_labelled_document_keep_one_time_line()
    {
        var ink = Assert.Single(Read("""
            <context><traceFormat><channel name="X"/><channel name="Y"/><channel name="T"/></traceFormat></context>
            <annotation type="truth">ab</annotation>
            <traceGroup><annotation type="truth">a</annotation><trace>1 1 1700000000000</trace></traceGroup>
            <traceGroup><annotation type="truth">b</annotation><trace>1 1 1700000060000</trace></traceGroup>
            """));
        Assert.Equal(("ab", 2), (ink.Label, ink.Strokes.Length));
        Assert.Equal([0, 60_000], ink.Strokes.Select(s => s.Points[0].Time));
    }

    [Fact]
    public void An_axis_that_points_the_other_way_is_turned() => Assert.Equal(
        [(1, -2)],
        Positions(Read("<context><traceFormat><channel name='X'/><channel name='Y' orientation='-ve'/></traceFormat></context><trace>1 2</trace>")));

    [Fact]
    public void Top_level_groups_with_a_label_of_their_own_are_samples()
    {
        var ink = Read("""
            <annotation type="writer">w1</annotation>
            <traceGroup><annotation type="truth">永</annotation><trace>1 1</trace><traceGroup><annotation type="truth">part</annotation><trace>2 2</trace></traceGroup></traceGroup>
            <traceGroup><annotation type="label">to be</annotation><annotation type="writer">w2</annotation><trace>3 3</trace></traceGroup>
            <traceGroup><annotation type="truth">x</annotation><annotation type="label">ignored</annotation><annotation type="kind">math</annotation></traceGroup>
            """);
        Assert.Equal([("永", InkKind.Character, "w1", 2), ("to be", InkKind.Line, "w2", 1), ("x", InkKind.Mathematics, "w1", 0)],
            ink.Select(i => (i.Label, i.Kind, i.Writer!, i.Strokes.Length)));
    }

    [Fact]
    public void Traces_outside_of_labelled_groups_are_one_unlabelled_sample()
    {
        var ink = Read("<trace>1 1</trace><traceGroup><annotation type='truth'>a</annotation><trace>2 2</trace></traceGroup><traceGroup><trace>3 3</trace></traceGroup>");
        Assert.Equal([("", 2), ("a", 1)], ink.Select(i => (i.Label, i.Strokes.Length)));
    }

    [Fact]
    public void Written_mathematics_in_the_form_of_the_public_collections_is_one_sample()
    {
        // The shape of the CROHME collections: loose traces, a truth in dollar signs, groups that only point at traces.
        var ink = Assert.Single(Read("""
            <traceFormat><channel name="X" type="decimal"/><channel name="Y" type="decimal"/></traceFormat>
            <annotation type="truth">$x^2$</annotation><annotation type="UI">2011_x</annotation><annotation type="writer">w9</annotation>
            <annotationXML type="truth" encoding="Content-MathML"><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math></annotationXML>
            <trace id="0">1 2, 3 4</trace><trace id="1">5 6</trace>
            <traceGroup xml:id="s"><annotation type="truth">Segmentation</annotation>
              <traceGroup xml:id="g"><annotation type="truth">x</annotation><traceView traceDataRef="0"/></traceGroup>
            </traceGroup>
            """));
        Assert.Equal(("x^2", InkKind.Mathematics, "w9", 2), (ink.Label, ink.Kind, ink.Writer!, ink.Strokes.Length));
    }

    [Fact]
    public void Formats_and_brushes_are_found_by_their_names()
    {
        // The shape that office programs write.
        var ink = Assert.Single(Read("""
            <definitions>
              <context xml:id="ctx0">
                <inkSource xml:id="src0">
                  <traceFormat><channel name="X" type="integer" max="1920" units="cm"/><channel name="Y" type="integer" units="cm"/><channel name="F" type="integer" max="32767" units="dev"/></traceFormat>
                  <channelProperties><channelProperty channel="X" name="resolution" value="28.36" units="1/cm"/></channelProperties>
                </inkSource>
                <timestamp xml:id="ts0" timeString="2020-01-01T00:00:00"/>
              </context>
              <brush xml:id="br0"><brushProperty name="width" value="0.1" units="cm"/><brushProperty name="color" value="#FF0000"/></brush>
              <brush xml:id="br1"><annotation type="tool">eraser</annotation><brushProperty name="width" value="7" units="px"/></brush>
            </definitions>
            <trace contextRef="#ctx0" brushRef="#br0">100 200 16383.5</trace>
            <traceGroup contextRef="#ctx0" brushRef="#br1"><trace>1 2 0</trace></traceGroup>
            <trace brushRef="#DefaultBrush">3 4</trace>
            """));
        Assert.Equal([new(100, 200, None, 0.5f)], ink.Strokes[0].Points);
        Assert.Equal([(1f, PenTool.Tip), (Stroke.DefaultWidth, PenTool.Eraser), (Stroke.DefaultWidth, PenTool.Tip)], ink.Strokes.Select(s => (s.Width, s.Tool)));
    }

    [Fact]
    public void A_context_between_traces_holds_for_those_after_it()
    {
        var ink = Assert.Single(Read("""
            <trace>1 2</trace>
            <context><traceFormat><channel name="Y"/><channel name="X"/></traceFormat><brush><brushProperty name="width" value="2"/></brush></context>
            <trace>1 2</trace>
            <context contextRef="#DefaultContext"/>
            <trace>1 2</trace>
            """));
        Assert.Equal([(1, 2), (2, 1), (1, 2)], Positions([ink]));
        Assert.Equal([0.5f, 2, 0.5f], ink.Strokes.Select(s => s.Width));
    }

    [Fact]
    public void Movement_above_the_paper_and_empty_traces_are_no_strokes() =>
        Assert.Equal([(3, 4)], Positions(Read("<trace type='penUp'>1 2</trace><trace/><trace> </trace><trace type='penDown'>3 4</trace>")));

    [Fact]
    public void A_trace_that_continues_the_one_before_is_the_same_stroke()
    {
        var ink = Read("<trace xml:id='a' continuation='begin'>1 1</trace><trace xml:id='b' continuation='middle' priorRef='#a'>2 2</trace><trace continuation='end' priorRef='#b'>3 3</trace>");
        Assert.Equal(3, Assert.Single(ink[0].Strokes).Points.Length);
    }

    [Theory]
    [InlineData("<ink xmlns:i='urn:other'><i:trace>9 9</i:trace><trace>1 2</trace></ink>")]
    [InlineData("<k:ink xmlns:k='http://www.w3.org/2003/InkML' xmlns='urn:other'><trace>9 9</trace><k:trace>1 2</k:trace></k:ink>")]
    [InlineData("<?xml version='1.0' encoding='utf-16'?><ink xmlns='http://www.w3.org/2003/InkML'><trace>1 2</trace></ink>")]
    [InlineData("<ink xmlns='http://www.w3.org/2003/InkML'><!-- note --><trace>1 <!-- x -->2</trace><?do it?></ink>")]
    [InlineData("<ink xmlns='http://www.w3.org/2003/InkML'><trace><![CDATA[1 2]]></trace><future><trace>9 9</trace></future></ink>")]
    public void Only_elements_of_InkML_count_in_whatever_form_XML_allows(string document)
    {
        var bytes = document.Contains("utf-16", StringComparison.Ordinal)
            ? [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(document)]
            : Encoding.UTF8.GetBytes(document);
        Assert.Equal([(1, 2)], Positions(InkMl.Read(new MemoryStream(bytes), "test.inkml")));
    }

    [Fact]
    public void A_document_without_traces_holds_no_samples() => Assert.Empty(Read("<traceFormat/>"));

    [Fact]
    public void Everything_a_sample_holds_survives_writing_and_reading() => AnyInk.DrawnSample.Array[0, 4].Sample(
        samples =>
        {
            var file = new MemoryStream();
            InkMl.Write(samples, file);
            file.Position = 0;
            Assert.Equal(samples, InkMl.Read(file, "test.inkml"));
        },
        iter: 3000);

    [Fact]
    public void A_document_is_written_as_people_expect_InkML()
    {
        var file = new MemoryStream();
        InkMl.Write(
            [
                new("永", InkKind.Character, "w1", [new Stroke([new(1, 2, 0, 0.5f), new(0.1f, -2, 8.25f, None)]), new Stroke([new(3, 4, None, None)], PenTool.Eraser, 8)]),
                new(" ", InkKind.Line, null, []),
            ],
            file);
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "two-samples.inkml")), Encoding.UTF8.GetString(file.ToArray()));
    }

    [Fact]
    public void Text_that_XML_cannot_hold_is_refused()
    {
        foreach (var text in new[] { "\0", "\uFFFE", "\uD800" })
        {
            Assert.Throws<ArgumentException>(() => InkMl.Write([new(text, InkKind.Line, null, [])], new MemoryStream()));
        }
    }

    internal static IReadOnlyList<LabelledInk> Read(string content) => InkMl.Read(
        new MemoryStream(Encoding.UTF8.GetBytes($"<ink xmlns='http://www.w3.org/2003/InkML'>{content}</ink>")), "test.inkml");

    private static IEnumerable<(float X, float Y)> Positions(IReadOnlyList<LabelledInk> ink) =>
        ink.SelectMany(i => i.Strokes).SelectMany(s => s.Points).Select(p => (p.X, p.Y));
}
