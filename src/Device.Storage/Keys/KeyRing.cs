namespace Device.Storage;

/// <summary>The keys a machine has: the last one encrypts, all decrypt. Immutable, thread-safe.</summary>
/// <param name="keys">Oldest first; none at all leaves everything in the clear.</param>
public sealed class KeyRing(IReadOnlyList<StorageKey> keys)
{
    /// <summary>Most keys of a ring.</summary>
    public const int MaxKeys = 64;

    /// <summary>No keys: nothing is encrypted.</summary>
    public static KeyRing None { get; } = new([]);

    /// <summary>What is new is encrypted with it; null when nothing is encrypted.</summary>
    public StorageKey? Current => Keys.Count == 0 ? null : Keys[^1];

    /// <summary>All keys, oldest first.</summary>
    public IReadOnlyList<StorageKey> Keys { get; } = [.. keys];

    /// <summary>The number that new files bear: the current key's, or 0.</summary>
    internal ulong CurrentNumber => Current?.Number ?? 0;

    /// <summary>The key that a file names.</summary>
    /// <exception cref="StorageKeyException">It is not in the ring. The file is whole, nothing was changed.</exception>
    internal StorageKey Get(ulong number, string where)
    {
        foreach (var key in Keys)
        {
            if (key.Number == number)
            {
                return key;
            }
        }

        throw new StorageKeyException(
            $"'{where}' is encrypted with key {number:x16}; {(Keys.Count == 0 ? "there is no key" : $"the keys here are {string.Join(", ", Keys.Select(k => k.Number.ToString("x16", null)))}")}. "
            + "Nothing was changed: bring the key back and start again");
    }
}
