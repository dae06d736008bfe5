namespace Device.Core.Learning;

/// <summary>What a node of an <see cref="Expression"/> is.</summary>
public enum ExpressionKind
{
    /// <summary>A number as it was written, digits with at most one point.</summary>
    Number,

    /// <summary>A letter, maybe with an index: <c>x</c>, <c>π</c>, <c>x_1</c>.</summary>
    Symbol,

    /// <summary>The sum of its parts.</summary>
    Sum,

    /// <summary>The negative of its part.</summary>
    Negation,

    /// <summary>The product of its parts.</summary>
    Product,

    /// <summary>The first part divided by the second.</summary>
    Quotient,

    /// <summary>A whole number and a fraction beside it, which is their sum: 2½.</summary>
    Mixed,

    /// <summary>The first part to the power of the second.</summary>
    Power,

    /// <summary>The root of the first part: square, or of the degree that is the second part.</summary>
    Root,

    /// <summary>The function named by the text of its part; a second part is the base of a logarithm.</summary>
    Function,

    /// <summary>Its part in hundredths.</summary>
    Percent,

    /// <summary>Its part in degrees of angle.</summary>
    Degree,

    /// <summary>The first part plus or minus the second.</summary>
    PlusMinus,

    /// <summary>The size of its part without sign.</summary>
    Absolute,

    /// <summary>Parts with relations between them; the text is the relations' signs, one character each: <c>=</c>, <c>&lt;</c>, <c>≤</c> …</summary>
    Relation,

    /// <summary>Several relations or values: a system, or a list of solutions.</summary>
    List,
}
