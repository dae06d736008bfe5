namespace Device.Storage;

/// <summary>
/// Keys that systemd hands to the service (<c>LoadCredentialEncrypted=</c>): sealed by the machine's TPM or its host key at
/// rest, unsealed into memory for this service alone. The seam for a TPM: nothing here talks to the chip.
/// </summary>
/// <param name="folder">The value of <c>CREDENTIALS_DIRECTORY</c>.</param>
public sealed class CredentialKeySource(string folder) : IKeySource
{
    /// <summary>Name of the credential: <c>storage.key</c>.</summary>
    public const string Name = "storage.key";

    /// <inheritdoc/>
    public string Place { get; } = Path.Combine(Path.GetFullPath(folder), Name);

    /// <inheritdoc/>
    public KeyRing Read() =>
        // The service's access is given by a list that shows as the group's bit, so that the group may read here.
        KeyText.Parse(KeyText.Read(Place, UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite), Place);
}
