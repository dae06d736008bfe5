namespace Device.Recognition.Handwriting;

/// <summary>How handwriting is read.</summary>
public sealed record InkRecognizerOptions
{
    /// <summary>Threads that compute one inference, 1 to 4. More than one is rarely worth it for one character.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Characters of one inference when a line is read, 1 to 32. Memory grows with it, about 0.7 MB a character.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>
    /// Least probability, 0 to 1, with which a single character is answered; below it there is no reading, which is for whoever
    /// would rather ask than be wrong. Probabilities are calibrated: of readings from 0.9 up, 98 % and more are right.
    /// </summary>
    public float LeastProbability { get; init; }

    /// <summary>Weights of the line reader.</summary>
    public LineWeights Line { get; init; } = LineWeights.Default;

    /// <summary>Checks every range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Threads, 4);
        ArgumentOutOfRangeException.ThrowIfNegative(LeastProbability);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LeastProbability, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Batch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Batch, 32);
    }
}
