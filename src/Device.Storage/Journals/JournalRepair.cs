using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Device.Storage;

/// <summary>Takes out of the way what a scan found to be torn or unreadable. Needs the journal's lock.</summary>
internal static class JournalRepair
{
    /// <returns>What was set aside.</returns>
    public static IReadOnlyList<JournalTear> Apply(IStorageFolder folder, JournalScan scan, ILogger logger)
    {
        var done = new List<JournalTear>();
        foreach (var name in folder.Names().Where(n => n.EndsWith(SegmentExtent.UnfinishedExtension, StringComparison.Ordinal)))
        {
            // Never had its final name, so nothing in it was ever acknowledged.
            folder.Delete(name);
        }

        foreach (var name in scan.Order.Unreadable)
        {
            long length;
            using (var file = folder.Open(name, writable: false))
            {
                length = file.Length;
            }

            var kept = SetAside.Move(folder, name, $"{name}: {length} bytes, neither a segment's header nor a record is readable.");
            done.Add(new JournalTear(name, 0, length, true, kept));
            JournalLog.Unreadable(logger, folder.Path, name, length, kept);
        }

        if (scan.Tear is { } tear)
        {
            try
            {
                done.Add(Cut(folder, tear));
                JournalLog.Torn(logger, folder.Path, tear.Segment, tear.Offset, tear.Bytes, tear.Doubtful, done[^1].KeptAs);
            }
            catch (IOException e)
            {
                // On a full disk the tail may stay: the next segment begins before it, so it does not count.
                JournalLog.TearStays(logger, folder.Path, tear.Segment, e);
                done.Add(tear);
            }
        }

        return done;
    }

    /// <summary>
    /// Cuts off a tail that may have been acknowledged. Not before a new epoch has begun on the medium: the tail is all that
    /// tells an opening after this one that the last name given is in doubt.
    /// </summary>
    public static void CutDoubtful(IStorageFolder folder, JournalTear tear)
    {
        using var file = folder.Open(tear.Segment, writable: true);
        file.Truncate(tear.Offset);
        file.Sync();
    }

    private static JournalTear Cut(IStorageFolder folder, JournalTear tear)
    {
        using var file = folder.Open(tear.Segment, writable: true);
        var content = TearFinder.EndOfContent(file, tear.Offset, tear.Offset + tear.Bytes) - tear.Offset;
        content = Math.Min(tear.Bytes, (content + TearFinder.Sector - 1) / TearFinder.Sector * TearFinder.Sector);
        var kept = content == 0
            ? ""
            : SetAside.Copy(
                folder,
                file,
                tear.Offset,
                content,
                string.Create(CultureInfo.InvariantCulture, $"{tear.Segment}.{tear.Offset}.tail"),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{tear.Segment}: {tear.Bytes} bytes from byte {tear.Offset} on are not a whole record and were not known to be synced, so they were cut off. "
                    + $"{(tear.Doubtful ? "They have the length of a record: it may have been acknowledged and rotted." : "They were never acknowledged.")} Whole sectors of zeros at the end are left out."));
        if (!tear.Doubtful)
        {
            file.Truncate(tear.Offset);
            file.Sync();
        }

        return tear with { KeptAs = kept };
    }
}
