namespace Device.Core.Learning;

/// <summary>A text is not an expression.</summary>
/// <param name="position">Where, in characters from 0.</param>
/// <param name="problem">What was expected.</param>
public sealed class LatexFormatException(int position, string problem) : FormatException($"character {position + 1}: {problem}")
{
    /// <summary>Where, in characters from 0.</summary>
    public int Position { get; } = position;
}
