namespace Device.Storage;

/// <summary>Where a board keeps its keys. Read once at start.</summary>
public interface IKeySource
{
    /// <summary>For messages.</summary>
    string Place { get; }

    /// <summary>Reads the keys.</summary>
    /// <returns>At least one key.</returns>
    /// <exception cref="StorageKeyException">They cannot be had, or are not protected as they must be.</exception>
    KeyRing Read();
}
