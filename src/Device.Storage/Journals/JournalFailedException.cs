namespace Device.Storage;

/// <summary>
/// The journal could not write, in a new segment neither. What was being appended is not stored and nothing more will be:
/// capture has to stop and say so. Opening the journal again is the way on.
/// </summary>
/// <param name="message">Folder, segment and both errors.</param>
/// <param name="inner">The error of the second try.</param>
public sealed class JournalFailedException(string message, Exception? inner) : IOException(message, inner);
