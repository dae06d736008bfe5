using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Device.Storage;

/// <summary>
/// Watches what journal and blobs take and what the medium has left. The state changes when something is written, when the
/// medium refuses, and at every look of <see cref="RunAsync"/>, which also notices that there is room again. Thread-safe.
/// </summary>
public sealed class StorageSpace
{
    /// <summary>Bytes over the quota that are still taken: what was under way, and deletions, which make room.</summary>
    private const long Margin = 1L << 20;

    /// <summary>Beyond the limit by this share it counts as room again, so that the state does not flutter.</summary>
    private const int BackPercent = 2;

    private readonly StorageSpaceOptions _options;
    private readonly IStorageFolder _folder;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _turn = new();
    private StorageUse _now;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _refused;

    internal StorageSpace(StorageSpaceOptions options, IStorageFolder folder, TimeProvider time, ILogger logger)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        (_options, _folder, _time, _logger) = (options, folder, time, logger);
        _now = new StorageUse(StorageState.Normal, 0, 0, options.QuotaBytes, long.MaxValue, "");
    }

    /// <summary>What is used and left, as of the last look.</summary>
    public StorageUse Now => Volatile.Read(ref _now);

    /// <summary>Looks at the medium now and then until cancelled.</summary>
    /// <param name="ct">Ends it.</param>
    /// <returns>Nothing; it ends cancelled.</returns>
    public async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(_options.CheckSeconds), _time);
        while (await timer.WaitForNextTickAsync(ct))
        {
            Look();
        }
    }

    /// <summary>Looks at the medium once.</summary>
    /// <returns>What was found.</returns>
    public StorageUse Look() => Update(use => use, refused: false);

    /// <summary>Gives the state now and at every change of it.</summary>
    /// <param name="ct">Ends it.</param>
    /// <returns>One value a change; a change that was overtaken by the next is left out.</returns>
    public async IAsyncEnumerable<StorageUse> WatchAsync([EnumeratorCancellation] CancellationToken ct)
    {
        StorageState? given = null;
        while (true)
        {
            Task changed;
            StorageUse now;
            lock (_turn)
            {
                (changed, now) = (_changed.Task, _now);
            }

            if (now.State != given)
            {
                given = now.State;
                yield return now;
            }

            await changed.WaitAsync(ct);
        }
    }

    /// <summary>Waits until it is not full.</summary>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Nothing.</returns>
    public async Task RoomAsync(CancellationToken ct)
    {
        await foreach (var use in WatchAsync(ct))
        {
            if (use.State != StorageState.Full)
            {
                return;
            }
        }
    }

    /// <summary>Lets something be written, or not. One request may go over the quota by its own length.</summary>
    /// <exception cref="StorageFullException">The quota is used up.</exception>
    internal void Admit()
    {
        var now = Now;
        if (_options.QuotaBytes > 0 && now.JournalBytes + now.BlobBytes >= _options.QuotaBytes + Margin)
        {
            throw new StorageFullException($"'{_folder.Path}': {Used(now)}; nothing more is taken in", null);
        }
    }

    internal void JournalTakes(long bytes) => Update(use => use with { JournalBytes = bytes }, refused: null);

    internal void BlobsTake(long bytes) => Update(use => use with { BlobBytes = bytes }, refused: null);

    /// <summary>The medium said that it is full. It counts as full until a look finds room.</summary>
    internal void Refused() => Update(use => use, refused: true);

    private StorageUse Update(Func<StorageUse, StorageUse> change, bool? refused)
    {
        lock (_turn)
        {
            var before = _now;
            _refused = refused ?? _refused;
            var now = change(before) with { FreeBytes = FreeBytes() };
            var (state, reason) = Judge(now);
            now = now with { State = state, Reason = reason };
            Volatile.Write(ref _now, now);
            if (now.State != before.State)
            {
                StorageLog.Changed(_logger, _folder.Path, now.State, reason.Length == 0 ? Used(now) : reason);
                var changed = _changed;
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                changed.TrySetResult();
            }

            return now;
        }
    }

    private (StorageState State, string Reason) Judge(StorageUse use)
    {
        var (used, full) = (use.JournalBytes + use.BlobBytes, _now.State == StorageState.Full);
        if (_options.QuotaBytes > 0 && used >= _options.QuotaBytes - (full ? _options.QuotaBytes * BackPercent / 100 : 0))
        {
            return (StorageState.Full, Used(use));
        }

        if (_refused || use.FreeBytes < _options.FullFreeBytes + (full ? _options.FullFreeBytes / 4 : 0))
        {
            return (StorageState.Full, Left(use, _options.FullFreeBytes));
        }

        if (_options.QuotaBytes > 0 && used >= _options.QuotaBytes / 100.0 * _options.LowPercent)
        {
            return (StorageState.Low, Used(use));
        }

        return use.FreeBytes < _options.LowFreeBytes ? (StorageState.Low, Left(use, _options.LowFreeBytes)) : (StorageState.Normal, "");
    }

    private long FreeBytes()
    {
        try
        {
            return _folder.FreeBytes;
        }
        catch (IOException)
        {
            // A medium that cannot say what is free will say so when it is written to.
            return long.MaxValue;
        }
    }

    private static string Used(StorageUse use) => string.Create(
        CultureInfo.InvariantCulture, $"{use.JournalBytes + use.BlobBytes} bytes are used{(use.QuotaBytes > 0 ? $" of {use.QuotaBytes}" : "")}");

    private static string Left(StorageUse use, long expected) => string.Create(
        CultureInfo.InvariantCulture, $"the medium has {use.FreeBytes} bytes left, {expected} expected");
}
