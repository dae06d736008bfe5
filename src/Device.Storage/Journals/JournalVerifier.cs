using Microsoft.Extensions.Logging;

namespace Device.Storage;

/// <summary>Checks a journal's files: every checksum, every position, every body. Thread-safe.</summary>
public static class JournalVerifier
{
    /// <summary>Checks; changes nothing and works while deviced runs.</summary>
    /// <param name="directory">The journal's folder.</param>
    /// <param name="keys">Decrypt it.</param>
    /// <param name="ct">Stops the check.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="JournalFormatException">The journal is of a newer version.</exception>
    /// <exception cref="StorageKeyException">A key is missing.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Task<JournalVerification> VerifyAsync(string directory, KeyRing keys, CancellationToken ct)
    {
        var folder = LinuxFolder.Existing(directory);
        return Task.FromResult(Verify(folder, keys, folder.IsLocked(JournalLock.Name), ct));
    }

    /// <summary>
    /// Sets aside what is torn or unreadable, as opening the journal would, then checks. Lost facts cannot be repaired here:
    /// other machines of the account and the cloud may have them.
    /// </summary>
    /// <param name="directory">The journal's folder.</param>
    /// <param name="keys">Decrypt it.</param>
    /// <param name="logger">Is told what was set aside.</param>
    /// <param name="ct">Stops the check.</param>
    /// <returns>What was found after the repair.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="JournalInUseException">deviced has the journal open.</exception>
    /// <exception cref="JournalFormatException">The journal is of a newer version; nothing was changed.</exception>
    /// <exception cref="StorageKeyException">A key is missing; nothing was changed.</exception>
    /// <exception cref="IOException">A file cannot be read or set aside.</exception>
    public static Task<JournalVerification> RepairAsync(string directory, KeyRing keys, ILogger logger, CancellationToken ct)
    {
        var folder = LinuxFolder.Existing(directory);
        using var held = JournalLock.Take(folder);
        JournalRepair.Apply(folder, JournalScan.Run(folder, keys, decode: false, ct), logger);
        return Task.FromResult(Verify(folder, keys, inUse: false, ct));
    }

    internal static JournalVerification Verify(IStorageFolder folder, KeyRing keys, bool inUse, CancellationToken ct)
    {
        var scan = JournalScan.Run(folder, keys, decode: true, ct);
        return new JournalVerification(
            scan.Records,
            scan.Order.Counting.Length,
            SetAside.Count(folder),
            scan.Order.Counting.Sum(s => s.Length),
            scan.Newest?.Device.Value ?? "",
            scan.Newest?.Epoch.ToString("x16", null) ?? "",
            scan.LastPosition,
            scan.DurableThrough,
            scan.Order.Counting.IsEmpty || (scan.Sealed && scan.Tear is null),
            inUse,
            inUse ? 0 : scan.Tear?.Bytes ?? 0,
            scan.HarmlessDamage.Count,
            scan.UnknownBodies,
            scan.Order.Unreadable.Count,
            scan.Holes);
    }
}
