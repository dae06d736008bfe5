using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Core.Screen;
using Device.Screen.Drawing;
using Device.Screen.Frames;
using Device.Screen.Model;

namespace Device.Screen.Refresh;

/// <summary>
/// Brings a screen to a panel: composes the frame, finds what changed, and refreshes only that, each part with the intent
/// that fits. The first refresh, and the one after <see cref="CleanNext"/>, cleans the whole panel; a new page refreshes the
/// whole panel once. One caller at a time; an <see cref="InkEcho"/> may draw meanwhile. Owns two frames and no panel.
/// </summary>
public sealed class ScreenRefresher
{
    private readonly IPanel _panel;
    private readonly PageComposer _composer;
    private readonly TimeProvider _time;
    private readonly long _hold;
    private readonly ShownFrame _shown;
    private readonly GreyFrame _next;
    private readonly FrameDamage _damage;
    private readonly FrameDamage _statusDamage;
    private readonly List<(PixelRect Region, RefreshIntent Intent)> _commands = [];
    private FactId? _page;
    private volatile bool _clean = true;

    /// <summary>Makes a refresher.</summary>
    /// <param name="panel">The panel, as large as the composer's layout.</param>
    /// <param name="composer">Draws the frames; used by this refresher only.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">How frames are brought to the panel; null for the standard.</param>
    /// <exception cref="ArgumentException">Panel and layout differ in size.</exception>
    public ScreenRefresher(IPanel panel, PageComposer composer, TimeProvider time, ScreenRefreshOptions? options = null)
    {
        if (panel.Capabilities.Bounds != composer.Layout.Panel.Bounds)
        {
            throw new ArgumentException($"the panel is {panel.Capabilities.Bounds}, the layout was made for {composer.Layout.Panel.Bounds}", nameof(composer));
        }

        options ??= new ScreenRefreshOptions();
        (_panel, _composer, _time) = (panel, composer, time);
        _hold = options.HoldLiveInk * time.TimestampFrequency / 1000;
        _shown = new ShownFrame(panel.Capabilities);
        _next = new GreyFrame(panel.Capabilities.Width, panel.Capabilities.Height);
        _statusDamage = new FrameDamage(1, options.CommandCost);
        _damage = new FrameDamage(options.MostRectangles - 2, options.CommandCost);
    }

    /// <summary>Makes the way for live ink. Make one; more would not know of each other's strokes.</summary>
    /// <param name="width">Nominal line width in millimetres, the one that the finished strokes get.</param>
    /// <returns>The echo.</returns>
    public InkEcho CreateEcho(float width = Stroke.DefaultWidth) => new(_panel, _shown, _time, width);

    /// <summary>Lets the next refresh clean the whole panel: after a resume, or when somebody else drew on it. Any thread.</summary>
    public void CleanNext() => _clean = true;

    /// <summary>Shows a screen. Returns when the panel has taken every command, not when it has finished.</summary>
    /// <param name="model">What is to be shown.</param>
    /// <param name="cancellationToken">Ends the wait for a busy panel.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="IOException">The panel does not answer; the next refresh sends what was not taken.</exception>
    public async ValueTask<RefreshResult> RefreshAsync(ScreenModel model, CancellationToken cancellationToken)
    {
        var composed = _composer.Compose(model, _next);
        lock (_shown.Gate)
        {
            Plan(model, composed);
        }

        var (done, pixels) = (0, 0L);
        try
        {
            foreach (var (region, intent) in _commands)
            {
                await _panel.RefreshAsync(region, _shown.Frame.From(region), _shown.Frame.Stride, intent, cancellationToken);
                done++;
                pixels += (long)region.Width * region.Height;
            }
        }
        finally
        {
            Doubt(done);
        }

        return new RefreshResult(composed, done, pixels);
    }

    /// <summary>Copies what the panel was last asked to show, live ink included.</summary>
    /// <param name="target">A frame as large as the panel.</param>
    public void CopyShown(GreyFrame target)
    {
        lock (_shown.Gate)
        {
            _shown.Frame.CopyTo(target, target.Bounds);
        }
    }

    private void Plan(ScreenModel model, ComposedScreen composed)
    {
        _commands.Clear();
        var layout = _composer.Layout;
        var isNewPage = model.Page?.Id != _page;
        _page = model.Page?.Id;
        if (isNewPage)
        {
            _shown.DropLiveInk();
        }
        else
        {
            _shown.Settle(model.Page?.Strokes ?? [], _time.GetTimestamp() - _hold);
            _shown.KeepLiveInk(_next);
        }

        if (_clean || isNewPage)
        {
            _commands.Add((layout.Panel.Bounds, _clean ? RefreshIntent.DeepClean : RefreshIntent.PageTurn));
            _clean = false;
        }
        else
        {
            PlanChanges(layout.StatusBar, layout.Panel.Bounds);
        }

        foreach (var (region, _) in _commands)
        {
            _next.CopyTo(_shown.Frame, region);
        }

        _shown.Uncertain = default;
        _shown.Page = model.Page is { } page ? layout.MapPage(page.Width, page.Height) : default;
        _shown.InkArea = composed.AnswerCard.IsEmpty
            ? layout.Page
            : layout.Page with { Height = Math.Max(0, composed.AnswerCard.Y - layout.Page.Y) };
    }

    private void PlanChanges(PixelRect status, PixelRect panel)
    {
        var below = panel with { Y = status.Bottom, Height = panel.Height - status.Bottom };
        foreach (var region in _statusDamage.Find(_shown.Frame, _next, status))
        {
            _commands.Add((region, RefreshIntent.Interface));
        }

        var uncertain = FrameDamage.Align(_shown.Uncertain, panel);
        foreach (var region in _damage.Find(_shown.Frame, _next, below))
        {
            // What is uncertain is sent as a whole, together with what it touches.
            if (region.Intersect(uncertain).IsEmpty)
            {
                _commands.Add((region, RefreshIntent.Text));
            }
            else
            {
                uncertain = uncertain.Union(region);
            }
        }

        if (!uncertain.IsEmpty)
        {
            _commands.Add((uncertain, RefreshIntent.Text));
        }
    }

    private void Doubt(int done)
    {
        if (done == _commands.Count)
        {
            return;
        }

        lock (_shown.Gate)
        {
            foreach (var (region, intent) in _commands.Skip(done))
            {
                _shown.Uncertain = _shown.Uncertain.Union(region);
                _clean |= intent == RefreshIntent.DeepClean;
            }
        }
    }
}
