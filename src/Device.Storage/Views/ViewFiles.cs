using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Device.Storage;

/// <summary>The files of the view: opening within a time limit, the mark of a close in order, deleting. Used by one task at a time.</summary>
internal sealed class ViewFiles : IDisposable
{
    public const string FileName = "notebook.db";
    public const string LogName = "notebook-log.db";
    public const string MarkName = "closed";

    private readonly NotebookStoreOptions _options;
    private readonly LinuxFolder _folder;
    private readonly AtomicFile _mark;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Func<string, string, ViewDatabase> _open;

    /// <param name="options">Folder and limit.</param>
    /// <param name="time">Measures the limit.</param>
    /// <param name="logger">Is told why the view is made anew.</param>
    /// <param name="open">Opens file and log: <c>ViewDatabase.Open</c>.</param>
    public ViewFiles(NotebookStoreOptions options, TimeProvider time, ILogger logger, Func<string, string, ViewDatabase> open)
    {
        (_options, _time, _logger, _open) = (options, time, logger, open);
        _folder = LinuxFolder.Ensure(options.Directory);
        _mark = new AtomicFile(_folder, MarkName, logger);
    }

    public bool Exist => File.Exists(FilePath);

    private string FilePath => Path.Combine(_folder.Path, FileName);

    private string LogPath => Path.Combine(_folder.Path, LogName);

    /// <summary>Bytes of the file and its log, which is empty after a close in order.</summary>
    private long Length => Exist ? new FileInfo(FilePath).Length + (File.Exists(LogPath) ? new FileInfo(LogPath).Length : 0) : 0;

    /// <summary>Reads the mark and deletes it, durably, before the view is touched.</summary>
    public async Task<ViewMark?> TakeMarkAsync(CancellationToken ct)
    {
        if (await _mark.ReadAsync(ct) is not { } bytes)
        {
            return null;
        }

        await _mark.DeleteAsync(ct);
        return JsonSerializer.Deserialize(bytes, StorageJson.Default.ViewMark);
    }

    /// <summary>Opens the view that the mark speaks of; null when it is not that one or cannot be opened, which is logged.</summary>
    public async Task<ViewDatabase?> TryOpenAsync(ViewMark mark, CancellationToken ct)
    {
        try
        {
            if (Length != mark.Length)
            {
                ViewLog.Rebuilding(_logger, _folder.Path, $"{Length} bytes, {mark.Length} expected", null);
                return null;
            }

            var database = await OpenInTimeAsync(ct);
            if (database.Applied == mark.Position && database.AppliedFact == mark.Fact)
            {
                return database;
            }

            ViewLog.Rebuilding(_logger, _folder.Path, $"it has position {database.Applied}, {mark.Position} expected", null);
            Abandon(database);
            return null;
        }
#pragma warning disable CA1031 // A damaged LiteDB file throws anything; the view is made anew.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            ViewLog.Rebuilding(_logger, _folder.Path, "it cannot be opened", e);
            return null;
        }
    }

    /// <summary>Deletes what is there and opens an empty view.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public async Task<ViewDatabase> MakeAnewAsync(CancellationToken ct)
    {
        foreach (var name in _folder.Names().Where(n => n.StartsWith("notebook", StringComparison.Ordinal)))
        {
            _folder.Delete(name);
        }

        _folder.SyncNames();

        // A new file cannot be damaged: what takes long here is a slow machine, which gets the time it needs.
        return _options.OpenSeconds == 0 ? _open(FilePath, LogPath) : await Task.Run(() => _open(FilePath, LogPath), ct);
    }

    /// <summary>Closes a view that is about to be deleted; what that throws says nothing new.</summary>
    public void Abandon(ViewDatabase database)
    {
        try
        {
            database.Dispose();
        }
#pragma warning disable CA1031 // See above: the file is deleted next.
        catch (Exception e)
#pragma warning restore CA1031
        {
            ViewLog.NotClosed(_logger, _folder.Path, e);
        }
    }

    /// <summary>Closes the view and leaves the mark, once its content is on the medium. A failure costs a rebuild, no more.</summary>
    public async Task CloseAsync(ViewDatabase database)
    {
        try
        {
            var (position, fact) = (database.Applied, database.AppliedFact);
            database.Dispose();
            long length;
            using (var file = _folder.Open(FileName, writable: true))
            {
                // LiteDB has written but not synced.
                file.Sync();
                length = file.Length;
            }

            var mark = new ViewMark(ViewDatabase.Schema, position, fact, length);
            await _mark.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(mark, StorageJson.Default.ViewMark), CancellationToken.None);
        }
#pragma warning disable CA1031 // Closing must not hide why the process ends.
        catch (Exception e)
#pragma warning restore CA1031
        {
            ViewLog.NotClosed(_logger, _folder.Path, e);
        }
    }

    public void Dispose() => _mark.Dispose();

    private async Task<ViewDatabase> OpenInTimeAsync(CancellationToken ct)
    {
        var (path, log) = (FilePath, LogPath);
        if (_options.OpenSeconds == 0)
        {
            return _open(path, log);
        }

        // A thread of its own: an opening that never ends keeps it, on a file that has been unlinked by then.
        var opening = Task.Factory.StartNew(
            () => _open(path, log), CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        try
        {
            return await opening.WaitAsync(TimeSpan.FromSeconds(_options.OpenSeconds), _time, ct);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            _ = opening.ContinueWith(late => Abandon(late.Result), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }
}
