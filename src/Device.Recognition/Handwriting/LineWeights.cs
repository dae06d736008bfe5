namespace Device.Recognition.Handwriting;

/// <summary>
/// Weights of the line reader. All scores are natural logarithms of odds; lengths are in the height of a capital letter
/// or a Han character of the line ("heights").
/// </summary>
public sealed record LineWeights
{
    /// <summary>The weights the product ships with.</summary>
    public static LineWeights Default { get; } = new();

    /// <summary>Counts of a reading's log probability whatever its strokes.</summary>
    public float PerCharacter { get; init; } = 0.39f;

    /// <summary>Counts of a reading's log probability for each of its strokes; without it long groups would win.</summary>
    public float PerStroke { get; init; } = 0.16f;

    /// <summary>What every Han character adds, whatever it is: below 0 it favours fewer and wider characters.</summary>
    public float Han { get; init; } = -2.5f;

    /// <summary>What every other character adds.</summary>
    public float Western { get; init; } = 0.15f;

    /// <summary>Weight of how much like a character the ink of a group is.</summary>
    public float Likeness { get; init; } = 0.25f;

    /// <summary>Weight of where a character stands and how high it is.</summary>
    public float Place { get; init; } = 0.4f;

    /// <summary>Weight of how wide it is.</summary>
    public float Width { get; init; } = 0.63f;

    /// <summary>Odds for a cut, for each height of free space.</summary>
    public float Gap { get; init; } = 8.5f;

    /// <summary>The free space, in heights, at which a cut is as likely as none.</summary>
    public float GapMiddle { get; init; } = 0.048f;

    /// <summary>Most that one gap says for or against a cut.</summary>
    public float GapLimit { get; init; } = 2.5f;

    /// <summary>Weight of which kinds of characters follow each other.</summary>
    public float Sequence { get; init; } = 1.4f;

    /// <summary>Weight of how usual a Han character is after those before it; without a language model it counts for nothing.</summary>
    public float Language { get; init; } = 0.5f;

    /// <summary>Weight of how usual a letter is after those before it in its word; without a language model it counts for nothing.</summary>
    public float Words { get; init; } = 0.4f;

    /// <summary>Widest candidate of more than one piece, in first guesses of the height.</summary>
    public float WidestGroup { get; init; } = 1.6f;

    /// <summary>Overlap, in first guesses of the height, up to which two pieces may still be two characters.</summary>
    public float CutOverlap { get; init; } = 0.15f;

    /// <summary>Free space between Latin characters, in heights, from which it is a space.</summary>
    public float Space { get; init; } = 0.4f;
}
