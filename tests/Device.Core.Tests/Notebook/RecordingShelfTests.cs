using CsCheck;
using Device.Core.Notebook;
using NotebookFold = Device.Core.Notebook.Notebook;

namespace Device.Core.Tests.Notebook;

public sealed class RecordingShelfTests
{
    private static readonly DeviceId Desk = DeviceId.Parse("school/desk");
    private static readonly FactId Note = Id(1);
    private static readonly FactId Lesson = Id(2);

    private static readonly Fact[] Facts =
    [
        Fact(1, new NoteCreated("physics")),
        Fact(2, new RecordingStarted(Note, "lesson")),
        Fact(3, new StrokesRecorded(Lesson, [Id(90), Id(91)], [5_000, 1_000])),
        Fact(4, new RecordingMarked(Lesson, 9_000, "exam")),
        Fact(5, new RecordingMarked(Lesson, 2_000, "")),
        Fact(6, new RecordingStored(Lesson, new string('a', 64), RecordingFormat.Capture, 10_000, 40)),
        Fact(7, new RecordingStored(Lesson, new string('b', 64), RecordingFormat.Opus, 10_000, 40)),
        Fact(8, new TranscriptStored(Lesson, new string('c', 64), "mandarin/1")),
        Fact(9, new StrokesRecorded(Lesson, [Id(91)], [1_500])),
        Fact(10, new RecordingStarted(Note, "second")),
        Fact(11, new RecordingDeleted(Id(10))),
    ];

    [Fact]
    public void In_whatever_order_facts_come_the_recording_is_the_same()
    {
        var expected = Fold(Facts).Recordings.All.Single();
        Assert.Equal(RecordingFormat.Opus, expected.Sound!.Format);
        Assert.Equal([2_000, 9_000], expected.Marks.Select(m => m.Place));
        Gen.Shuffle(Facts).Sample(shuffled =>
        {
            var notebook = Fold(shuffled.Concat(shuffled));
            Assert.Equal(expected, notebook.Recordings.All.Single());
            Assert.Equal([(Id(91), 1_500), (Id(90), 5_000)], notebook.Recordings.StrokesOf(Lesson));
        });
    }

    [Fact]
    public void A_stroke_knows_the_moment_it_was_written_at()
    {
        var recordings = Fold(Facts).Recordings;
        Assert.Equal(new StrokeMoment(Lesson, 5_000), recordings.MomentOf(Id(90)));
        Assert.Null(recordings.MomentOf(Id(92)));
    }

    [Fact]
    public void A_deleted_recording_needs_no_blob_and_no_stroke_leads_to_it()
    {
        var recordings = Fold(Facts.Append(Fact(12, new RecordingDeleted(Lesson)))).Recordings;
        Assert.Empty(recordings.Blobs);
        Assert.Null(recordings.MomentOf(Id(90)));
        Assert.Empty(recordings.StrokesOf(Lesson));
        Assert.Null(recordings.Find(Lesson));
        Assert.Equal([new string('b', 64), new string('c', 64)], Fold(Facts).Recordings.Blobs);
    }

    private static NotebookFold Fold(IEnumerable<Fact> facts)
    {
        var notebook = new NotebookFold();
        foreach (var fact in facts)
        {
            notebook.Apply(fact);
        }

        return notebook;
    }

    private static FactId Id(ulong sequence) => new(Desk, 7, sequence);

    private static Fact Fact(ulong sequence, FactBody body) => new(Id(sequence), new Hlc(sequence << 16), body);
}
