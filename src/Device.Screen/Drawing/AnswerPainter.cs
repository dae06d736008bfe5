using Device.Core.Screen;
using Device.Screen.Frames;
using Device.Screen.Layout;
using Device.Screen.Model;
using Device.Screen.Text;
using SkiaSharp;

namespace Device.Screen.Drawing;

/// <summary>
/// Draws the answer card from the panel's bottom up, as high as its text needs and no higher than
/// <see cref="ScreenLayout.AnswerArea"/>: the question, how much reasoning is folded away, a screenful of the answer or why there is none.
/// </summary>
internal sealed class AnswerPainter(ScreenLayout layout, ScreenWords words, Palette palette)
{
    private const float Outside = 3;
    private const float Padding = 5;
    private const float Gap = 2.6f;
    private const float ReasoningGap = 3.4f;
    private const float AnswerSize = 4.2f;
    private const float QuestionSize = 3.6f;
    private const float SmallSize = 3;
    private const float Corner = 2.5f;

    private readonly float _scale = layout.Panel.PixelsPerMillimetre;

    internal ComposedScreen Paint(GreyFrame frame, SKCanvas canvas, Typesetter type, AnswerCard card)
    {
        var parts = Lay(type, card);
        var (small, gap) = (Size(SmallSize), Mm(Gap));
        var fixedHeight = (2 * Mm(Padding)) + parts.Head + gap + gap + (parts.Reasoning is null ? 0 : small + Mm(ReasoningGap))
            + (parts.Error is null ? 0 : parts.Error.Height + (parts.Answer.Rows.IsEmpty ? 0 : gap));
        var most = layout.AnswerArea.Height - (2 * Mm(Outside)) - fixedHeight;
        var rows = RowsIn(parts.Answer, most);
        var pages = parts.Answer.Rows.Length <= rows ? 1 : PagesOf(parts.Answer, rows = RowsIn(parts.Answer, most - small - gap));
        var page = Math.Clamp(card.Page, 0, pages - 1);
        var shown = Math.Min(rows, parts.Answer.Rows.Length);
        var answer = shown == 0 ? 0 : ((shown - 1) * parts.Answer.Leading) + Size(AnswerSize);
        var height = fixedHeight + answer + (pages > 1 ? small + gap : 0);

        var box = new SKRect(Mm(Outside), layout.AnswerArea.Bottom - Mm(Outside) - height, layout.AnswerArea.Right - Mm(Outside), layout.AnswerArea.Bottom - Mm(Outside));
        var covered = FrameDamage.Align(
            new PixelRect(0, (int)(box.Top - Mm(Outside)), layout.AnswerArea.Width, layout.Panel.Height).Intersect(layout.AnswerArea), layout.AnswerArea);
        // Large areas are filled directly: Skia takes ten times as long for them on a grey surface.
        frame.Fill(covered, 255);
        canvas.DrawRoundRect(box, Mm(Corner), Mm(Corner), palette.Outline);

        var (left, y) = (box.Left + Mm(Padding), box.Top + Mm(Padding));
        y = Head(canvas, parts, left, y) + gap;
        canvas.DrawRect(left, MathF.Round(y), box.Width - (2 * Mm(Padding)), 1, palette.Hairline);
        y += gap;
        y = Reasoning(canvas, parts, left, y);
        parts.Answer.Draw(canvas, left, y, parts.IsWaiting ? palette.Soft : palette.Black, page * rows, rows);
        y += answer;
        Error(canvas, type, parts, left, y + (answer > 0 ? gap : 0));
        if (pages > 1)
        {
            var number = type.Set($"{page + 1} / {pages}", small, box.Width, 1);
            number.Draw(canvas, box.Right - Mm(Padding) - number.Width, box.Bottom - Mm(Padding) - small, palette.Faint);
        }

        return new ComposedScreen(covered, page, pages, 0);
    }

    private Parts Lay(Typesetter type, AnswerCard card)
    {
        var width = layout.AnswerArea.Width - (2 * Mm(Outside)) - (2 * Mm(Padding));
        var chip = type.Set(words.Question, Size(SmallSize), width / 4, 1);
        var indent = chip.Width + Mm(2) + Mm(2.2f);
        var question = type.Set(Limit(card.Question), Size(QuestionSize), width - indent, 2);
        var isWaiting = card.Answer.Length == 0 && card.Error.Length == 0 && !card.IsComplete;
        var error = card.Error.Length == 0 ? null : type.Set(Limit(card.Error), Size(QuestionSize), width - Mm(7), 3);
        var reasoning = card.Reasoning.Length == 0 ? null : type.Set(words.ReasoningText(card.Reasoning.Length), Size(SmallSize), width, 1);
        var answer = type.Set(isWaiting ? words.Thinking : Limit(card.Answer), Size(AnswerSize), width);
        return new Parts(chip, indent, question, reasoning, answer, error, isWaiting);
    }

    private float Head(SKCanvas canvas, Parts parts, float left, float y)
    {
        var middle = y + (Size(QuestionSize) / 2);
        var chip = new SKRect(left, middle - Mm(2.3f), left + parts.Chip.Width + Mm(2), middle + Mm(2.3f));
        canvas.DrawRoundRect(chip, Mm(0.8f), Mm(0.8f), palette.Soft);
        parts.Chip.Draw(canvas, left + Mm(1), middle - (Size(SmallSize) / 2), palette.White);
        parts.Question.Draw(canvas, left + parts.Indent, y, palette.Soft);
        return y + parts.Head;
    }

    private float Reasoning(SKCanvas canvas, Parts parts, float left, float y)
    {
        if (parts.Reasoning is null)
        {
            return y;
        }

        var (size, middle) = (Mm(1.1f), y + (Size(SmallSize) / 2));
        using var triangle = new SKPathBuilder();
        triangle.MoveTo(left, middle - size);
        triangle.LineTo(left + (size * 1.5f), middle);
        triangle.LineTo(left, middle + size);
        triangle.Close();
        using var path = triangle.Detach();
        canvas.DrawPath(path, palette.Faint);
        parts.Reasoning.Draw(canvas, left + Mm(3), y, palette.Faint);
        return y + Size(SmallSize) + Mm(ReasoningGap);
    }

    private void Error(SKCanvas canvas, Typesetter type, Parts parts, float left, float y)
    {
        if (parts.Error is null)
        {
            return;
        }

        var middle = y + (Size(QuestionSize) / 2);
        canvas.DrawCircle(left + Mm(2.2f), middle, Mm(2.2f), palette.Black);
        var mark = type.Set("!", Size(QuestionSize), Mm(10), 1);
        mark.Draw(canvas, left + Mm(2.2f) - (mark.Width / 2), middle - (Size(QuestionSize) / 2), palette.White);
        parts.Error.Draw(canvas, left + Mm(7), y, palette.Black);
    }

    private static int RowsIn(TextBlock block, float height) => Math.Max(1, 1 + (int)((height - (block.Leading / 1.5f)) / block.Leading));

    private static int PagesOf(TextBlock block, int rows) => (block.Rows.Length + rows - 1) / rows;

    private static string Limit(string text) => text.Length <= AnswerCard.TextLimit ? text : string.Concat(text.AsSpan(0, AnswerCard.TextLimit), "…");

    private float Mm(float millimetres) => MathF.Round(millimetres * _scale);

    private float Size(float millimetres) => MathF.Round(millimetres * _scale);

    private sealed record Parts(TextBlock Chip, float Indent, TextBlock Question, TextBlock? Reasoning, TextBlock Answer, TextBlock? Error, bool IsWaiting)
    {
        internal float Head => Math.Max(Question.Height, Chip.Height);
    }
}
