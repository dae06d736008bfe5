using System.Globalization;

namespace Device.Storage;

/// <content>Blobs that come from elsewhere.</content>
public sealed partial class BlobStore
{
    /// <summary>
    /// Opens a blob of a known name to be taken in. What an earlier intake left is kept as far as it is sound; it is written anew under
    /// another salt, because no part may be written twice under one. One intake of a name at a time.
    /// </summary>
    /// <param name="id">The name.</param>
    /// <param name="ct">Stops between parts.</param>
    /// <returns>Takes it in, from its <see cref="BlobIntake.Length"/> on.</returns>
    /// <exception cref="StorageFullException">There is no room.</exception>
    /// <exception cref="StorageKeyException">What is there needs a key that is missing.</exception>
    /// <exception cref="IOException">It cannot be read or made.</exception>
    public async Task<BlobIntake> OpenIntakeAsync(BlobId id, CancellationToken ct)
    {
        Admit(0);
        var open = _folder.Root.Subfolder(BlobFolder.OpenName);
        var earlier = IntakesOf(id);
        var (best, most) = ("", 0L);
        foreach (var name in earlier)
        {
            using var file = open.Open(name, writable: false);
            var bytes = BlobScan.Run(file, _keys, $"{open.Path}/{name}", ct).Bytes;
            (best, most) = bytes > most ? (name, bytes) : (best, most);
        }

        var number = earlier.Count == 0 ? 1 : NumberOf(earlier[^1]) + 1;
        var writer = Begin(
            new BlobHeader(_keys.CurrentNumber, SegmentAppender.DrawSalt(_random), _time.GetUtcNow().ToUnixTimeMilliseconds(), ""),
            string.Create(CultureInfo.InvariantCulture, $"{id}.{number:D6}{BlobFolder.IntakeExtension}"));
        try
        {
            if (most > 0)
            {
                using var file = open.Open(best, writable: false);
                BlobScan.Run(file, _keys, $"{open.Path}/{best}", ct, writer.Write);
                writer.SyncNow();
            }

            foreach (var name in earlier)
            {
                open.Delete(name);
            }

            open.SyncNames();
            return new BlobIntake(id, writer, () => Discard(writer.Name));
        }
        catch
        {
            await writer.DisposeAsync();
            throw;
        }
    }

    /// <summary>Deletes what intakes left that nobody wants any more. None may be open.</summary>
    /// <param name="isWanted">Whether the rest of it will come.</param>
    /// <returns>How many files were deleted.</returns>
    /// <exception cref="IOException">One cannot be deleted.</exception>
    public int DropIntakes(Func<BlobId, bool> isWanted)
    {
        var open = _folder.Root.Subfolder(BlobFolder.OpenName);
        var left = _folder.Root.Names(BlobFolder.OpenName)
            .Where(n => n.EndsWith(BlobFolder.IntakeExtension, StringComparison.Ordinal) && !(BlobId.TryParse(n[..Math.Min(n.Length, BlobId.TextLength)], out var id) && isWanted(id))).ToList();
        foreach (var name in left)
        {
            open.Delete(name);
        }

        return left.Count;
    }

    private List<string> IntakesOf(BlobId id) =>
        [.. _folder.Root.Names(BlobFolder.OpenName).Where(n => n.StartsWith($"{id}.", StringComparison.Ordinal) && n.EndsWith(BlobFolder.IntakeExtension, StringComparison.Ordinal))];

    private void Discard(string name)
    {
        var open = _folder.Root.Subfolder(BlobFolder.OpenName);
        open.Delete(name);
        open.SyncNames();
    }

    private static int NumberOf(string name) =>
        int.TryParse(name.AsSpan(BlobId.TextLength + 1, 6), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
