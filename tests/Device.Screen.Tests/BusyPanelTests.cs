using System.Collections.Immutable;
using Device.Core.Ink;
using Device.Core.Screen;
using Device.Screen.Drawing;
using Device.Screen.Frames;
using Device.Screen.Latency;
using Device.Screen.Layout;
using Device.Screen.Model;
using Device.Screen.Refresh;
using Microsoft.Extensions.Time.Testing;

namespace Device.Screen.Tests;

/// <summary>Page and ink on a panel that takes its time, under a clock that the test moves.</summary>
public sealed class BusyPanelTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ScreenLayout _layout = new(Samples.Small);
    private readonly RecordingPanel _panel = new(Samples.Small) { Timing = PanelTiming.Typical };
    private readonly PageComposer _composer;
    private readonly TaskScheduler _loop = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;

    public BusyPanelTests() => _composer = new PageComposer(_layout, null, ScreenWords.English);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _composer.Dispose();

    [Fact]
    public async Task Ink_on_a_page_that_is_being_cleaned_follows_by_itself_when_the_panel_is_free()
    {
        var refresher = new ScreenRefresher(_panel, _composer, _time);
        var echo = refresher.CreateEcho();
        await refresher.RefreshAsync(Samples.Screen(_layout), Stop);
        using var stop = new CancellationTokenSource();
        var running = OnLoop(() => refresher.RunAsync(e => Assert.Fail(e.Message), stop.Token));
        await echo.DrawAsync(Samples.Writing(Samples.Line(10, 12, 40, 33)), Stop);
        Assert.Single(_panel.Commands);
        Assert.True(refresher.IsPending);
        await AdvanceUntilAsync(() => !refresher.IsPending, TimeSpan.FromMilliseconds(2_100));
        Assert.Equal(RefreshIntent.Pen, _panel.Commands[1].Intent);
        AssertShowsWhatIsAsked(refresher);
        await StopAsync(stop, running);
    }

    [Fact]
    public async Task Settled_ink_waits_for_the_pixels_that_the_live_ink_drives_and_then_comes_with_smooth_edges()
    {
        var refresher = new ScreenRefresher(_panel, _composer, _time);
        var echo = refresher.CreateEcho();
        await refresher.RefreshAsync(Samples.Screen(_layout), Stop);
        _time.Advance(TimeSpan.FromSeconds(3));
        using var stop = new CancellationTokenSource();
        var running = OnLoop(() => refresher.RunAsync(e => Assert.Fail(e.Message), stop.Token));
        var stroke = Samples.Line(10, 12, 40, 33);
        await echo.DrawAsync(Samples.Writing(stroke), Stop);
        await refresher.RefreshAsync(Samples.Screen(_layout, stroke), Stop);
        Assert.Equal(2, _panel.Commands.Count);
        await AdvanceUntilAsync(() => !refresher.IsPending, TimeSpan.FromMilliseconds(300));
        Assert.Equal(RefreshIntent.Text, Assert.Single(_panel.Commands.Skip(2)).Intent);
        AssertShows(Samples.Screen(_layout, stroke));
        await StopAsync(stop, running);
    }

    [Fact]
    public async Task Ghosts_are_cleaned_while_nobody_writes_and_the_page_looks_the_same_afterwards()
    {
        var refresher = new ScreenRefresher(_panel, _composer, _time, new ScreenRefreshOptions { CleanAbove = 0.05 });
        var echo = refresher.CreateEcho();
        await refresher.RefreshAsync(Samples.Screen(_layout), Stop);
        _time.Advance(TimeSpan.FromSeconds(3));
        using var stop = new CancellationTokenSource();
        var running = OnLoop(() => refresher.RunAsync(e => Assert.Fail(e.Message), stop.Token));
        var strokes = Enumerable.Range(0, 4).Select(i => Samples.Line(10, 12 + i, 40, 33 + i)).ToImmutableArray();
        foreach (var stroke in strokes)
        {
            await echo.DrawAsync(Samples.Writing(stroke), Stop);
        }

        _time.Advance(TimeSpan.FromMilliseconds(700));
        await refresher.RefreshAsync(Samples.Screen(_layout, strokes), Stop);
        Assert.InRange(refresher.Status().DueTiles, 1, 100);
        await AdvanceUntilAsync(() => refresher.Status() is { DueTiles: 0, Cleanings: > 0 }, TimeSpan.FromSeconds(12));
        Assert.Contains(_panel.Commands.Skip(2), c => c.Intent == RefreshIntent.PageTurn && c.Region != Samples.Small.Bounds);
        AssertShows(Samples.Screen(_layout, strokes));
        await StopAsync(stop, running);
    }

    [Fact]
    public async Task Before_sleep_a_panel_with_ghosts_is_cleaned_as_a_whole_and_a_clean_one_is_left_alone()
    {
        _panel.Timing = PanelTiming.Immediate;
        var refresher = new ScreenRefresher(_panel, _composer, _time);
        await refresher.RefreshAsync(Samples.Screen(_layout), Stop);
        await refresher.PrepareSleepAsync(Stop);
        Assert.Single(_panel.Commands);
        await refresher.RefreshAsync(Samples.Screen(_layout, Samples.Line(10, 12, 40, 33)), Stop);
        await refresher.PrepareSleepAsync(Stop);
        Assert.Equal((Samples.Small.Bounds, RefreshIntent.DeepClean), _panel.Commands[^1]);
        Assert.Equal(0, refresher.Status().MostDebt);
    }

    [Fact]
    public async Task Ink_that_is_predicted_runs_ahead_of_the_pen_and_leaves_nothing_behind()
    {
        _panel.Timing = PanelTiming.Immediate;
        var plain = new RecordingPanel(Samples.Small);
        var stroke = Samples.Line(10, 12, 40, 33);
        var samples = Enumerable.Range(0, 9).Select(i => Samples.Pen(i * 5000, 10 + (i * 3), 12 + (i < 5 ? i * 2 : 8 - i))).ToArray();
        var dark = new List<int>();
        foreach (var (panel, predict) in new[] { (plain, 0), (_panel, 12) })
        {
            var refresher = new ScreenRefresher(panel, _composer, _time, new ScreenRefreshOptions { Predict = predict });
            var echo = refresher.CreateEcho();
            await refresher.RefreshAsync(Samples.Screen(_layout), Stop);
            foreach (var sample in samples)
            {
                await echo.DrawAsync([sample], Stop);
            }

            dark.Add(panel.Shown.Pixels.Count((byte)0));
            await echo.DrawAsync([Samples.Pen(50_000, 0, 0, PenPhase.Hover)], Stop);

            // The model does not hold the stroke yet: live ink stays, what was only predicted goes.
            await refresher.RefreshAsync(Samples.Screen(_layout, stroke), Stop);
        }

        Assert.True(dark[1] > dark[0], $"{dark[1]} pixels are dark with a prediction, {dark[0]} without");
        Assert.True(plain.Shown.Pixels.SequenceEqual(_panel.Shown.Pixels));
    }

    [Fact]
    public async Task Every_stage_of_ink_is_timed()
    {
        _panel.Timing = PanelTiming.Immediate;
        var refresher = new ScreenRefresher(_panel, _composer, _time);
        var echo = refresher.CreateEcho();
        await refresher.RefreshAsync(Samples.Screen(_layout), Stop);
        var pen = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(4));
        var read = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(2));
        var mapped = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await echo.DrawAsync([Samples.Pen(1, 20, 20)], new PenMoment(pen, read, mapped), Stop);
        Assert.Equal(
            [4000, 2000, 1000, 0, 0, 3000, 7000],
            InkTrace.Stages.Select(s => refresher.Trace[s]).Select(s => s.Count == 1 ? s.Longest : -1));
    }

    private static async Task StopAsync(CancellationTokenSource stop, Task running)
    {
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private Task OnLoop(Func<Task> work) => Task.Factory.StartNew(work, Stop, TaskCreationOptions.None, _loop).Unwrap();

    private async Task AdvanceUntilAsync(Func<bool> isDone, TimeSpan most)
    {
        var step = TimeSpan.FromMilliseconds(10);
        for (var passed = TimeSpan.Zero; !isDone(); passed += step)
        {
            Assert.True(passed <= most, $"not done after {most}");
            _time.Advance(step);

            // The loop that sends and this run in turn on one scheduler: each pass is behind one of the loop's steps.
            for (var i = 0; i < 20; i++)
            {
                await OnLoop(() => Task.CompletedTask);
            }
        }
    }

    private void AssertShowsWhatIsAsked(ScreenRefresher refresher)
    {
        var expected = new GreyFrame(404, 300);
        refresher.CopyShown(expected);
        Assert.True(_panel.Shown.Pixels.SequenceEqual(expected.Pixels));
    }

    private void AssertShows(ScreenModel model)
    {
        var expected = new GreyFrame(404, 300);
        _composer.Compose(model, expected);
        Assert.True(_panel.Shown.Pixels.SequenceEqual(expected.Pixels));
    }
}
