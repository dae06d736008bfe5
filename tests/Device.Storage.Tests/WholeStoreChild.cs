using System.Globalization;
using System.Text;
using Device.Core.Notebook;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Storage.Tests;

/// <summary>
/// A process of its own that does everything storage does (commit, segment change, small state, blobs, a new key, compaction),
/// prints what was acknowledged, and is killed or failed at one system call of it.
/// </summary>
internal static class WholeStoreChild
{
    public const string Verb = "work-until-killed";

    public static readonly KeyRing First = JournalFixture.Keys(1);
    public static readonly KeyRing Both = JournalFixture.Keys(1, 2);

    public static bool MayBeDropped(Fact fact) => fact.Id.Sequence % 3 == 0;

    public static int Run(string folder, int rounds) => SingleThread.Run(() => RunAsync(folder, rounds));

    public static Task<Journal> OpenAsync(string folder, KeyRing keys, int seed) => Journal.OpenAsync(
        LinuxFolder.Ensure(Path.Combine(folder, "journal")),
        new JournalOptions { Directory = folder, SegmentBytes = 4096, ReserveBytes = 4096, Space = new StorageSpaceOptions { FullFreeBytes = 0, LowFreeBytes = 0 } },
        Sample.Device, TimeProvider.System, new Random(seed), NullLogger.Instance, CancellationToken.None, keys: keys);

    public static BlobStore OpenBlobs(string folder, KeyRing keys, int seed) => BlobStore.Open(
        LinuxFolder.Ensure(Path.Combine(folder, "blobs")), new BlobOptions { Directory = folder }, keys, null, TimeProvider.System, new Random(seed), NullLogger.Instance, CancellationToken.None);

    public static byte[] Blob(int number) => [.. Enumerable.Range(0, 70_000).Select(i => (byte)(i * number))];

    private static async Task<int> RunAsync(string folder, int rounds)
    {
        using var output = Console.OpenStandardOutput();
        void Print(string line) => output.Write(Encoding.ASCII.GetBytes(line + "\n"));
        using var state = new AtomicFile(LinuxFolder.Ensure(folder), "state", NullLogger.Instance);
        var failures = 0;
        for (var round = 0; round < rounds; round++)
        {
            try
            {
                await using var journal = await OpenAsync(folder, round == 0 ? First : Both, round + 100);
                for (var i = 0; i < 12; i++)
                {
                    var fact = await journal.AppendAsync(new NoteCreated($"{round}/{i} {new string('x', 200)}"), CancellationToken.None);
                    Print($"acknowledged {fact.Id.Epoch:x16} {fact.Id.Sequence}");
                }

                await state.WriteAsync(Encoding.ASCII.GetBytes(round.ToString(CultureInfo.InvariantCulture)), CancellationToken.None);
                Print($"state {round}");
                using (var blobs = OpenBlobs(folder, round == 0 ? First : Both, round))
                {
                    Print($"blob {await blobs.PutAsync(Blob(round + 1), "", CancellationToken.None)}");
                    await blobs.RekeyAsync(CancellationToken.None);
                }

                await journal.CompactAsync(new CompactionOptions { DeadPercent = 1, SmallSegments = 2, BytesPerSecond = 0 }, MayBeDropped, null, CancellationToken.None);
                Print($"compacted {round}");
            }
            catch (IOException e)
            {
                // What a flow would do: open again and go on.
                Print($"failed {e.GetType().Name}");
                if (++failures > 3)
                {
                    return 3;
                }
            }
        }

        Print("done");
        return 0;
    }
}
