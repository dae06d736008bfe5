namespace Device.Storage;

/// <summary>The journal is of a format that this program is too old to read. Nothing was changed.</summary>
/// <param name="where">Folder, segment and offset.</param>
/// <param name="version">The version found.</param>
/// <param name="known">The highest version this program reads.</param>
public sealed class JournalFormatException(string where, int version, int known)
    : FormatException($"{where}: format {version}, at most {known} expected: written by a newer version of this program");
