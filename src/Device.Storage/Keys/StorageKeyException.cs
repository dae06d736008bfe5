namespace Device.Storage;

/// <summary>A key is missing, wrong or not kept as it must be. Files that need it are left as they are.</summary>
/// <param name="message">The file, what is wrong and what was expected; never the key.</param>
public sealed class StorageKeyException(string message) : IOException(message);
