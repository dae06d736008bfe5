namespace Device.Core.Learning;

/// <summary>How an answer differs from the expected one. Numbers are stored: append-only.</summary>
public enum AnswerDifference
{
    /// <summary>It does not.</summary>
    None = 0,

    /// <summary>No rule knows it: it is something else.</summary>
    Other = 1,

    /// <summary>It is the negative of what is expected.</summary>
    Sign = 2,

    /// <summary>Numerator and denominator, or two digits, or the values of two unknowns are swapped.</summary>
    Swapped = 3,

    /// <summary>The value is right, but not in lowest terms or not worked out.</summary>
    NotSimplified = 4,

    /// <summary>The number is right, the unit missing, surplus or of another size.</summary>
    Unit = 5,

    /// <summary>It is ten, a hundred … times as large or small.</summary>
    DecimalPlace = 6,

    /// <summary>It is a rounded value where the exact one is expected.</summary>
    Rounded = 7,

    /// <summary>The equation is right, but not solved for the unknown.</summary>
    NotSolved = 8,

    /// <summary>A solution of several is missing.</summary>
    MissingSolution = 9,

    /// <summary>There is a solution too many.</summary>
    SurplusSolution = 10,

    /// <summary>The sides are right and the relation between them is another one.</summary>
    Relation = 11,

    /// <summary>It is no expression.</summary>
    Unreadable = 12,

    /// <summary>It is too large to be compared.</summary>
    Undecided = 13,
}
