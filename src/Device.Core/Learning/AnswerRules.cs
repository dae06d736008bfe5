using System.ComponentModel.DataAnnotations;

namespace Device.Core.Learning;

/// <summary>What counts as right.</summary>
public sealed record AnswerRules
{
    /// <summary>Equal value is enough.</summary>
    public static AnswerRules Default { get; } = new();

    /// <summary>How far a number may be off, as a share of the expected one; 0 for exact.</summary>
    [Range(0, 0.5)]
    public double Tolerance { get; init; }

    /// <summary>Fractions must be in lowest terms, and sums and products of numbers worked out.</summary>
    public bool Simplified { get; init; }

    /// <summary>An equation must be solved: a letter alone on one side, as in the expected answer.</summary>
    public bool Solved { get; init; }
}
