using System.Buffers;
using System.Text;
using CsCheck;
using Device.Core.Ink;

namespace Device.Core.Tests.Ink;

public sealed class InkJsonlTests
{
    [Fact]
    public void A_line_is_read_with_time_and_pressure_where_they_were_recorded()
    {
        var ink = Parse("""{"label":"永","kind":"char","writer":"w1","strokes":[[[1,2],[3.5,4,10]],[[5,6,20,0.5],[7,8,null,0.25]]]}""");
        Assert.Equal(
            new LabelledInk(
                "永",
                InkKind.Character,
                "w1",
                [
                    new Stroke([new(1, 2, float.NaN, float.NaN), new(3.5f, 4, 10, float.NaN)]),
                    new Stroke([new(5, 6, 20, 0.5f), new(7, 8, float.NaN, 0.25f)]),
                ]),
            ink);
    }

    [Theory]
    [InlineData("char", InkKind.Character)]
    [InlineData("line", InkKind.Line)]
    [InlineData("math", InkKind.Mathematics)]
    public void Each_kind_has_a_name(string name, InkKind kind)
    {
        Assert.Equal(kind, Parse($$"""{"kind":"{{name}}","strokes":[]}""").Kind);
        Assert.Contains($"\"kind\":\"{name}\"", Line(new LabelledInk("a", kind, null, [])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("永", InkKind.Character)]
    [InlineData("é", InkKind.Character)]
    [InlineData("😀", InkKind.Character)]
    [InlineData("永字", InkKind.Line)]
    [InlineData("", InkKind.Line)]
    public void A_sample_that_does_not_say_its_kind_is_judged_by_its_label(string label, InkKind kind) =>
        Assert.Equal(kind, Parse($$"""{"label":"{{label}}","strokes":[[[0,0]]]}""").Kind);

    [Fact]
    public void Unknown_fields_are_skipped_and_fields_may_come_in_any_order()
    {
        var ink = Parse("""{"extra":{"deep":[1,{"a":null}]},"strokes":[[[1,2]]],"more":"x","label":"a"}""");
        Assert.Equal(("a", null, 1), (ink.Label, ink.Writer, ink.Strokes.Length));
    }

    [Fact]
    public void An_answer_that_was_left_blank_has_no_strokes() => Assert.Empty(Parse("""{"label":"exercise-3","strokes":[]}""").Strokes);

    [Fact]
    public void A_sample_is_written_in_readable_characters_and_short_numbers()
    {
        var ink = new LabelledInk("永\"<", InkKind.Character, null, [new Stroke([new(0.1f, -2, float.NaN, float.NaN), new(1, 2, 3, 0.7f), new(1, 2, float.NaN, 1)])]);
        Assert.Equal("""{"label":"永\"<","kind":"char","strokes":[[[0.1,-2],[1,2,3,0.7],[1,2,null,1]]]}""" + "\n", Line(ink));
    }

    [Fact]
    public void A_sample_reads_back_as_it_was_written() =>
        Gen.Select(AnyInk.Sample, Gen.OneOf("\0", "\u0001", "\u2028", "", "永")).Select((ink, odd) => ink with { Label = ink.Label + odd })
            .Sample(ink => Assert.Equal(ink, InkJsonl.Parse(Encoding.UTF8.GetBytes(Line(ink)).AsSpan()[..^1], "test", 1)), iter: 3000);

    [Fact]
    public async Task A_file_of_samples_reads_back_in_order() => await AnyInk.Sample.Array[0, 50].SampleAsync(async samples =>
    {
        var file = new MemoryStream();
        foreach (var sample in samples)
        {
            InkJsonl.Write(sample, file);
        }

        file.Position = 0;
        Assert.Equal(samples, await Read(new TrickleStream(file, 1000)));
    });

    [Theory]
    [InlineData("A\nB\n")]
    [InlineData("A\nB")]
    [InlineData("A\r\nB\r\n")]
    [InlineData("\uFEFFA\n\n  \t\r\nB\n\n")]
    [InlineData("\n\nA\n\r\nB")]
    public async Task Line_ends_blank_lines_and_a_byte_order_mark_do_not_matter(string shape)
    {
        var text = shape.Replace("A", """{"label":"a","strokes":[[[0,0]]]}""", StringComparison.Ordinal)
            .Replace("B", """  {"label":"b","strokes":[[[0,0]]]} """, StringComparison.Ordinal);
        for (var chunk = 1; chunk < 40; chunk += 3)
        {
            var samples = await Read(new TrickleStream(new MemoryStream(Encoding.UTF8.GetBytes(text)), chunk));
            Assert.Equal(["a", "b"], samples.Select(s => s.Label));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\r\n")]
    [InlineData("\uFEFF")]
    public async Task A_file_without_samples_gives_none(string text) => Assert.Empty(await Read(new MemoryStream(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public async Task Samples_before_a_bad_line_are_given_out_and_the_line_is_named()
    {
        var file = new MemoryStream("""
            {"label":"a","strokes":[[[0,0]]]}

            {"label":"b","strokes":[[[0,0]],[[1,2],[3]]]}
            """u8.ToArray());
        var labels = new List<string>();
        var error = await Assert.ThrowsAsync<InkFormatException>(async () =>
        {
            await foreach (var ink in InkJsonl.ReadAsync(file, "answers.jsonl", TestContext.Current.CancellationToken))
            {
                labels.Add(ink.Label);
            }
        });
        Assert.Equal(["a"], labels);
        Assert.Equal(("answers.jsonl", 3, "strokes[1][1]"), (error.InkSource, error.Line, error.Field));
    }

    [Fact]
    public async Task Reading_ends_when_it_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var file = new MemoryStream();
        InkJsonl.Write(new LabelledInk("a", InkKind.Character, null, []), file);
        file.Position = 0;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await InkJsonl.ReadAsync(file, "x", cancel.Token).ToArrayAsync(CancellationToken.None));
    }

    internal static string Line(LabelledInk ink)
    {
        var output = new ArrayBufferWriter<byte>();
        InkJsonl.Write(ink, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static LabelledInk Parse(string line) => InkJsonl.Parse(Encoding.UTF8.GetBytes(line), "test.jsonl", 1);

    private static async Task<LabelledInk[]> Read(Stream stream) =>
        await InkJsonl.ReadAsync(stream, "test.jsonl", TestContext.Current.CancellationToken).ToArrayAsync(TestContext.Current.CancellationToken);
}
