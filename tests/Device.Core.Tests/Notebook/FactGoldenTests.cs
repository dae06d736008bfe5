using System.Buffers;
using System.Globalization;
using System.Text;
using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Core.Tests.Notebook;

/// <summary>
/// Facts lie on flash for years and go to machines of other versions: their bytes never change. A new kind is added to
/// the end; if one of these tests fails for an old kind, the change breaks every journal that exists.
/// </summary>
public sealed class FactGoldenTests
{
    private static readonly FactId Note = Id("school/desk-1", 1);
    private static readonly FactId PageId = Id("school/desk-1", 2);
    private static readonly FactId Question = Id("school/desk-1", 300);

    private static readonly Fact[] Facts =
    [
        new(Note, At(0), new NoteCreated("数学 homework")),
        new(PageId, At(1), new PageAdded(Note, PageTemplate.Grid, 157.5f, 210, 10)),
        new(Id("school/desk-1", 3), At(2), new StrokeAdded(PageId, new Stroke(
            [new(10, 20, 0, 0.5f), new(10.5f, 19.9921875f, 4.125f, 0.75f), new(10.5f, 30, 1000, 0)]))),
        new(Id("school/tablet-2", 1), At(3), new StrokeAdded(PageId, new Stroke([new(-1, 0, 0, 1)], PenTool.Eraser, 8))),
        new(Id("school/tablet-2", 2), At(4), new StrokesErased(PageId, [Id("school/desk-1", 3), Id("school/desk-1", 4), Id("school/tablet-2", 1)])),
        new(Id("school/desk-1", 5), At(5), new LineRead(PageId, [Id("school/desk-1", 3)], "永", 0.875f, "han 1.0.0")),
        new(Question, At(6), new QuestionAsked(PageId, "why?", "永")),
        new(Id("school/desk-1", 301), At(7), new AnswerReceived(Question, "because", "let me think", "")),
        new(Id("school/desk-1", ulong.MaxValue), Hlc.MaxValue, new UnknownBody((FactKind)200, [1, 2, 3])),
    ];

    /// <summary>The kinds that came later; a file of its own, because bytes that were given out stay as they are.</summary>
    private static readonly Fact[] LaterFacts =
    [
        new(Id("school/desk-1", 6), At(8), new StrokeErasedPartly(PageId, Id("school/desk-1", 3), [new(0, 64), new(300, 512)])),
        new(Id("school/desk-1", 7), At(9), new StrokesMoved(PageId, [Id("school/desk-1", 3), Id("school/tablet-2", 1)], Id("school/desk-1", 400), new Placement(-1280, 64, 2048))),
        new(Id("school/desk-1", 8), At(10), new ErasureUndone(PageId, [Id("school/tablet-2", 2), Id("school/desk-1", 6)])),
        new(Id("school/desk-1", 9), At(11), new TextSet(Note, TextField.NoteTitle, "几何")),
        new(Id("school/desk-1", 10), At(12), new TextBlockAdded(PageId, 12.5f, 30, 100)),
        new(Id("school/desk-1", 11), At(13), new TextSet(Id("school/desk-1", 10), TextField.Block, "typed\ntext")),
        new(Id("school/desk-1", 12), At(14), new LineCorrected(PageId, [Id("school/desk-1", 3)], "水")),
        new(Id("school/desk-1", 13), At(15), new TagAdded(Note, "exam")),
        new(Id("school/desk-1", 14), At(16), new TagRemoved(Note, [Id("school/desk-1", 13)])),
        new(Id("school/desk-1", 15), At(17), new PageOrdered(PageId, PageOrderKey.Default(PageId, At(1)))),
        new(Id("school/desk-1", 16), At(18), new PageDeleted(PageId, VersionVector.Of([Note, PageId, Id("school/desk-1", 5), Id("school/tablet-2", 1)]))),
        new(Id("school/desk-1", 17), At(19), new NoteDeleted(Note, VersionVector.Empty)),
        new(Id("school/desk-1", 18), At(20), new Restored(Note, [Id("school/desk-1", 17)])),
        new(Id("school/desk-1", 19), At(21), new NoteSwitchSet(Note, NoteSwitch.Cloud, true)),
    ];

    /// <summary>Recordings.</summary>
    private static readonly Fact[] RecordingFacts =
    [
        new(Id("school/desk-1", 20), At(22), new RecordingStarted(Note, "第三课")),
        new(Id("school/desk-1", 21), At(23), new StrokesRecorded(Id("school/desk-1", 20), [Id("school/desk-1", 3), Id("school/tablet-2", 1)], [0, 604_800_000])),
        new(Id("school/desk-1", 22), At(24), new RecordingMarked(Id("school/desk-1", 20), 61_500, "homework")),
        new(Id("school/desk-1", 23), At(25), new RecordingStored(Id("school/desk-1", 20), new string('0', 62) + "a9", RecordingFormat.Capture, 3_600_000, 140)),
        new(Id("school/desk-1", 24), At(26), new RecordingStored(Id("school/desk-1", 20), new string('f', 64), RecordingFormat.Opus, 3_600_000, 140)),
        new(Id("school/desk-1", 25), At(27), new TranscriptStored(Id("school/desk-1", 20), new string('1', 64), "mandarin/1")),
        new(Id("school/desk-1", 26), At(28), new RecordingDeleted(Id("school/desk-1", 20))),
    ];

    [Theory]
    [InlineData("facts-v1")]
    [InlineData("facts-v1b")]
    [InlineData("facts-v1c")]
    public void Every_fact_is_written_as_in_version_1(string file) =>
        Assert.Equal(Convert.ToHexString(File.ReadAllBytes(Golden(file + ".bin"))), Convert.ToHexString(All(FactsOf(file))));

    [Theory]
    [InlineData("facts-v1")]
    [InlineData("facts-v1b")]
    [InlineData("facts-v1c")]
    public void Every_fact_of_version_1_is_read(string name)
    {
        ReadOnlySpan<byte> file = File.ReadAllBytes(Golden(name + ".bin"));
        foreach (var fact in FactsOf(name))
        {
            Assert.Equal(fact, FactCodec.Read(file, out var consumed));
            file = file[consumed..];
        }

        Assert.True(file.IsEmpty);
    }

    [Theory]
    [InlineData("facts-v1")]
    [InlineData("facts-v1b")]
    [InlineData("facts-v1c")]
    public void The_listing_says_what_the_file_holds(string file) => Assert.Equal(File.ReadAllText(Golden(file + ".txt")), Listing(FactsOf(file)));

    [Fact]
    public void Every_kind_is_among_them() => Assert.Empty(Enum.GetValues<FactKind>().Except(Facts.Concat(LaterFacts).Concat(RecordingFacts).Select(f => f.Body.Kind)));

    [Fact]
    public void Numbers_of_kinds_and_templates_never_change()
    {
        Assert.Equal(Enumerable.Range(1, 20), Enum.GetValues<FactKind>().Select(k => (int)k));
        Assert.Equal([0, 1, 2], Enum.GetValues<PageTemplate>().Select(k => (int)k));
        Assert.Equal([1, 2, 3], Enum.GetValues<TextField>().Select(k => (int)k));
        Assert.Equal([1, 2], Enum.GetValues<NoteSwitch>().Select(k => (int)k));
        Assert.Equal([0, 1], Enum.GetValues<PenTool>().Select(k => (int)k));
        Assert.Equal(
            (FactKind.StrokeErasedPartly, FactKind.ErasureUndone, FactKind.TagAdded, FactKind.PageDeleted, FactKind.NoteSwitchSet, TextField.Block, NoteSwitch.Cloud),
            ((FactKind)8, (FactKind)10, (FactKind)14, (FactKind)18, (FactKind)20, (TextField)3, (NoteSwitch)2));
        Assert.Equal((FactKind.NoteCreated, PageTemplate.Lined, PenTool.Eraser), ((FactKind)1, (PageTemplate)1, (PenTool)1));
    }

    [Fact]
    public void The_worked_example_of_the_documentation_is_true()
    {
        var example = new List<byte>();
        var isInside = false;
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "docs", "facts.md")))
        {
            isInside = line.StartsWith("```", StringComparison.Ordinal) ? line == "```hex" : isInside;
            if (isInside && !line.StartsWith("```", StringComparison.Ordinal))
            {
                example.AddRange(Convert.FromHexString(line.Split(';')[0].Replace(" ", "", StringComparison.Ordinal)));
            }
        }

        var fact = FactCodec.Read(example.ToArray(), out var consumed);
        Assert.Equal(example.Count, consumed);
        Assert.Equal(Facts[2], fact);
    }

    private static Fact[] FactsOf(string file) => file switch { "facts-v1" => Facts, "facts-v1b" => LaterFacts, _ => RecordingFacts };

    private static byte[] All(Fact[] facts)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var fact in facts)
        {
            FactCodec.Write(fact, output);
        }

        return output.WrittenSpan.ToArray();
    }

    private static string Listing(Fact[] facts)
    {
        var text = new StringBuilder();
        foreach (var fact in facts)
        {
            var output = new ArrayBufferWriter<byte>();
            FactCodec.Write(fact, output);
            text.Append(CultureInfo.InvariantCulture, $"{fact.Body.GetType().Name} {fact.Id} at {fact.Time.UnixMilliseconds}.{fact.Time.Counter}\n  {Describe(fact.Body)}\n");
            foreach (var row in output.WrittenSpan.ToArray().Chunk(32))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {string.Join(' ', row.Select(b => b.ToString("x2", CultureInfo.InvariantCulture)))}\n");
            }
        }

        return text.ToString();
    }

    private static string Describe(FactBody body) => body switch
    {
        NoteCreated note => $"title '{note.Title}'",
        PageAdded page => $"note {page.Note}, {page.Template}, {page.Width} x {page.Height} mm, pitch {page.Pitch} mm",
        StrokeAdded stroke => $"page {stroke.Page}, {stroke.Stroke.Tool}, {stroke.Stroke.Width} mm wide: {string.Join(" ", stroke.Stroke.Points.Select(p => $"({p.X}, {p.Y}) mm {p.Time} ms {p.Pressure}"))}",
        StrokesErased erased => $"page {erased.Page}: {string.Join(" ", erased.Strokes)}",
        LineRead line => $"page {line.Page}: '{line.Text}' {line.Confidence} by '{line.Model}' from {string.Join(" ", line.Strokes)}",
        QuestionAsked question => $"page {question.Page}: '{question.Text}' about '{question.Context}'",
        AnswerReceived answer => $"question {answer.Question}: '{answer.Answer}' after '{answer.Reasoning}', error '{answer.Error}'",
        StrokeErasedPartly erased => $"page {erased.Page}: {string.Join(" ", erased.Parts.Select(p => $"{p.From}-{p.To}"))} of {erased.Stroke}",
        StrokesMoved moved => $"page {moved.Page}: {string.Join(" ", moved.Strokes)} to {moved.Target}, {moved.Placement.X}, {moved.Placement.Y} at scale {moved.Placement.Scale}",
        ErasureUndone undone => $"page {undone.Page}: {string.Join(" ", undone.Erasures)}",
        TextSet text => $"{text.Field} of {text.Subject}: '{text.Text.ReplaceLineEndings("\\n")}'",
        TextBlockAdded block => $"page {block.Page}: ({block.X}, {block.Y}) mm, {block.Width} mm wide",
        LineCorrected line => $"page {line.Page}: '{line.Text}' from {string.Join(" ", line.Strokes)}",
        TagAdded tag => $"{tag.Subject}: '{tag.Tag}'",
        TagRemoved tag => $"{tag.Subject}: {string.Join(" ", tag.Adds)}",
        PageOrdered ordered => $"page {ordered.Page}: '{ordered.Key}'",
        PageDeleted deleted => $"page {deleted.Page}, seen {Describe(deleted.Seen)}",
        NoteDeleted deleted => $"note {deleted.Note}, seen {Describe(deleted.Seen)}",
        Restored restored => $"{restored.Subject}: {string.Join(" ", restored.Deletions)}",
        NoteSwitchSet set => $"note {set.Note}: {set.Switch} {(set.On ? "on" : "off")}",
        RecordingStarted started => $"note {started.Note}: '{started.Title}'",
        StrokesRecorded strokes => $"recording {strokes.Recording}: {string.Join(" ", strokes.Strokes.Zip(strokes.Places, (s, p) => $"{s} at {p} ms"))}",
        RecordingMarked mark => $"recording {mark.Recording}: '{mark.Label}' at {mark.Place} ms",
        RecordingStored sound => $"recording {sound.Recording}: {sound.Format} {sound.Blob}, {sound.Milliseconds} ms, {sound.LostMilliseconds} ms lost",
        TranscriptStored transcript => $"recording {transcript.Recording}: {transcript.Blob} by '{transcript.Model}'",
        RecordingDeleted deleted => $"recording {deleted.Recording}",
        UnknownBody unknown => $"kind {(int)unknown.Kind}, {unknown.Bytes.Length} bytes",
        _ => throw new NotSupportedException(body.GetType().Name),
    };

    private static string Describe(VersionVector seen) => seen.Epochs.IsEmpty
        ? "nothing"
        : string.Join(" ", seen.Epochs.Select(e => $"{e.Device}:{e.Epoch:x16}:{string.Join(",", e.Spans.Select(r => $"{r.First}-{r.Last}"))}"));

    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "golden", name);

    private static FactId Id(string device, ulong sequence) => new(DeviceId.Parse(device), 0x0123_4567_89AB_CDEF, sequence);

    private static Hlc At(ulong counter) => new((1_790_000_000_000UL << 16) | counter);
}
