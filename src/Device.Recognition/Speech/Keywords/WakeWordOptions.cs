namespace Device.Recognition.Speech.Keywords;

/// <summary>When a wake word wakes.</summary>
public sealed record WakeWordOptions
{
    /// <summary>The least probability, 0.05 to 1.</summary>
    public float Threshold { get; init; } = 0.5f;

    /// <summary>Scores in succession above the threshold, 1 to 20 (80 ms each).</summary>
    public int Crossings { get; init; } = 3;

    /// <summary>Scores after a wake in which there is no other, 0 to 250.</summary>
    public int QuietSteps { get; init; } = 19;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Threshold, 0.05f);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Threshold, 1f);
        ArgumentOutOfRangeException.ThrowIfLessThan(Crossings, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Crossings, 20);
        ArgumentOutOfRangeException.ThrowIfNegative(QuietSteps);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(QuietSteps, 250);
    }
}
