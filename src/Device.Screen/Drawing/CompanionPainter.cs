using Device.Screen.Layout;
using Device.Screen.Model;
using Device.Screen.Text;
using SkiaSharp;

namespace Device.Screen.Drawing;

/// <summary>Fills a panel that is too small for a page: the answer from its beginning, or the lines that were read last.</summary>
internal sealed class CompanionPainter(ScreenLayout layout, ScreenWords words, Palette palette)
{
    private const float Size = 4;
    private const float Margin = 2;

    private readonly float _scale = layout.Panel.PixelsPerMillimetre;

    internal void Paint(SKCanvas canvas, Typesetter type, ScreenModel model)
    {
        var (margin, place) = (MathF.Round(Margin * _scale), layout.Page);
        if (TextOf(model) is not { Length: > 0 } text)
        {
            return;
        }

        var block = type.Set(text, MathF.Round(Size * _scale), place.Width - (2 * margin));
        var fit = Math.Max(1, (int)((place.Height - (2 * margin)) / block.Leading));
        var first = model.Answer is null ? Math.Max(0, block.Rows.Length - fit) : 0;
        block.Draw(canvas, place.X + margin, place.Y + margin, palette.Black, first, fit);
    }

    private string TextOf(ScreenModel model) => model switch
    {
        { Answer: { Error.Length: > 0 } card } => card.Error,
        { Answer: { Answer.Length: > 0 } card } => card.Answer,
        { Answer: not null } => words.Thinking,
        { Page: { } page } => string.Join('\n', page.Readings.Select(r => r.Text)),
        _ => "",
    };
}
