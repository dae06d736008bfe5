using Device.Core.Screen;

namespace Device.Screen.Layout;

/// <summary>
/// Divides a panel: a status bar at the top, the page below it, beside the page a strip for what ink was read as, and the
/// place at the bottom that an answer card may cover while it is open. Immutable; any thread.
/// </summary>
public sealed class ScreenLayout
{
    private const int SmallestPage = 200;

    /// <summary>Divides a panel.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="options">The division; null for the standard one.</param>
    public ScreenLayout(PanelCapabilities panel, ScreenLayoutOptions? options = null)
    {
        options ??= new ScreenLayoutOptions();
        Panel = panel;
        var scale = panel.PixelsPerMillimetre;
        var status = Whole(options.StatusBar * scale, panel.Height / 4);
        IsCompanion = Math.Min(panel.Width, panel.Height) < SmallestPage;
        var strip = IsCompanion ? 0 : Whole(options.Readings * scale, panel.Width / 4);
        var card = Whole(options.AnswerShare * panel.Height, panel.Height - status);

        StatusBar = new PixelRect(0, 0, panel.Width, status);
        Page = new PixelRect(0, status, panel.Width - strip, panel.Height - status);
        Readings = new PixelRect(Page.Right, status, strip, Page.Height);
        AnswerArea = new PixelRect(0, panel.Height - card, panel.Width, card);
    }

    /// <summary>The panel.</summary>
    public PanelCapabilities Panel { get; }

    /// <summary>
    /// Whether the panel is too small for a page (a side under 200 pixels): below the status bar it shows the last answer, or
    /// what was read last, in large letters.
    /// </summary>
    public bool IsCompanion { get; }

    /// <summary>The line at the top. Its height is a multiple of 8, so that its refreshes never touch the page.</summary>
    public PixelRect StatusBar { get; }

    /// <summary>Where pages and ink are.</summary>
    public PixelRect Page { get; }

    /// <summary>The strip to the right of the page; empty when it is switched off.</summary>
    public PixelRect Readings { get; }

    /// <summary>The most that an answer card covers. How much it does cover is in <see cref="Drawing.ComposedScreen.AnswerCard"/>.</summary>
    public PixelRect AnswerArea { get; }

    /// <summary>Width of a page that fills its place at natural size, in millimetres.</summary>
    public float PageWidth => Page.Width / Panel.PixelsPerMillimetre;

    /// <summary>Height of a page that fills its place at natural size, in millimetres.</summary>
    public float PageHeight => Page.Height / Panel.PixelsPerMillimetre;

    /// <summary>Places a page: at natural size, or smaller when it would not fit; in the middle, from the top.</summary>
    /// <param name="width">The page's width in millimetres, above 0.</param>
    /// <param name="height">The page's height in millimetres, above 0.</param>
    /// <returns>The mapping.</returns>
    public PageMapping MapPage(float width, float height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        var scale = Math.Min(Panel.PixelsPerMillimetre, Math.Min(Page.Width / width, Page.Height / height));
        return new PageMapping(scale, Page.X + ((Page.Width - (width * scale)) / 2), Page.Y, Page);
    }

    private static int Whole(float pixels, int most) =>
        (int)Math.Clamp(MathF.Round(pixels / Frames.FrameDamage.Alignment), 0, most / Frames.FrameDamage.Alignment) * Frames.FrameDamage.Alignment;
}
