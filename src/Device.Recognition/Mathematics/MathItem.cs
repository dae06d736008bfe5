using Device.Core.Ink;
using Device.Recognition.Handwriting;

namespace Device.Recognition.Mathematics;

/// <summary>What an item of a row is made of.</summary>
internal enum ItemForm
{
    Sign,
    Fraction,
    Root,
    System,
}

/// <summary>A sign, or a fraction, root or system with its rows, and what hangs at its upper and lower right. Built once, signs are chosen later.</summary>
internal sealed class MathItem
{
    internal required ItemForm Form { get; init; }

    internal required InkBounds Box { get; init; }

    /// <summary>The sign's ink; of a fraction its bar, of a root its hook, of a system nothing.</summary>
    internal MathGlyph? Glyph { get; init; }

    /// <summary>Numerator and denominator; radicand and degree; the lines of a system.</summary>
    internal List<MathRow> Rows { get; init; } = [];

    /// <summary>Which reading was chosen.</summary>
    internal int Choice { get; set; }

    /// <summary>The name of the function that this sign begins, when it was chosen as one.</summary>
    internal string? Function { get; set; }

    internal MathRow? Upper { get; set; }

    internal MathRow? Lower { get; set; }

    internal string Sign => Form == ItemForm.Sign ? Glyph!.Readings[Choice].Sign : "";

    internal SignKind Kind => Form == ItemForm.Sign ? MathSigns.KindOf(Sign) : SignKind.Structure;

    internal bool IsBar => Form == ItemForm.Sign && Sign == MathSigns.Minus;

    /// <summary>Height of a digit written in the same size, and the baseline; NaN where the sign does not tell.</summary>
    internal (float Em, float Baseline) Frame()
    {
        if (Form == ItemForm.Root && Rows[0].Items.Count > 0)
        {
            return (Rows[0].Em, Rows[0].Baseline);
        }

        if (Form != ItemForm.Sign || Kind is not (SignKind.Digit or SignKind.Letter))
        {
            return (float.NaN, float.NaN);
        }

        var shape = CharacterShape.Of(Sign);
        var em = Box.Height / (shape.Top - shape.Bottom);
        return (em, Box.Bottom + (shape.Bottom * em));
    }

    /// <summary>The height at which a minus of the same row stands, for what has no baseline.</summary>
    internal float Axis => Form == ItemForm.Fraction ? Glyph!.Box.CentreY : Box.CentreY;
}
