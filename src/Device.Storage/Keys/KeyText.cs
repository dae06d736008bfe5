using System.Text;

namespace Device.Storage;

/// <summary>A key file's lines: 64 hexadecimal digits each, the oldest key first; empty lines and lines that start with # are passed over.</summary>
internal static class KeyText
{
    private const int MaxBytes = 16 * 1024;

    /// <exception cref="StorageKeyException">A line is not a key, or there is none.</exception>
    public static KeyRing Parse(string text, string place)
    {
        var keys = new List<StorageKey>();
        var number = 0;
        foreach (var line in text.Split('\n').Select(l => l.Trim()))
        {
            number++;
            if (line.Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            if (line.Length != StorageKey.Length * 2 || !line.All(char.IsAsciiHexDigit))
            {
                throw new StorageKeyException($"'{place}', line {number}: {line.Length} characters, {StorageKey.Length * 2} hexadecimal digits expected");
            }

            keys.Add(new StorageKey(Convert.FromHexString(line)));
        }

        return keys.Count is > 0 and <= KeyRing.MaxKeys
            ? new KeyRing(keys)
            : throw new StorageKeyException($"'{place}': {keys.Count} keys, 1 to {KeyRing.MaxKeys} expected");
    }

    public static string Format(IEnumerable<StorageKey> keys) =>
        "# Keys of this machine's notes, the newest last. Whoever has them can read the notes; without them nobody can.\n"
        + string.Concat(keys.Select(k => k.ToText() + "\n"));

    /// <exception cref="StorageKeyException">The file cannot be read, or others than its owner may do so too.</exception>
    public static string Read(string path, UnixFileMode forbidden)
    {
        try
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & forbidden) != 0)
            {
                throw new StorageKeyException(
                    $"'{path}': mode 0{Convert.ToString((int)mode, 8)} lets others read it, 0600 expected (chmod 600); its keys may be known to others: add a new one");
            }

            var bytes = File.ReadAllBytes(path);
            return bytes.Length <= MaxBytes
                ? Encoding.ASCII.GetString(bytes)
                : throw new StorageKeyException($"'{path}': {bytes.Length} bytes, at most {MaxBytes} expected");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not StorageKeyException)
        {
            throw new StorageKeyException($"the key file '{path}' cannot be read: {e.Message}");
        }
    }
}
