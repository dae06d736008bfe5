namespace Device.Core.Learning;

/// <summary>A file of reference strokes cannot be used. The message names the file, the field, the value and what was expected.</summary>
public sealed class StrokeReferenceException : FormatException
{
    /// <summary>Makes the error.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="problem">Field, value, and what was expected.</param>
    public StrokeReferenceException(string file, string problem)
        : base($"reference strokes {file}: {problem}") => File = file;

    /// <summary>The file's name.</summary>
    public string File { get; }
}
