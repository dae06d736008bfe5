using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Core.Screen;
using Device.Screen.Drawing;
using Device.Screen.Frames;
using Device.Screen.Latency;
using Device.Screen.Model;

namespace Device.Screen.Refresh;

/// <summary>
/// Brings a screen to a panel: composes the frame, finds what changed, and refreshes only that, each part with the intent
/// that fits, and cleans the panel of ghosts when nobody writes. The first refresh, and the one after <see cref="CleanNext"/>,
/// cleans everything. One caller of <see cref="RefreshAsync"/> at a time; an <see cref="InkEcho"/> may draw and
/// <see cref="RunAsync"/> run meanwhile. Owns its frames and no panel.
/// </summary>
public sealed class ScreenRefresher
{
    private readonly IPanel _panel;
    private readonly PageComposer _composer;
    private readonly TimeProvider _time;
    private readonly ScreenRefreshOptions _options;
    private readonly long _hold;
    private readonly ShownFrame _shown;
    private readonly RefreshPlanner _planner;
    private readonly RefreshDispatcher _dispatcher;
    private readonly GreyFrame _next;
    private readonly FrameDamage _damage;
    private readonly FrameDamage _statusDamage;
    private readonly List<PixelRect> _settled = [];
    private ComposedScreen _last;
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

        _options = options ?? new ScreenRefreshOptions();
        (_panel, _composer, _time) = (panel, composer, time);
        _hold = _options.HoldLiveInk * time.TimestampFrequency / 1000;
        Trace = new InkTrace(time);
        _shown = new ShownFrame(panel.Capabilities, _options.Predict > 0);
        _planner = new RefreshPlanner(panel.Capabilities, _options, time.TimestampFrequency);
        _dispatcher = new RefreshDispatcher(panel, _shown, _planner, time, Trace);
        _next = new GreyFrame(panel.Capabilities.Width, panel.Capabilities.Height);
        _statusDamage = new FrameDamage(1, _options.CommandCost);
        _damage = new FrameDamage(_options.MostRectangles - 2, _options.CommandCost);
    }

    /// <summary>How long live ink takes at each stage.</summary>
    public InkTrace Trace { get; }

    /// <summary>Quiet time after which ink is to be drawn anew with smooth edges.</summary>
    public TimeSpan SettleAfter => TimeSpan.FromMilliseconds(_options.SettleAfter);

    /// <summary>Whether something is on its way to the panel that it has not taken yet.</summary>
    public bool IsPending
    {
        get
        {
            lock (_shown.Gate)
            {
                return _planner.IsPending;
            }
        }
    }

    /// <summary>Makes the way for live ink. Make one; more would not know of each other's strokes.</summary>
    /// <param name="width">Nominal line width in millimetres, the one that the finished strokes get.</param>
    /// <returns>The echo.</returns>
    public InkEcho CreateEcho(float width = Stroke.DefaultWidth) => new(_dispatcher, _shown, _time, Trace, width, _options.Predict);

    /// <summary>Lets the next refresh clean the whole panel: after a resume, or when somebody else drew on it. Any thread.</summary>
    public void CleanNext() => _clean = true;

    /// <summary>Sends what had to wait, tries again what failed, and cleans ghosts while nobody writes. Until it is stopped.</summary>
    /// <param name="failed">Is told each time the panel does not take a command.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>A task that ends when it was stopped.</returns>
    public Task RunAsync(Action<IOException> failed, CancellationToken cancellationToken) => _dispatcher.RunAsync(failed, cancellationToken);

    /// <summary>
    /// Shows a screen. Returns when the panel has taken every command that could be sent now, not when it has finished.
    /// What collides with pixels that are being driven is sent by <see cref="RunAsync"/> or the next refresh.
    /// </summary>
    /// <param name="model">What is to be shown.</param>
    /// <param name="cancellationToken">Ends the wait for a busy panel.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="IOException">The panel does not answer; the next refresh sends what was not taken.</exception>
    public async ValueTask<RefreshResult> RefreshAsync(ScreenModel model, CancellationToken cancellationToken)
    {
        var composed = _composer.Compose(model, _next);
        lock (_shown.Gate)
        {
            Plan(model, composed, _time.GetTimestamp());
        }

        try
        {
            var (commands, pixels) = await _dispatcher.SendAsync(cancellationToken);
            return new RefreshResult(composed, commands, pixels);
        }
        finally
        {
            lock (_shown.Gate)
            {
                _dispatcher.Wake();
            }
        }
    }

    /// <summary>Cleans the whole panel where it has ghosts, and waits until it rests: before sleep, when the picture stays for long.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the panel rests.</returns>
    /// <exception cref="IOException">The panel does not answer.</exception>
    public async ValueTask PrepareSleepAsync(CancellationToken cancellationToken)
    {
        lock (_shown.Gate)
        {
            if (_planner.Debt.All.ContainsAnyExcept(0f))
            {
                _planner.Request(_panel.Capabilities.Bounds, RefreshIntent.DeepClean, _time.GetTimestamp());
            }

            _planner.RetryNow();
        }

        do
        {
            // The planner's times are predictions: when the panel rests before them, the rest goes as soon as they are over.
            await _panel.WaitUntilSettledAsync(cancellationToken);
            var (commands, _) = await _dispatcher.SendAsync(cancellationToken);
            if (commands == 0 && IsPending)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), _time, cancellationToken);
            }
        }
        while (IsPending);
        await _panel.WaitUntilSettledAsync(cancellationToken);
    }

    /// <summary>What the way to the panel looks like. Any thread.</summary>
    /// <returns>The figures.</returns>
    public RefreshStatus Status()
    {
        lock (_shown.Gate)
        {
            var (load, counts, debt) = (_planner.Load, _planner.Counts, _planner.Debt);
            var (sum, most) = (0.0, 0f);
            foreach (var tile in debt.All)
            {
                (sum, most) = (sum + tile, Math.Max(most, tile));
            }

            return new RefreshStatus(
                load.Pending, load.Driven, counts.Commands, counts.Pixels, load.Merges, counts.Splits, counts.Failures, counts.Cleanings,
                counts.CleanedPixels, debt.Due, debt.Tiles, sum / Math.Max(1, debt.Tiles), most, debt.FastLimitReached);
        }
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

    private void Plan(ScreenModel model, ComposedScreen composed, long now)
    {
        var layout = _composer.Layout;
        var isNewPage = model.Page?.Id != _page;
        _page = model.Page?.Id;
        _settled.Clear();
        if (isNewPage)
        {
            _shown.DropLiveInk();
        }
        else
        {
            _shown.Settle(model.Page?.Strokes ?? [], now - _hold, _settled);
            _shown.KeepLiveInk(_next);
        }

        _planner.RetryNow();
        var whole = _clean ? RefreshIntent.DeepClean : isNewPage ? _planner.TurnPage(now) : RefreshIntent.Text;
        if (whole > RefreshIntent.Text)
        {
            Send(layout.Panel.Bounds, whole, now);
            _clean = false;
        }
        else
        {
            PlanChanges(composed, layout.StatusBar, layout.Panel.Bounds, now);
        }

        _last = composed;
        _shown.Page = model.Page is { } page ? layout.MapPage(page.Width, page.Height) : default;
        _shown.InkArea = composed.AnswerCard.IsEmpty
            ? layout.Page
            : layout.Page with { Height = Math.Max(0, composed.AnswerCard.Y - layout.Page.Y) };
    }

    private void PlanChanges(ComposedScreen composed, PixelRect status, PixelRect panel, long now)
    {
        var below = panel with { Y = status.Bottom, Height = panel.Height - status.Bottom };
        foreach (var region in _statusDamage.Find(_shown.Frame, _next, status))
        {
            Send(region, RefreshIntent.Interface, now);
        }

        foreach (var region in _damage.Find(_shown.Frame, _next, below))
        {
            Send(region, composed.HasImage(region) || _last.HasImage(region) ? RefreshIntent.Image : RefreshIntent.Text, now);
        }

        foreach (var region in _settled)
        {
            _planner.Request(region, _planner.SettleIntent(region, now), now);
        }
    }

    private void Send(PixelRect region, RefreshIntent intent, long now)
    {
        _planner.Debt.Change(_shown.Frame, _next, region, intent);
        _next.CopyTo(_shown.Frame, region);
        if (_shown.Written != _shown.Frame)
        {
            _next.CopyTo(_shown.Written, region);
        }

        _planner.Request(region, intent, now);
    }
}
