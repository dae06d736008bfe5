using Device.Core.Notebook;
using Device.Messages;
using Device.Storage;
using Device.Sync.Selecting;
using Device.Sync.Sending;
using Microsoft.Extensions.Logging;

namespace Device.Sync;

/// <summary>What is pending, read from the files of a machine whose service does not run. An upper bound: the cursor may be behind.</summary>
/// <param name="Pending">Own facts that are not known to be at the gateway.</param>
/// <param name="Held">Own facts that stay here because their note is switched off.</param>
/// <param name="Acked">Up to which sequence of the last epoch everything is settled.</param>
/// <param name="BlobsToSend">Own blobs that are not known to be at the gateway.</param>
/// <param name="BlobsToFetch">Blobs that are not here.</param>
/// <param name="BlobBytes">Bytes of both.</param>
public sealed record SyncOnDisk(long Pending, long Held, ulong Acked, int BlobsToSend, int BlobsToFetch, long BlobBytes)
{
    /// <summary>Folds a journal. Needs no lock and changes nothing.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="keys">Decrypt it.</param>
    /// <param name="device">The machine.</param>
    /// <param name="notesByDefault"><see cref="SyncOptions.NotesByDefault"/> of the service.</param>
    /// <param name="log">Hears of a cursor that cannot be read.</param>
    /// <param name="ct">Stops reading.</param>
    /// <returns>What is pending.</returns>
    /// <exception cref="StorageKeyException">A key is missing.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async Task<SyncOnDisk> ReadAsync(string data, KeyRing keys, DeviceId device, bool notesByDefault, ILogger<AtomicFile> log, CancellationToken ct)
    {
        var journal = Path.Combine(data, "journal");
        using var file = new AtomicFile(Path.Combine(data, "view", "sync-cursor.json"), log);
        var cursor = await new CursorFile(file, log).LoadAsync(ct) is { } found && found.Device == device.Value ? found : new SyncCursor(device.Value, "", 0, 0, 0, null, 0);
        var selection = new NoteSelection(notesByDefault, device);
        await foreach (var entry in JournalReader.ReadAsync(journal, keys, 1, ct))
        {
            selection.Note(entry.Fact);
        }

        var here = Directory.Exists(Path.Combine(data, "blobs")) ? BlobFiles.List(Path.Combine(data, "blobs"), ct).Select(b => b.Id.ToString()).ToHashSet() : [];
        var pending = 0L;
        Dictionary<string, long> send = [];
        Dictionary<string, long> fetch = [];
        await foreach (var entry in JournalReader.ReadAsync(journal, keys, 1 + Math.Min(cursor.Position, cursor.Blobs), ct))
        {
            if (!selection.MaySend(entry.Fact))
            {
                continue;
            }

            var id = entry.Fact.Id;
            var isOwn = id.Device == device;
            var isSettled = entry.Position <= cursor.Position || (EpochText.Of(id.Epoch) == cursor.Epoch && id.Sequence <= cursor.Acked);
            pending += isOwn && !isSettled ? 1 : 0;
            if (entry.Fact.Body is BlobAttached attached && entry.Position > cursor.Blobs)
            {
                if (!here.Contains(attached.Blob))
                {
                    fetch[attached.Blob] = attached.Length;
                }
                else if (isOwn)
                {
                    send[attached.Blob] = attached.Length;
                }
            }
        }

        return new SyncOnDisk(pending, selection.Held, cursor.Acked, send.Count, fetch.Count, send.Values.Sum() + fetch.Values.Sum());
    }
}
