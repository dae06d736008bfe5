using System.Globalization;

namespace Device.Core.Ink;

/// <summary>The names of <see cref="InkKind"/> in the exchange formats.</summary>
internal static class InkKindName
{
    public const string Expected = "char, line or math";

    public static string Of(InkKind kind) => kind switch
    {
        InkKind.Character => "char",
        InkKind.Line => "line",
        InkKind.Mathematics => "math",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no name in the exchange formats"),
    };

    public static InkKind? Parse(string? name) => name switch
    {
        "char" => InkKind.Character,
        "line" => InkKind.Line,
        "math" => InkKind.Mathematics,
        _ => null,
    };

    /// <summary>The kind of a sample that does not say: one character is a character, anything else a line.</summary>
    public static InkKind Guess(string label) =>
        label.Length > 0 && StringInfo.GetNextTextElementLength(label) == label.Length ? InkKind.Character : InkKind.Line;
}
