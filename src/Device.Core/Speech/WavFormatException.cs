namespace Device.Core.Speech;

/// <summary>A WAV file breaks its format, or is of a kind that is not read. The message names the file, the byte, the field, the value and what was expected.</summary>
public sealed class WavFormatException : FormatException
{
    /// <summary>Makes the error.</summary>
    /// <param name="source">The file's name, or another name of where the sound came from.</param>
    /// <param name="offset">The byte, from 0.</param>
    /// <param name="field">The field, such as <c>fmt.bitsPerSample</c>.</param>
    /// <param name="problem">The value that was found and what was expected.</param>
    public WavFormatException(string source, long offset, string field, string problem)
        : base($"{source}, byte {offset}: {field}: {problem}") =>
        (WavSource, Offset, Field) = (source, offset, field);

    /// <summary>The file's name.</summary>
    public string WavSource { get; }

    /// <summary>The byte, from 0.</summary>
    public long Offset { get; }

    /// <summary>The field.</summary>
    public string Field { get; }
}
