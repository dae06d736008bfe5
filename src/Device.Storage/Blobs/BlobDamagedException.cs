namespace Device.Storage;

/// <summary>A blob is not what its name says. It was set aside, unless it was only looked at.</summary>
/// <param name="message">The file, where in it, and what was expected.</param>
public sealed class BlobDamagedException(string message) : IOException(message);
