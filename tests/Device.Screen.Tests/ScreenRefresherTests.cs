using CsCheck;
using Device.Core.Notebook;
using Device.Core.Screen;
using Device.Screen.Drawing;
using Device.Screen.Frames;
using Device.Screen.Layout;
using Device.Screen.Model;
using Device.Screen.Refresh;

namespace Device.Screen.Tests;

public sealed class ScreenRefresherTests : IDisposable
{
    private readonly ScreenLayout _layout = new(Samples.Small);
    private readonly RecordingPanel _panel = new(Samples.Small);
    private readonly PageComposer _composer;
    private readonly ScreenRefresher _refresher;

    public ScreenRefresherTests()
    {
        _composer = new PageComposer(_layout, null, ScreenWords.English);
        _refresher = new ScreenRefresher(_panel, _composer, TimeProvider.System);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _composer.Dispose();

    [Fact]
    public async Task The_first_refresh_cleans_the_whole_panel()
    {
        await _refresher.RefreshAsync(Samples.Screen(_layout), Stop);
        Assert.Equal([(Samples.Small.Bounds, RefreshIntent.DeepClean)], _panel.Commands);
    }

    [Fact]
    public async Task A_screen_that_did_not_change_costs_no_refresh()
    {
        var model = Samples.Screen(_layout, Samples.Line(10, 10, 30, 30));
        await _refresher.RefreshAsync(model, Stop);
        var result = await _refresher.RefreshAsync(model, Stop);
        Assert.Equal((0, 0L), (result.Commands, result.Pixels));
        Assert.Single(_panel.Commands);
    }

    [Fact]
    public async Task A_new_stroke_refreshes_only_the_pixels_around_it_as_text()
    {
        var (first, second) = (Samples.Line(10, 10, 20, 20), Samples.Line(40, 40, 50, 45));
        await _refresher.RefreshAsync(Samples.Screen(_layout, first), Stop);
        await _refresher.RefreshAsync(Samples.Screen(_layout, first, second), Stop);
        var (region, intent) = Assert.Single(_panel.Commands.Skip(1));
        Assert.Equal(RefreshIntent.Text, intent);
        var ink = _layout.MapPage(_layout.PageWidth, _layout.PageHeight).ToPixels(second.Bounds);
        Assert.Equal(ink, ink.Intersect(region));
        Assert.Equal(region, region.Intersect(ink.Inflate(16)));
    }

    [Fact]
    public async Task Every_sixth_page_turn_flashes_the_panel_and_the_others_send_what_differs_without_a_flash()
    {
        await _refresher.RefreshAsync(Samples.Screen(_layout), Stop);
        for (var turn = 1; turn <= 12; turn++)
        {
            _panel.Commands.Clear();
            var model = new ScreenModel(Samples.Page(_layout, [], turn % 2 == 0 ? PageTemplate.Grid : PageTemplate.Lined, (ulong)turn + 1), null, StatusBar.Empty);
            await _refresher.RefreshAsync(model, Stop);
            AssertShows(model);
            if (turn % 6 == 0)
            {
                Assert.Equal([(Samples.Small.Bounds, RefreshIntent.PageTurn)], _panel.Commands);
            }
            else
            {
                Assert.NotEmpty(_panel.Commands);
                Assert.All(_panel.Commands, c => Assert.Equal(RefreshIntent.Text, c.Intent));
            }
        }
    }

    [Fact]
    public async Task A_change_of_the_status_bar_is_an_interface_refresh_of_its_line()
    {
        using var fonts = Fonts.LoadOrSkip();
        using var composer = new PageComposer(_layout, fonts, ScreenWords.English);
        var refresher = new ScreenRefresher(_panel, composer, TimeProvider.System);
        await refresher.RefreshAsync(new ScreenModel(null, null, new StatusBar("One", 1, 2, SyncState.Off)), Stop);
        await refresher.RefreshAsync(new ScreenModel(null, null, new StatusBar("Two", 1, 2, SyncState.Off)), Stop);
        var (region, intent) = Assert.Single(_panel.Commands.Skip(1));
        Assert.Equal(RefreshIntent.Interface, intent);
        Assert.Equal(region, region.Intersect(_layout.StatusBar));
    }

    [Fact]
    public async Task After_a_resume_everything_can_be_cleaned_again()
    {
        var model = Samples.Screen(_layout);
        await _refresher.RefreshAsync(model, Stop);
        _refresher.CleanNext();
        await _refresher.RefreshAsync(model, Stop);
        Assert.Equal((Samples.Small.Bounds, RefreshIntent.DeepClean), _panel.Commands[1]);
    }

    [Fact]
    public async Task What_a_failing_panel_did_not_take_is_sent_again_though_nothing_changed_since()
    {
        await _refresher.RefreshAsync(Samples.Screen(_layout), Stop);
        var model = Samples.Screen(_layout, Samples.Line(10, 10, 30, 30));
        _panel.Fail(1);
        await Assert.ThrowsAsync<IOException>(async () => await _refresher.RefreshAsync(model, Stop));
        await _refresher.RefreshAsync(model, Stop);
        AssertShows(model);
    }

    [Fact]
    public async Task A_first_refresh_that_fails_is_made_up_for_with_another_clean()
    {
        _panel.Fail(1);
        await Assert.ThrowsAsync<IOException>(async () => await _refresher.RefreshAsync(Samples.Screen(_layout), Stop));
        await _refresher.RefreshAsync(Samples.Screen(_layout), Stop);
        Assert.Equal((Samples.Small.Bounds, RefreshIntent.DeepClean), _panel.Commands[0]);
    }

    [Fact]
    public async Task Whatever_is_shown_in_a_row_the_panel_ends_with_the_last_screen_even_when_it_fails_in_between()
    {
        var stroke = Gen.Select(Gen.Float[0, 70], Gen.Float[0, 60], Gen.Float[0, 70], Gen.Float[0, 60]).Select((a, b, c, d) => Samples.Line(a, b, c, d));
        var model = Gen.Select(stroke.Array[0, 6], Samples.AnyOf(PageTemplate.Blank, PageTemplate.Lined, PageTemplate.Grid), Gen.ULong[1, 2])
            .Select((strokes, template, id) => new ScreenModel(Samples.Page(_layout, [.. strokes], template, id), null, StatusBar.Empty));
        await Gen.Select(model, Gen.Int[0, 3]).Array[1, 8].SampleAsync(
            async steps =>
            {
                var (panel, last) = (new RecordingPanel(Samples.Small), ScreenModel.Empty);
                var refresher = new ScreenRefresher(panel, _composer, TimeProvider.System);
                foreach (var (next, failures) in steps)
                {
                    last = next;
                    panel.Fail(failures);
                    try
                    {
                        await refresher.RefreshAsync(next, Stop);
                    }
                    catch (IOException)
                    {
                        panel.Fail(0);
                    }
                }

                await refresher.RefreshAsync(last, Stop);
                AssertShows(last, panel);
            },
            iter: 60, threads: 1);
    }

    [Fact]
    public void A_layout_for_another_panel_is_refused() =>
        Assert.Throws<ArgumentException>(() => new ScreenRefresher(new RecordingPanel(Samples.Notebook), _composer, TimeProvider.System));

    private void AssertShows(ScreenModel model, RecordingPanel? panel = null)
    {
        var expected = new GreyFrame(Samples.Small.Width, Samples.Small.Height);
        _composer.Compose(model, expected);
        Assert.True((panel ?? _panel).Shown.Pixels.SequenceEqual(expected.Pixels));
    }
}
