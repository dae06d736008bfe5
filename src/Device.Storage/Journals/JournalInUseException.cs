namespace Device.Storage;

/// <summary>Another process has the journal open for appending.</summary>
/// <param name="folder">The journal's folder.</param>
/// <param name="holder">The other process's number, or null when it is not known.</param>
public sealed class JournalInUseException(string folder, int? holder)
    : IOException($"journal '{folder}' is in use by {(holder is null ? "another process" : $"process {holder}")}: only one process may append; stop it (deviced?) first")
{
    /// <summary>The journal's folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>The other process's number, or null when it is not known.</summary>
    public int? Holder { get; } = holder;
}
