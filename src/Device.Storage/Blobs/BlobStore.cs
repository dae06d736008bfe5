using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Device.Storage;

/// <summary>
/// Audio and images, each named by the SHA-256 of its content and never changed (<c>docs/formats/blobs.md</c>). A blob has its
/// name only once all of it is synced. One process writes. Thread-safe; a writer belongs to one task.
/// </summary>
public sealed partial class BlobStore : IDisposable
{
    private readonly BlobFolder _folder;
    private readonly BlobOptions _options;
    private readonly KeyRing _keys;
    private readonly StorageSpace? _space;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger _logger;
    private readonly StorageMetrics _metrics = new();
    private readonly Lock _turn = new();
    private readonly HashSet<string> _writing = [];
    private ulong _lastLog;
    private long _bytes;

    private BlobStore(BlobFolder folder, BlobOptions options, KeyRing keys, StorageSpace? space, TimeProvider time, Random random, ILogger logger)
    {
        (_folder, _options, _keys, _space, _time, _random, _logger) = (folder, options, keys, space, time, random, logger);
        _lastLog = folder.Root.Names(BlobFolder.OpenName).Select(SegmentExtent.IdIn).DefaultIfEmpty().Max();
    }

    /// <summary>Recordings that the last stop had left unfinished.</summary>
    public IReadOnlyList<RecoveredBlob> Recovered { get; private set; } = [];

    /// <summary>Opens the store and finishes what was left unfinished.</summary>
    /// <param name="options">Folder and limits.</param>
    /// <param name="journal">Its keys encrypt, and its space is used; must stay open.</param>
    /// <param name="time">When blobs are begun, and how old what is not synced may get.</param>
    /// <param name="random">Draws salts.</param>
    /// <param name="logger">Is told of damage and recoveries, never of content.</param>
    /// <param name="ct">Stops the opening.</param>
    /// <returns>The store.</returns>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    /// <exception cref="StorageKeyException">An unfinished recording needs a key that is not there.</exception>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public static Task<BlobStore> OpenAsync(
        BlobOptions options, Journal journal, TimeProvider time, Random random, ILogger<BlobStore> logger, CancellationToken ct) =>
        Task.FromResult(Open(LinuxFolder.Ensure(options.Directory), options, journal.Keys, journal.Space, time, random, logger, ct));

    /// <summary>Begins a recording.</summary>
    /// <param name="label">What it is for, to find it again when it is recovered: at most 64 ASCII characters; not encrypted.</param>
    /// <returns>Takes it in.</returns>
    /// <exception cref="StorageFullException">There is no room.</exception>
    /// <exception cref="ArgumentException">The label is too long or not ASCII.</exception>
    /// <exception cref="IOException">It cannot be made.</exception>
    public BlobWriter Begin(string label)
    {
        if (label.Length > BlobHeader.MaxLabel || !label.All(char.IsAscii))
        {
            throw new ArgumentException($"{label.Length} characters, at most {BlobHeader.MaxLabel} of ASCII expected", nameof(label));
        }

        return Begin(new BlobHeader(_keys.CurrentNumber, SegmentAppender.DrawSalt(_random), _time.GetUtcNow().ToUnixTimeMilliseconds(), label));
    }

    /// <summary>Stores content; on the medium on return.</summary>
    /// <param name="content">All of it.</param>
    /// <param name="label">What it is for.</param>
    /// <param name="ct">Stops before it begins.</param>
    /// <returns>Its name; the same when it was there already.</returns>
    /// <exception cref="StorageFullException">There is no room.</exception>
    /// <exception cref="IOException">It could not be stored.</exception>
    public async ValueTask<BlobId> PutAsync(ReadOnlyMemory<byte> content, string label, CancellationToken ct)
    {
        var id = BlobId.Of(content.Span);
        if (_folder.Has(id))
        {
            return id;
        }

        await using var writer = Begin(label);
        await writer.WriteAsync(content, ct);
        return await writer.FinishAsync(ct);
    }

    /// <summary>Whether a blob is there.</summary>
    /// <param name="id">Its name.</param>
    /// <returns>Whether it is.</returns>
    public bool Contains(BlobId id) => _folder.Has(id);

    /// <summary>Opens a blob. Every part is checked before any of it is read; it can be read from anywhere.</summary>
    /// <param name="id">Its name.</param>
    /// <returns>Its content, or null when it is not there.</returns>
    /// <exception cref="BlobDamagedException">It is not whole; it was set aside. Reading may throw it too: then set it aside by <see cref="VerifyAsync"/>.</exception>
    /// <exception cref="StorageKeyException">Its key is missing.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public Stream? OpenRead(BlobId id)
    {
        if (!_folder.Has(id))
        {
            return null;
        }

        var file = _folder.Open(id);
        try
        {
            return new BlobReader(file, _keys, _folder.PathOf(id));
        }
        catch (BlobDamagedException e)
        {
            file.Dispose();
            PutAside(id, e.Message);
            throw;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads every blob whole, and sets aside what is not what its name says.</summary>
    /// <param name="ct">Stops between parts.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="StorageKeyException">A key is missing.</exception>
    /// <exception cref="IOException">A file cannot be read or set aside.</exception>
    public Task<BlobVerification> VerifyAsync(CancellationToken ct)
    {
        var found = BlobFiles.Verify(_folder, _keys, ct);
        foreach (var name in found.Damaged)
        {
            if (BlobId.TryParse(name, out var id))
            {
                PutAside(id, "it does not hold what its name says");
            }
        }

        return Task.FromResult(found with { SetAside = SetAside.Count(_folder.Root) });
    }

    /// <summary>Deletes blobs that nothing refers to and that were begun longer ago than the grace, which covers facts on their way.</summary>
    /// <param name="isReferenced">Whether a fact names it.</param>
    /// <param name="grace">How old it must be; a day or more is wise.</param>
    /// <param name="ct">Stops between blobs.</param>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="IOException">A file cannot be read or deleted.</exception>
    public Task<int> CollectAsync(Func<BlobId, bool> isReferenced, TimeSpan grace, CancellationToken ct)
    {
        var (deleted, bytes) = (0, 0L);
        foreach (var entry in BlobFiles.List(_folder, ct).Where(e => e.Begun + grace <= _time.GetUtcNow() && !isReferenced(e.Id)).ToList())
        {
            ct.ThrowIfCancellationRequested();
            _folder.Delete(entry.Id);
            deleted++;
            bytes += entry.FileBytes;
            Takes(-entry.FileBytes);
        }

        BlobLog.Collected(_logger, _folder.Root.Path, deleted, bytes);
        return Task.FromResult(deleted);
    }

    /// <summary>Writes blobs of other keys than the current one (or of none) again; each is exchanged whole or not at all.</summary>
    /// <param name="ct">Stops between blobs.</param>
    /// <returns>How many were written again.</returns>
    /// <exception cref="IOException">One could not be read or written; those before it are done.</exception>
    public async Task<int> RekeyAsync(CancellationToken ct)
    {
        var done = 0;
        var buffer = new byte[BlobChunks.MaxData];
        foreach (var id in _folder.Ids().ToList())
        {
            ct.ThrowIfCancellationRequested();
            if (BlobFiles.ReadHeader(_folder, id) is not { } header || header.KeyNumber == _keys.CurrentNumber || OpenRead(id) is not { } content)
            {
                continue;
            }

            await using (content)
            await using (var writer = Begin(header with { KeyNumber = _keys.CurrentNumber, Salt = SegmentAppender.DrawSalt(_random) }))
            {
                int read;
                while ((read = content.Read(buffer)) > 0)
                {
                    await writer.WriteAsync(buffer.AsMemory(0, read), ct);
                }

                await writer.FinishAsync(ct);
                done++;
            }
        }

        return done;
    }

    /// <inheritdoc/>
    public void Dispose() => _metrics.Dispose();

    internal static BlobStore Open(
        IStorageFolder folder, BlobOptions options, KeyRing keys, StorageSpace? space, TimeProvider time, Random random, ILogger logger, CancellationToken ct)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        var store = new BlobStore(new BlobFolder(folder), options, keys, space, time, random, logger);
        store.Recover(ct);
        store.Takes(BlobFiles.List(store._folder, ct).Sum(e => e.FileBytes));
        return store;
    }

    internal void Admit(long length)
    {
        if (length > _options.BlobBytes)
        {
            throw new ArgumentException($"{length} bytes, at most {_options.BlobBytes} expected in one blob");
        }

        if (_space is { Now: { State: StorageState.Full } use })
        {
            throw new StorageFullException($"'{_folder.Root.Path}': {use.Reason}", null);
        }
    }

    internal IOException Failed(IOException error)
    {
        if (!Libc.IsDiskFull(error))
        {
            return error;
        }

        _space?.Refused();
        return new StorageFullException($"'{_folder.Root.Path}': {error.Message}", error);
    }

    internal void Keep(BlobWriter writer, BlobId id, long bytes)
    {
        lock (_turn)
        {
            // Content that was there already (or is encrypted anew) takes the place of the old file.
            var before = _folder.LengthOf(id);
            _folder.Keep(writer.Name, id);
            Takes(bytes - before);
        }
    }

    internal void Left(BlobWriter writer)
    {
        lock (_turn)
        {
            _writing.Remove(writer.Name);
        }
    }

    private BlobWriter Begin(BlobHeader header, string? intake = null)
    {
        Admit(0);
        lock (_turn)
        {
            var name = intake ?? ((++_lastLog).ToString("D10", CultureInfo.InvariantCulture) + BlobFolder.LogExtension);
            var chunks = new BlobChunks(header, _keys, name);
            try
            {
                var open = _folder.Root.Subfolder(BlobFolder.OpenName);
                var file = open.Create(name);
                open.SyncNames();
                var writer = new BlobWriter(this, file, name, header, chunks, _time, TimeSpan.FromMilliseconds(_options.SyncMilliseconds));
                _writing.Add(name);
                return writer;
            }
            catch (IOException e)
            {
                chunks.Dispose();
                throw Failed(e);
            }
        }
    }

    private void Recover(CancellationToken ct)
    {
        var recovered = new List<RecoveredBlob>();
        foreach (var name in _folder.Unfinished)
        {
            try
            {
                if (Recover(name, ct) is { } blob)
                {
                    recovered.Add(blob);
                    _metrics.BlobsRecovered.Add(1);
                    BlobLog.Recovered(_logger, _folder.Root.Path, name, blob.Id.ToString(), blob.Bytes);
                }
            }
            catch (IOException e) when (e is not StorageKeyException)
            {
                BlobLog.NotRecovered(_logger, _folder.Root.Path, name, e);
            }
        }

        Recovered = recovered;
    }

    /// <summary>Cuts what is not whole off a recording and gives it its end.</summary>
    private RecoveredBlob? Recover(string name, CancellationToken ct)
    {
        BlobScan scan;
        var open = _folder.Root.Subfolder(BlobFolder.OpenName);
        using (var file = open.Open(name, writable: true))
        {
            scan = BlobScan.Run(file, _keys, $"{open.Path}/{name}", ct);
            if (scan is { Header: { } header, Finished: false, Bytes: > 0 })
            {
                using var chunks = new BlobChunks(header, _keys, name);
                var end = new byte[BlobChunks.EndLength];
                chunks.WriteEnd(scan.Parts, scan.Bytes, Convert.FromHexString(scan.Id.ToString()), end);
                file.Truncate(scan.Offset);
                file.Write(end, scan.Offset);
                file.Sync();
            }
            else if (scan.Finished)
            {
                file.Sync();
            }
        }

        if (scan.Header is null || scan.Bytes == 0)
        {
            Drop(open, name, scan);
            return null;
        }

        _folder.Keep(name, scan.Id);
        return new RecoveredBlob(scan.Id, scan.Header.Label, scan.Header.Begun, scan.Bytes);
    }

    /// <summary>Nothing was recorded: an empty file goes, anything else is set aside.</summary>
    private void Drop(IStorageFolder open, string name, BlobScan scan)
    {
        long length;
        using (var file = open.Open(name, writable: false))
        {
            length = file.Length;
        }

        if (length <= BlobHeader.Length && (length == 0 || scan.Header is not null))
        {
            open.Delete(name);
            open.SyncNames();
            return;
        }

        var reason = $"{length} bytes, no part of a recording is readable";
        BlobLog.Damaged(_logger, _folder.Root.Path, name, _folder.PutAside(name, reason), reason);
    }

    private void PutAside(BlobId id, string reason)
    {
        _metrics.BlobsDamaged.Add(1);
        BlobLog.Damaged(_logger, _folder.Root.Path, id.ToString(), _folder.PutAside(id, reason), reason);
    }

    private void Takes(long change) => _space?.BlobsTake(Interlocked.Add(ref _bytes, change));
}
