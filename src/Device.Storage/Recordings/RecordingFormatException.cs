namespace Device.Storage;

/// <summary>Bytes that should be a recording are not one. The message names the source, the byte, the field, the value and what was expected.</summary>
public sealed class RecordingFormatException : FormatException
{
    /// <summary>Makes the error.</summary>
    /// <param name="source">Where the bytes came from.</param>
    /// <param name="offset">The byte, from 0.</param>
    /// <param name="field">The field.</param>
    /// <param name="problem">The value and what was expected.</param>
    public RecordingFormatException(string source, long offset, string field, string problem)
        : base($"{source}, byte {offset}: {field}: {problem}") => (Offset, Field) = (offset, field);

    /// <summary>The byte, from 0.</summary>
    public long Offset { get; }

    /// <summary>The field.</summary>
    public string Field { get; }
}
