using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Core.Screen;
using Device.Screen.Drawing;
using Device.Screen.Frames;
using Device.Screen.Layout;
using Device.Screen.Model;
using Device.Screen.Refresh;
using Microsoft.Extensions.Time.Testing;

namespace Device.Screen.Tests;

public sealed class InkEchoTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ScreenLayout _layout = new(Samples.Small);
    private readonly RecordingPanel _panel = new(Samples.Small);
    private readonly PageComposer _composer;
    private readonly ScreenRefresher _refresher;
    private readonly InkEcho _echo;
    private readonly Stroke _stroke = Samples.Line(10, 12, 40, 33);

    public InkEchoTests()
    {
        _composer = new PageComposer(_layout, null, ScreenWords.English);
        _refresher = new ScreenRefresher(_panel, _composer, _time);
        _echo = _refresher.CreateEcho();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _composer.Dispose();

    [Fact]
    public async Task Live_ink_is_black_on_what_was_there_and_sends_only_a_patch()
    {
        await _refresher.RefreshAsync(new ScreenModel(Samples.Page(_layout, [], PageTemplate.Lined), null, StatusBar.Empty), Stop);
        var before = Copy();
        await _echo.DrawAsync(Samples.Writing(_stroke), Stop);
        var (region, intent) = Assert.Single(_panel.Commands.Skip(1));
        Assert.Equal(RefreshIntent.Pen, intent);
        var ink = Map().ToPixels(_stroke.Bounds);
        Assert.Equal(region, region.Intersect(ink.Inflate(12)));
        var black = 0;
        for (var i = 0; i < before.Pixels.Length; i++)
        {
            black += _panel.Shown.Pixels[i] != before.Pixels[i] ? 1 : 0;
            Assert.True(_panel.Shown.Pixels[i] == before.Pixels[i] || _panel.Shown.Pixels[i] == 0);
        }

        Assert.InRange(black, 100, 1000);
    }

    [Fact]
    public async Task Each_sample_draws_on_from_the_last_one()
    {
        await _refresher.RefreshAsync(Samples.Screen(_layout), Stop);
        var samples = Samples.Writing(_stroke);
        await _echo.DrawAsync(samples, Stop);
        var atOnce = _panel.Shown.Pixels.ToArray();
        await _refresher.RefreshAsync(new ScreenModel(Samples.Page(_layout, [], id: 9), null, StatusBar.Empty), Stop);
        foreach (var sample in samples)
        {
            await _echo.DrawAsync([sample], Stop);
        }

        Assert.True(_panel.Shown.Pixels.SequenceEqual(atOnce));
    }

    [Fact]
    public async Task The_settled_stroke_takes_the_place_of_live_ink()
    {
        await _refresher.RefreshAsync(Samples.Screen(_layout), Stop);
        await _echo.DrawAsync(Samples.Writing(_stroke), Stop);
        await _refresher.RefreshAsync(Samples.Screen(_layout, _stroke), Stop);
        AssertShows(Samples.Screen(_layout, _stroke));
    }

    [Fact]
    public async Task Live_ink_survives_a_refresh_that_does_not_know_the_stroke_yet()
    {
        await _refresher.RefreshAsync(Samples.Screen(_layout), Stop);
        var samples = Samples.Writing(_stroke);
        await _echo.DrawAsync(samples.AsSpan(0, 2), Stop);
        await _refresher.RefreshAsync(Samples.Screen(_layout, Samples.Line(15, 12, 15, 40)), Stop);
        AssertIsBlackAlong(_stroke);
        await _echo.DrawAsync(samples.AsSpan(2), Stop);
        await _refresher.RefreshAsync(Samples.Screen(_layout, Samples.Line(15, 12, 15, 41)), Stop);
        AssertIsBlackAlong(_stroke);
        var settled = Samples.Screen(_layout, Samples.Line(15, 12, 15, 41), _stroke);
        await _refresher.RefreshAsync(settled, Stop);
        AssertShows(settled);
    }

    [Fact]
    public async Task A_stroke_that_never_comes_is_painted_over_after_a_while()
    {
        await _refresher.RefreshAsync(Samples.Screen(_layout), Stop);
        await _echo.DrawAsync(Samples.Writing(_stroke), Stop);
        _time.Advance(TimeSpan.FromSeconds(3));
        await _refresher.RefreshAsync(Samples.Screen(_layout), Stop);
        AssertShows(Samples.Screen(_layout));
    }

    [Fact]
    public async Task A_new_page_shows_no_live_ink_of_the_old_one()
    {
        await _refresher.RefreshAsync(Samples.Screen(_layout), Stop);
        await _echo.DrawAsync(Samples.Writing(_stroke), Stop);
        var other = new ScreenModel(Samples.Page(_layout, [], id: 2), null, StatusBar.Empty);
        await _refresher.RefreshAsync(other, Stop);
        AssertShows(other);
    }

    [Fact]
    public async Task The_eraser_hovering_and_a_screen_without_a_page_draw_nothing()
    {
        await _echo.DrawAsync(Samples.Writing(_stroke), Stop);
        await _refresher.RefreshAsync(Samples.Screen(_layout), Stop);
        await _echo.DrawAsync([Samples.Pen(0, 10, 10, PenPhase.Hover), Samples.Pen(1, 20, 20, PenPhase.Contact, PenTool.Eraser)], Stop);
        Assert.Single(_panel.Commands);
        AssertShows(Samples.Screen(_layout));
    }

    [Fact]
    public async Task The_answer_card_takes_no_live_ink()
    {
        using var fonts = Fonts.LoadOrSkip();
        using var composer = new PageComposer(_layout, fonts, ScreenWords.English);
        var refresher = new ScreenRefresher(_panel, composer, _time);
        var result = await refresher.RefreshAsync(Samples.Screen(_layout) with { Answer = new AnswerCard("Why?", "Because.") }, Stop);
        var before = Copy();
        await refresher.CreateEcho().DrawAsync(Samples.Writing(Samples.Line(30, 0, 30, 200)), Stop);
        var card = result.Screen.AnswerCard;
        Assert.True(_panel.Shown.Pixels[(card.Y * 404)..].SequenceEqual(before.Pixels[(card.Y * 404)..]));
        Assert.False(_panel.Shown.Pixels.SequenceEqual(before.Pixels));
    }

    [Fact]
    public async Task A_refresh_that_waited_for_the_panel_brings_the_ink_that_was_written_meanwhile()
    {
        await _refresher.RefreshAsync(Samples.Screen(_layout), Stop);
        var hold = new TaskCompletionSource();
        _panel.Hold = hold.Task;
        var refresh = _refresher.RefreshAsync(Samples.Screen(_layout, Samples.Line(5, 5, 60, 50)), Stop).AsTask();
        _panel.Hold = null;
        await _echo.DrawAsync(Samples.Writing(_stroke).AsSpan(0, 2), Stop);
        hold.SetResult();
        await refresh;
        AssertIsBlackAlong(_stroke);
    }

    [Fact]
    public async Task Ink_that_a_failing_panel_did_not_take_comes_with_the_next_refresh()
    {
        await _refresher.RefreshAsync(Samples.Screen(_layout), Stop);
        _panel.Fail(1);
        await Assert.ThrowsAsync<IOException>(async () => await _echo.DrawAsync(Samples.Writing(_stroke), Stop));
        await _refresher.RefreshAsync(Samples.Screen(_layout, _stroke), Stop);
        AssertShows(Samples.Screen(_layout, _stroke));
    }

    [Fact]
    public async Task A_sample_allocates_nothing()
    {
        await _refresher.RefreshAsync(Samples.Screen(_layout), Stop);
        _panel.Commands.EnsureCapacity(2_000);
        Measure(100);
        Assert.Equal(0, Measure(1_000));

        long Measure(int samples)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < samples; i++)
            {
                var sent = _echo.DrawAsync([Samples.Pen(i, 10 + (i % 50), 10 + (i % 37), i % 40 == 39 ? PenPhase.Hover : PenPhase.Contact)], CancellationToken.None);
                Assert.True(sent.IsCompletedSuccessfully);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private PageMapping Map() => _layout.MapPage(_layout.PageWidth, _layout.PageHeight);

    private GreyFrame Copy()
    {
        var copy = new GreyFrame(404, 300);
        _panel.Shown.CopyTo(copy, copy.Bounds);
        return copy;
    }

    private void AssertShows(ScreenModel model)
    {
        var expected = new GreyFrame(404, 300);
        _composer.Compose(model, expected);
        Assert.True(_panel.Shown.Pixels.SequenceEqual(expected.Pixels));
    }

    private void AssertIsBlackAlong(Stroke stroke)
    {
        for (var i = 0; i <= 20; i++)
        {
            var (a, b) = (stroke.Points[0], stroke.Points[^1]);
            var (x, y) = Map().ToPixels(a.X + ((b.X - a.X) * i / 20), a.Y + ((b.Y - a.Y) * i / 20));
            Assert.Equal(0, _panel.Shown.Row((int)y)[(int)x]);
        }
    }
}
