using Device.Core.Learning;

namespace Device.Recognition.Mathematics;

/// <summary>One way to cut the ink into signs, followed to the end: structure, signs, LaTeX, tree and score.</summary>
internal sealed record MathSolution(float Score, string Latex, Expression? Expression, List<MathSymbol> Symbols)
{
    private const int Rounds = 2;

    internal static MathSolution Of(List<MathGlyph> glyphs, float em, float segmentation)
    {
        var choices = new int[glyphs.Count];
        MathRow row = null!;
        List<MathItem> items = [];
        var score = 0f;
        for (var round = 0; round < Rounds; round++)
        {
            items = [.. glyphs.Select((g, i) => new MathItem { Form = ItemForm.Sign, Box = g.Box, Glyph = g, Choice = choices[i] })];
            row = new MathStructure(em).Build([.. items]);
            score = row.All().Sum(SignChoice.Choose) + (MathWeights.Relation * row.Score);
            for (var i = 0; i < items.Count; i++)
            {
                choices[i] = items[i].Choice;
            }
        }

        var latex = RowLatex.Write(row);
        LatexReader.TryRead(latex, out var expression);

        // The choice of signs counts them again, in their context.
        var signs = glyphs.Sum(g => g.Trust * g.Readings[0].Score);
        var total = segmentation - signs + score + (expression is null ? MathWeights.NotAnExpression : 0);
        return new MathSolution(total, latex, expression, [.. items.Select(Symbol)]);
    }

    private static MathSymbol Symbol(MathItem item)
    {
        var reading = item.Glyph!.Readings[item.Choice];
        var prior = MathSigns.Of(reading.Sign)?.Prior ?? 0;
        return new MathSymbol(reading.Sign, Math.Clamp(MathF.Exp(reading.Score - prior), 0, 1), item.Box, [.. item.Glyph.Strokes]);
    }
}
