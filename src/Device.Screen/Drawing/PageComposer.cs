using System.Collections.Immutable;
using Device.Core.Notebook;
using Device.Core.Screen;
using Device.Screen.Frames;
using Device.Screen.Layout;
using Device.Screen.Model;
using Device.Screen.Text;
using SkiaSharp;

namespace Device.Screen.Drawing;

/// <summary>
/// Draws a screen into a frame: paper, pictures, ink, readings, status bar and answer card, then brings it to the panel's greys. The
/// same model gives the same pixels. Without fonts everything but text (and the card, which is only text) is drawn.
/// Not thread-safe; makes no pixel buffers.
/// </summary>
public sealed class PageComposer : IDisposable
{
    private readonly Palette _palette;
    private readonly Typesetter? _type;
    private readonly PicturePainter _pictures;
    private readonly ScreenWords _words;
    private readonly StatusPainter _status;
    private readonly ReadingPainter _readings;
    private readonly AnswerPainter _answer;
    private readonly CompanionPainter _companion;

    /// <summary>Makes a composer.</summary>
    /// <param name="layout">How the panel is divided.</param>
    /// <param name="fonts">The fonts, which must outlive the composer; null when they could not be loaded.</param>
    /// <param name="words">The language of the few words that are Device's own.</param>
    /// <param name="dither">How pictures are brought to the panel's greys.</param>
    public PageComposer(ScreenLayout layout, FontSet? fonts, ScreenWords words, DitherPattern dither = DitherPattern.BlueNoise)
    {
        Layout = layout;
        _palette = new Palette(layout.Panel.GreyLevels);
        _type = fonts is null ? null : new Typesetter(fonts, layout.Panel.GreyLevels == 2);
        _pictures = new PicturePainter(new GreyDither(layout.Panel.GreyLevels, dither));
        _words = words;
        _status = new StatusPainter(layout, words, _palette);
        _readings = new ReadingPainter(layout, _palette);
        _answer = new AnswerPainter(layout, words, _palette);
        _companion = new CompanionPainter(layout, words, _palette);
    }

    /// <summary>How the panel is divided.</summary>
    public ScreenLayout Layout { get; }

    /// <summary>Draws a screen.</summary>
    /// <param name="model">What is on it.</param>
    /// <param name="frame">Receives every pixel; as large as the panel.</param>
    /// <returns>Where things are.</returns>
    /// <exception cref="ArgumentException">The frame is not as large as the panel.</exception>
    public ComposedScreen Compose(ScreenModel model, GreyFrame frame)
    {
        if (frame.Bounds != Layout.Panel.Bounds)
        {
            throw new ArgumentException($"the frame is {frame.Width}x{frame.Height}, the panel {Layout.Panel.Width}x{Layout.Panel.Height}", nameof(frame));
        }

        frame.Fill(255);
        ImmutableArray<PixelRect> images = [];
        if (model.Notice == ScreenNotice.None && model.Page is { } page && !Layout.IsCompanion)
        {
            var mapping = Layout.MapPage(page.Width, page.Height);
            PaperPainter.Paint(frame, mapping, new PaperRuling(page.Template, page.Width, page.Height, page.Pitch));
            images = _pictures.Paint(frame, mapping, page.Pictures);
            InkPainter.Paint(frame, mapping, page.Strokes);
        }

        if (model.Notice == ScreenNotice.None && model.Status.Microphone is { } microphone)
        {
            MicrophonePainter.Paint(frame, Layout, microphone);
        }

        var composed = _type is null ? default : ComposeText(_type, model, frame);

        // What was dithered has the panel's greys already and stays as it is.
        GreyQuantiser.Quantise(frame.Pixels, Layout.Panel.GreyLevels);
        return composed with { Images = images };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _type?.Dispose();
        _palette.Dispose();
    }

    private ComposedScreen ComposeText(Typesetter type, ScreenModel model, GreyFrame frame)
    {
        using var surface = SKSurface.Create(GreyImage.InfoOf(frame), frame.Address, frame.Stride)
            ?? throw new InvalidOperationException($"Skia draws on no {frame.Width}x{frame.Height} grey surface");
        var canvas = surface.Canvas;
        var isPage = model.Notice == ScreenNotice.None;
        var leftOut = isPage && !Layout.IsCompanion && model.Page is { } page
            ? _readings.Paint(canvas, type, Layout.MapPage(page.Width, page.Height), page.Readings)
            : 0;
        if (isPage)
        {
            _status.Paint(canvas, type, model.Status);
            if (Layout.IsCompanion)
            {
                _companion.Paint(canvas, type, model);
            }
        }
        else
        {
            NoticePainter.Paint(canvas, type, Layout, _words.NoticeText(model.Notice), _palette);
        }

        var composed = isPage && !Layout.IsCompanion && model.Answer is { } card ? _answer.Paint(frame, canvas, type, card) : default;
        surface.Flush();
        type.EndFrame();
        return composed with { ReadingsLeftOut = leftOut };
    }
}
