namespace Device.Storage;

/// <summary>Finds a machine's keys. A machine that has a key encrypts; one that has none does not. Thread-safe.</summary>
public static class KeySources
{
    /// <summary>Where keys lie in the data folder: <c>keys/storage.key</c>.</summary>
    public const string FileInData = "keys/storage.key";

    /// <summary>Looks, in this order, at the file named, the service's credentials, and the data folder.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="file">A key file that must be there; empty when none is named.</param>
    /// <param name="credentials">The value of <c>CREDENTIALS_DIRECTORY</c>, or null.</param>
    /// <returns>The keys; none at all where no source has any.</returns>
    /// <exception cref="StorageKeyException">A source is there and cannot be used.</exception>
    public static KeyRing Read(string data, string file, string? credentials)
    {
        if (file.Length > 0)
        {
            return new FileKeySource(file).Read();
        }

        if (credentials is { Length: > 0 } && new CredentialKeySource(credentials) is var sealedKeys && File.Exists(sealedKeys.Place))
        {
            return sealedKeys.Read();
        }

        var own = new FileKeySource(Path.Combine(data, FileInData));
        return File.Exists(own.Place) ? own.Read() : KeyRing.None;
    }
}
