using System.Globalization;
using System.Text;

namespace Device.Storage;

/// <summary>Only one process may append to a journal, or repair it.</summary>
internal static class JournalLock
{
    public const string Name = "lock";

    /// <exception cref="JournalInUseException">Another process has it.</exception>
    public static IDisposable Take(IStorageFolder folder) =>
        folder.TryLock(Name) ?? throw new JournalInUseException(folder.Path, Holder(folder));

    private static int? Holder(IStorageFolder folder)
    {
        using var file = folder.Open(Name, writable: false);
        var bytes = new byte[16];
        var text = Encoding.ASCII.GetString(bytes.AsSpan(0, file.Read(bytes, 0))).Trim();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }
}
