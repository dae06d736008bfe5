using System.Text;
using CsCheck;
using Device.Core.Ink;

namespace Device.Core.Tests.Ink;

public sealed class InkFilesTests
{
    private static readonly LabelledInk[] Samples = Enumerable.Range(0, 200)
        .Select(i => new LabelledInk($"永{i}", InkKind.Line, "w", [new Stroke([new(i, 1, i * 8, 0.5f), new(i, 2, (i * 8) + 4, 0.25f)])])).ToArray();

    [Theory]
    [InlineData("hand.jsonl")]
    [InlineData("hand.inkml")]
    [InlineData("hand")]
    public async Task The_content_says_which_format_a_file_is_in(string name)
    {
        var (jsonl, inkml) = (new MemoryStream(), new MemoryStream());
        Array.ForEach(Samples, s => InkJsonl.Write(s, jsonl));
        InkMl.Write(Samples, inkml);
        foreach (var file in new[] { jsonl, inkml })
        {
            foreach (var lead in new[] { "", "\uFEFF", file == jsonl ? "\r\n \n" : "" })
            {
                var whole = new MemoryStream([.. Encoding.UTF8.GetBytes(lead), .. file.ToArray()]);
                Assert.Equal(Samples, await Read(new TrickleStream(whole, 999), name));
            }
        }
    }

    [Fact]
    public async Task InkML_in_UTF_16_is_found_by_its_byte_order_mark()
    {
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            byte[] file = [.. encoding.GetPreamble(), .. encoding.GetBytes("<?xml version='1.0' encoding='utf-16'?><ink><trace>1 2</trace></ink>")];
            Assert.Single(await Read(new MemoryStream(file), "a.inkml"));
        }
    }

    [Fact]
    public async Task An_empty_file_holds_nothing_unless_it_is_named_InkML()
    {
        Assert.Empty(await Read(new MemoryStream(), "a.jsonl"));
        Assert.Empty(await Read(new MemoryStream(" \n"u8.ToArray()), "a"));
        await Assert.ThrowsAsync<InkFormatException>(() => Read(new MemoryStream(), "a.INKML"));
    }

    [Fact]
    public async Task A_file_of_another_format_is_named_with_what_was_expected()
    {
        var error = await Assert.ThrowsAsync<InkFormatException>(() => Read(new MemoryStream([10, 0x89, .. "PNG"u8]), "a.png"));
        Assert.Equal("a.png, line 2: file: begins with byte 0x89, Ink-JSONL ('{') or InkML ('<') expected", error.Message);
    }

    [Fact]
    public async Task A_document_that_never_ends_is_refused()
    {
        using var endless = new EndlessStream("<ink>");
        var error = await Assert.ThrowsAsync<InkFormatException>(() => Read(endless, "a"));
        Assert.Equal("document", error.Field);
        Assert.InRange(endless.BytesRead, 1, InkLimits.DocumentBytes + (1024 * 1024));
    }

    [Fact]
    public async Task Ink_may_go_from_one_format_to_the_other_and_back() => await AnyInk.Sample.Array[1, 5].SampleAsync(async samples =>
    {
        var (jsonl, inkml) = (new MemoryStream(), new MemoryStream());
        InkMl.Write(samples, inkml);
        inkml.Position = 0;
        Array.ForEach(await Read(inkml, "a"), s => InkJsonl.Write(s, jsonl));
        jsonl.Position = 0;
        Assert.Equal(samples, await Read(jsonl, "b"));
    });

    private static async Task<LabelledInk[]> Read(Stream stream, string name) =>
        await InkFiles.ReadAsync(stream, name, TestContext.Current.CancellationToken).ToArrayAsync(TestContext.Current.CancellationToken);
}
