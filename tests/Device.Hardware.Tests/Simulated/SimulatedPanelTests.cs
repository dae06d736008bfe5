using Device.Core.Screen;
using Device.Hardware.Simulated.Panel;
using Microsoft.Extensions.Time.Testing;

namespace Device.Hardware.Tests.Simulated;

public sealed class SimulatedPanelTests : IAsyncDisposable
{
    private static readonly PanelCapabilities Size = new(64, 48, 100, 16, true);

    private readonly FakeTimeProvider _time = new();
    private readonly SimulatedPanel _panel;

    public SimulatedPanelTests() => _panel = new SimulatedPanel(Size, _time, new SimulatedPanelOptions { Ghost = 0 });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _panel.DisposeAsync();

    [Theory]
    [InlineData(RefreshIntent.Pen, Waveform.Du, 260)]
    [InlineData(RefreshIntent.Interface, Waveform.Du4, 290)]
    [InlineData(RefreshIntent.Text, Waveform.Gl16, 450)]
    [InlineData(RefreshIntent.Image, Waveform.Gc16, 450)]
    [InlineData(RefreshIntent.PageTurn, Waveform.Gc16, 450)]
    [InlineData(RefreshIntent.DeepClean, Waveform.Init, 2000)]
    public async Task An_intent_takes_the_time_of_its_waveform(RefreshIntent intent, Waveform waveform, int milliseconds)
    {
        await Fill(Size.Bounds, 0, intent);
        var record = Assert.Single(_panel.Refreshes());
        Assert.Equal((intent, waveform, TimeSpan.FromMilliseconds(milliseconds)), (record.Intent, record.Waveform, record.Duration));
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        Assert.NotEqual(0, _panel.Snapshot().At(5, 5));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, _panel.Snapshot().At(5, 5));
    }

    [Fact]
    public async Task Live_ink_darkens_step_by_step()
    {
        await Fill(new PixelRect(0, 0, 8, 8), 0, RefreshIntent.Pen);
        var seen = new List<byte>();
        for (var i = 0; i <= 10; i++)
        {
            seen.Add(_panel.Snapshot().At(3, 3));
            _time.Advance(TimeSpan.FromMilliseconds(26));
        }

        Assert.Equal(seen.OrderDescending(), seen);
        Assert.Equal((255, 0), (seen[0], seen[^1]));
        Assert.InRange(seen[5], 110, 145);
    }

    [Fact]
    public async Task A_clearing_waveform_flashes_and_a_page_of_text_does_not()
    {
        await Fill(Size.Bounds, 255, RefreshIntent.Text);
        _time.Advance(TimeSpan.FromMilliseconds(150));
        Assert.Equal(255, _panel.Snapshot().At(30, 30));
        _time.Advance(TimeSpan.FromSeconds(1));
        await Fill(Size.Bounds, 255, RefreshIntent.PageTurn);
        _time.Advance(TimeSpan.FromMilliseconds(150));
        Assert.InRange(_panel.Snapshot().At(30, 30), 0, 20);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(255, _panel.Snapshot().At(30, 30));
    }

    [Fact]
    public async Task Waveforms_only_reach_the_greys_they_have()
    {
        await Fill(new PixelRect(0, 0, 8, 8), 100, RefreshIntent.Text);
        await Fill(new PixelRect(8, 0, 8, 8), 100, RefreshIntent.Interface);
        await Fill(new PixelRect(16, 0, 8, 8), 100, RefreshIntent.Pen);
        _time.Advance(TimeSpan.FromSeconds(1));
        var seen = _panel.Snapshot();
        Assert.Equal([102, 85, 255], new[] { seen.At(2, 2), seen.At(10, 2), seen.At(18, 2) });
    }

    [Fact]
    public async Task A_pixel_that_is_driven_takes_no_other_target_before_it_rests()
    {
        await Fill(new PixelRect(0, 0, 16, 16), 0, RefreshIntent.Text);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        var second = Fill(new PixelRect(8, 8, 16, 16), 255, RefreshIntent.Text);
        Assert.False(second.IsCompleted);
        await _time.RunAsync(second);
        var log = _panel.Refreshes();
        Assert.InRange(log[1].Waited.TotalMilliseconds, 350, 360);
        await _time.RunAsync(_panel.WaitUntilSettledAsync(Stop).AsTask());
        Assert.Equal((255, 0), (_panel.Snapshot().At(9, 9), _panel.Snapshot().At(2, 2)));
    }

    [Fact]
    public async Task Elsewhere_a_refresh_begins_at_once()
    {
        await Fill(new PixelRect(0, 0, 16, 16), 0, RefreshIntent.Text);
        Assert.True(Fill(new PixelRect(16, 0, 16, 16), 0, RefreshIntent.Text).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Live_ink_goes_on_over_ink_that_is_still_being_driven()
    {
        for (var i = 0; i < 40; i++)
        {
            Assert.True(Fill(new PixelRect(0, 0, 8 + i, 8), 0, RefreshIntent.Pen).IsCompletedSuccessfully);
            _time.Advance(TimeSpan.FromMilliseconds(5));
        }

        await _time.RunAsync(_panel.WaitUntilSettledAsync(Stop).AsTask());
        Assert.Equal(0, _panel.Snapshot().At(46, 7));
    }

    [Fact]
    public async Task More_regions_than_the_controller_has_engines_wait_for_one()
    {
        await using var panel = new SimulatedPanel(Size, _time, new SimulatedPanelOptions { Engines = 2, Ghost = 0 });
        var commands = Enumerable.Range(0, 3).Select(i => Fill(panel, new PixelRect(i * 8, 0, 8, 8), 0, RefreshIntent.Pen)).ToArray();
        Assert.Equal([true, true, false], commands.Select(c => c.IsCompleted));
        await _time.RunAsync(commands[2]);
        Assert.InRange(panel.Refreshes()[2].Waited.TotalMilliseconds, 260, 270);
    }

    [Fact]
    public async Task Commands_for_the_same_place_are_carried_out_in_the_order_of_asking()
    {
        await Fill(new PixelRect(0, 0, 16, 16), 0, RefreshIntent.Text);
        var grey = Fill(new PixelRect(0, 0, 16, 16), 136, RefreshIntent.Text);
        var white = Fill(new PixelRect(0, 0, 16, 16), 255, RefreshIntent.Text);
        await _time.RunAsync(Task.WhenAll(grey, white));
        Assert.Equal(255, _panel.Target().At(4, 4));
        Assert.Equal([RefreshIntent.Text, RefreshIntent.Text, RefreshIntent.Text], _panel.Refreshes().Select(r => r.Intent));
    }

    [Fact]
    public async Task A_wait_is_bounded_and_its_error_names_the_region()
    {
        await using var panel = new SimulatedPanel(Size, _time, new SimulatedPanelOptions { BusyTimeout = 1000 });
        panel.Faults.StayBusy(TimeSpan.FromMinutes(1));
        var error = await Assert.ThrowsAsync<IOException>(() => _time.RunAsync(Fill(panel, new PixelRect(8, 8, 16, 16), 0, RefreshIntent.Text)));
        Assert.Contains("X = 8", error.Message, StringComparison.Ordinal);
        panel.Faults.StayBusy(TimeSpan.Zero);
        Assert.True(Fill(panel, new PixelRect(8, 8, 16, 16), 0, RefreshIntent.Text).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_wait_can_be_cancelled_and_leaves_the_panel_usable()
    {
        await Fill(new PixelRect(0, 0, 16, 16), 0, RefreshIntent.Text);
        using var stop = new CancellationTokenSource();
        var waiting = _panel.RefreshAsync(new PixelRect(0, 0, 16, 16), new byte[256], 16, RefreshIntent.PageTurn, stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(Fill(new PixelRect(0, 0, 16, 16), 255, RefreshIntent.Text).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_controller_that_refuses_says_so_as_often_as_asked()
    {
        _panel.Faults.Refuse(2);
        await Assert.ThrowsAsync<IOException>(async () => await Fill(Size.Bounds, 0, RefreshIntent.Text));
        await Assert.ThrowsAsync<IOException>(async () => await Fill(Size.Bounds, 0, RefreshIntent.Text));
        await Fill(Size.Bounds, 0, RefreshIntent.Text);
        Assert.Single(_panel.Refreshes());
    }

    [Fact]
    public async Task Fast_waveforms_leave_a_ghost_that_a_clearing_one_removes_and_that_is_the_same_in_every_run()
    {
        async Task<(byte[] Ghost, byte[] Clean)> Run()
        {
            await using var panel = new SimulatedPanel(Size, _time, new SimulatedPanelOptions { TimeScale = 0, Seed = 7 });
            await Fill(panel, new PixelRect(8, 8, 16, 16), 0, RefreshIntent.Pen);
            await Fill(panel, new PixelRect(8, 8, 16, 16), 255, RefreshIntent.Pen);
            var ghost = panel.Snapshot().Grey.ToArray();
            await Fill(panel, Size.Bounds, 255, RefreshIntent.PageTurn);
            return (ghost, panel.Snapshot().Grey.ToArray());
        }

        var (first, second) = (await Run(), await Run());
        Assert.Equal(first.Ghost, second.Ghost);
        Assert.Equal(16 * 16, first.Ghost.Count(p => p is > 220 and < 255));
        Assert.All(first.Clean, p => Assert.Equal(255, p));
    }

    [Fact]
    public async Task Without_time_everything_is_shown_at_once()
    {
        await using var panel = new SimulatedPanel(Size, _time, new SimulatedPanelOptions { TimeScale = 0, Ghost = 0 });
        for (var grey = 0; grey < 256; grey += 17)
        {
            Assert.True(Fill(panel, Size.Bounds, (byte)grey, RefreshIntent.Text).IsCompletedSuccessfully);
            Assert.Equal(grey, panel.Snapshot().At(0, 0));
        }

        Assert.True(panel.WaitUntilSettledAsync(Stop).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task The_log_remembers_the_newest_refreshes_and_counts_all()
    {
        await using var panel = new SimulatedPanel(Size, _time, new SimulatedPanelOptions { TimeScale = 0, LogCapacity = 16 });
        for (var i = 0; i < 40; i++)
        {
            await Fill(panel, new PixelRect(0, 0, 8, 1), (byte)(i % 2 * 255), RefreshIntent.Text);
        }

        Assert.Equal(40, panel.RefreshCount);
        Assert.Equal(Enumerable.Range(25, 16).Select(i => (long)i), panel.Refreshes().Select(r => r.Number));
        Assert.All(panel.Refreshes(), r => Assert.Equal(8, r.PixelsChanged));
    }

    [Theory]
    [InlineData(-1, 0, 8, 8, 64, 8)]
    [InlineData(60, 0, 8, 8, 64, 8)]
    [InlineData(0, 0, 0, 8, 64, 8)]
    [InlineData(0, 0, 8, 8, 63, 8)]
    [InlineData(0, 0, 8, 8, 64, 7)]
    public async Task A_region_outside_the_panel_or_without_enough_pixels_is_refused(int x, int y, int width, int height, int pixels, int stride) =>
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await _panel.RefreshAsync(new PixelRect(x, y, width, height), new byte[pixels], stride, RefreshIntent.Text, Stop));

    [Fact]
    public async Task A_stride_larger_than_the_region_reads_a_part_of_a_frame()
    {
        var frame = new byte[Size.Width * Size.Height];
        Array.Fill(frame, (byte)255);
        frame[(10 * Size.Width) + 20] = 0;
        await _panel.RefreshAsync(new PixelRect(16, 8, 8, 8), frame.AsMemory((8 * Size.Width) + 16), Size.Width, RefreshIntent.Text, Stop);
        Assert.Equal((0, 255), (_panel.Target().At(20, 10), _panel.Target().At(21, 10)));
    }

    private Task Fill(PixelRect region, byte grey, RefreshIntent intent) => Fill(_panel, region, grey, intent);

    private static Task Fill(SimulatedPanel panel, PixelRect region, byte grey, RefreshIntent intent)
    {
        var pixels = new byte[region.Width * region.Height];
        Array.Fill(pixels, grey);
        return panel.RefreshAsync(region, pixels, region.Width, intent, Stop).AsTask();
    }
}
