namespace Device.Core.Ink;

/// <summary>A file of ink breaks its format. The message names the file, the line, the field, the value and what was expected.</summary>
public sealed class InkFormatException : FormatException
{
    /// <summary>Makes the error.</summary>
    /// <param name="source">The file's name, or another name of where the ink came from.</param>
    /// <param name="line">The line, from 1; 0 when unknown.</param>
    /// <param name="field">The field, such as <c>strokes[2][14]</c>.</param>
    /// <param name="problem">The value that was found and what was expected.</param>
    /// <param name="inner">What the parser said, if a parser said it.</param>
    public InkFormatException(string source, long line, string field, string problem, Exception? inner = null)
        : base($"{source}{(line > 0 ? $", line {line}" : "")}: {field}: {problem}", inner)
    {
        InkSource = source;
        Line = line;
        Field = field;
    }

    /// <summary>The file's name.</summary>
    public string InkSource { get; }

    /// <summary>The line, from 1; 0 when unknown.</summary>
    public long Line { get; }

    /// <summary>The field.</summary>
    public string Field { get; }
}
