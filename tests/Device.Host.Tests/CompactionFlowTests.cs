using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Host.Flows;
using Device.Host.Options;
using Device.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Device.Host.Tests;

/// <summary>What goes from a machine's flash, and what never does.</summary>
public sealed class CompactionFlowTests : IDisposable
{
    private static readonly DeviceId Here = DeviceId.Parse("home/desk");
    private readonly string _folder = Directory.CreateTempSubdirectory("device-upkeep-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Ink_erased_long_ago_goes_once_every_machine_has_told_that_it_has_the_erasure()
    {
        FactId page;
        await using (var journal = await OpenAsync(newEpoch: false))
        {
            var note = (await journal.AppendAsync(new NoteCreated("n"), Cancel)).Id;
            page = (await journal.AppendAsync(new PageAdded(note, PageTemplate.Lined, 100, 100, 8), Cancel)).Id;
            var strokes = await journal.AppendAsync([.. Enumerable.Range(0, 20).Select(i => new StrokeAdded(page, Stroke(i)))], Cancel);
            await journal.AppendAsync(new StrokesErased(page, [.. strokes.Skip(1).Select(s => s.Id)]), Cancel);
            _time.Advance(TimeSpan.FromDays(40));
            await journal.AppendAsync(new TextSet(note, TextField.NoteTitle, "later"), Cancel);
        }

        await using var again = await OpenAsync(newEpoch: true);
        using var blobs = await BlobsAsync(again);
        var retention = new Retention(again);
        var flow = Flow(again, blobs, retention);
        await flow.TidyAsync(Cancel);
        Assert.Equal(20, await StrokesAsync(again));

        // Another machine of the account lacks the erasure.
        var mine = again.Progress();
        var other = new MachineProgress(DeviceId.Parse("home/other"), VersionVector.Of([page]), mine.Time);
        retention.Take(TombstoneHorizon.Of([mine, other]));
        await flow.TidyAsync(Cancel);
        Assert.Equal(20, await StrokesAsync(again));

        // What a journal lacks cannot be behind it: it was restored since it told.
        var more = new MachineProgress(Here, mine.Seen.Union(VersionVector.Of([new FactId(Here, 77, 1)])), mine.Time);
        retention.Take(TombstoneHorizon.Of([more]));
        await flow.TidyAsync(Cancel);
        Assert.Equal(20, await StrokesAsync(again));

        retention.Take(TombstoneHorizon.Of([mine, other with { Seen = mine.Seen }]));
        await flow.TidyAsync(Cancel);
        Assert.Equal(1, await StrokesAsync(again));
        Assert.Equal(mine.Seen, again.Seen());
    }

    [Fact]
    public async Task A_blob_goes_when_no_fact_of_any_version_names_it_and_the_grace_has_passed()
    {
        await using var journal = await OpenAsync(newEpoch: false);
        using var blobs = await BlobsAsync(journal);
        var named = new List<BlobId>();
        for (byte i = 0; i < 3; i++)
        {
            named.Add(await blobs.PutAsync(new byte[] { i, 1, 2 }, "audio", Cancel));
        }

        // As text, and as bytes in the middle of a fact of a kind that this version does not know.
        await journal.AppendAsync(new NoteCreated($"see {named[0]}"), Cancel);
        byte[] body = [200, 0, 9, 9, 9, .. Convert.FromHexString(named[1].ToString()), 7];
        var unknown = FactCodec.ReadBody((FactKind)200, body);
        await journal.ImportAsync([new Fact(new FactId(DeviceId.Parse("home/newer"), 1, 1), default, unknown)], Cancel);

        var flow = Flow(journal, blobs, new Retention(journal));
        await flow.TidyAsync(Cancel);
        Assert.All(named, id => Assert.True(blobs.Contains(id)));

        _time.Advance(TimeSpan.FromDays(31));
        var young = await blobs.PutAsync(new byte[] { 9 }, "audio", Cancel);
        await flow.TidyAsync(Cancel);
        Assert.Equal([true, true, false, true], [.. named.Select(blobs.Contains), blobs.Contains(young)]);
    }

    private Task<Journal> OpenAsync(bool newEpoch) => Journal.OpenAsync(
        new JournalOptions { Directory = Path.Combine(_folder, "journal"), NewEpoch = newEpoch }, Here, _time, new Random(1), NullLogger<Journal>.Instance, Cancel);

    private Task<BlobStore> BlobsAsync(Journal journal) => BlobStore.OpenAsync(
        new BlobOptions { Directory = Path.Combine(_folder, "blobs") }, journal, _time, new Random(2), NullLogger<BlobStore>.Instance, Cancel);

    private CompactionFlow Flow(Journal journal, BlobStore blobs, Retention retention) => new(
        journal, blobs, Path.Combine(_folder, "blobs"), retention, new PenActivity(_time), new UpkeepOptions(), _time, NullLogger<CompactionFlow>.Instance);

    private static async Task<int> StrokesAsync(Journal journal)
    {
        var strokes = 0;
        await foreach (var entry in journal.ReadAsync(1, follow: false, Cancel))
        {
            strokes += entry.Fact.Body is StrokeAdded ? 1 : 0;
        }

        return strokes;
    }

    private static Stroke Stroke(int i) => new([.. Enumerable.Range(0, 30).Select(x => new InkPoint(x, i, x * 8, 0.5f))]);
}
