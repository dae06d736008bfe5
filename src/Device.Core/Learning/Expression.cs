using System.Collections.Immutable;

namespace Device.Core.Learning;

/// <summary>A mathematical expression as a tree, as it was written: nothing is simplified. Immutable; equal when written alike.</summary>
public sealed class Expression : IEquatable<Expression>
{
    /// <summary>Most nodes of one expression.</summary>
    public const int MaxNodes = 4_096;

    /// <summary>Most levels of one expression.</summary>
    public const int MaxDepth = 64;

    /// <summary>Makes a node.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="text">Its digits, name or relations; empty where the kind has none.</param>
    /// <param name="parts">Its parts.</param>
    /// <exception cref="ExpressionLimitException">The tree would have more than <see cref="MaxNodes"/> nodes or <see cref="MaxDepth"/> levels.</exception>
    public Expression(ExpressionKind kind, string text, ImmutableArray<Expression> parts)
    {
        (Kind, Text, Parts) = (kind, text, parts);
        Nodes = 1 + parts.Sum(p => p.Nodes);
        Depth = 1 + (parts.IsEmpty ? 0 : parts.Max(p => p.Depth));
        if (Nodes > MaxNodes || Depth > MaxDepth)
        {
            throw new ExpressionLimitException($"an expression of {Nodes} nodes in {Depth} levels");
        }
    }

    /// <summary>What it is.</summary>
    public ExpressionKind Kind { get; }

    /// <summary>Digits of a number, name of a symbol or function, signs of a relation; else empty.</summary>
    public string Text { get; }

    /// <summary>Its parts in the order of writing.</summary>
    public ImmutableArray<Expression> Parts { get; }

    /// <summary>Nodes of the tree.</summary>
    public int Nodes { get; }

    /// <summary>Levels of the tree, 1 for a leaf.</summary>
    public int Depth { get; }

    /// <summary>A node without text.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="parts">Its parts.</param>
    /// <returns>The node.</returns>
    public static Expression Of(ExpressionKind kind, params ImmutableArray<Expression> parts) => new(kind, "", parts);

    /// <summary>A number.</summary>
    /// <param name="digits">Digits with at most one point.</param>
    /// <returns>The node.</returns>
    public static Expression Number(string digits) => new(ExpressionKind.Number, digits, []);

    /// <summary>A letter, maybe with an index.</summary>
    /// <param name="name">For example <c>x</c> or <c>x_1</c>.</param>
    /// <returns>The node.</returns>
    public static Expression Symbol(string name) => new(ExpressionKind.Symbol, name, []);

    /// <inheritdoc/>
    public bool Equals(Expression? other) =>
        other is not null && Kind == other.Kind && Text == other.Text && Nodes == other.Nodes && Parts.AsSpan().SequenceEqual(other.Parts.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Expression);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Text, Nodes);

    /// <summary>The expression as LaTeX.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => LatexWriter.Write(this);
}
