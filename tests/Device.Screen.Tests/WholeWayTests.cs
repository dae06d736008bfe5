using System.Collections.Immutable;
using Device.Core.Ink;
using Device.Core.Screen;
using Device.Hardware.Simulated.Panel;
using Device.Hardware.Simulated.Pen;
using Device.Screen.Drawing;
using Device.Screen.Layout;
using Device.Screen.Model;
using Device.Screen.Refresh;

namespace Device.Screen.Tests;

public sealed class WholeWayTests
{
    [Fact]
    public async Task A_character_that_is_replayed_by_the_pen_stands_in_its_box_on_the_panel()
    {
        var stop = TestContext.Current.CancellationToken;
        var layout = new ScreenLayout(Samples.Notebook);
        await using var panel = new SimulatedPanel(Samples.Notebook, TimeProvider.System, new SimulatedPanelOptions { TimeScale = 0, Ghost = 0 });
        using var pen = new SimulatedPen();
        using var composer = new PageComposer(layout, null, ScreenWords.Chinese);
        var refresher = new ScreenRefresher(panel, composer, TimeProvider.System);
        var echo = refresher.CreateEcho();
        await refresher.RefreshAsync(Samples.Screen(layout), stop);

        var box = new InkBounds(40, 60, 55, 75);
        var cross = new LabelledInk("十", InkKind.Character, null, [Samples.Line(100, 500, 900, 500), Samples.Line(500, 100, 500, 900)]);
        await pen.FeedAsync(InkReplay.Samples(cross, box, 0).ToArray(), stop);
        pen.Complete();

        var (strokes, builder, buffer) = (ImmutableArray<Stroke>.Empty, new StrokeBuilder(), new PenSample[16]);
        for (int count; (count = await pen.ReadAsync(buffer, stop)) > 0;)
        {
            await echo.DrawAsync(buffer.AsSpan(0, count), stop);
            for (var i = 0; i < count; i++)
            {
                strokes = builder.Add(buffer[i]) is { } stroke ? strokes.Add(stroke) : strokes;
            }
        }

        await refresher.RefreshAsync(Samples.Screen(layout, strokes), stop);
        await panel.WaitUntilSettledAsync(stop);

        Assert.Equal(2, strokes.Length);
        var (seen, map) = (panel.Snapshot(), layout.MapPage(layout.PageWidth, layout.PageHeight));
        byte At(float x, float y) => seen.At((int)map.ToPixels(x, y).X, (int)map.ToPixels(x, y).Y);
        Assert.Equal([0, 0, 0], new[] { At(47.5f, 67.5f), At(43, 67.5f), At(47.5f, 72) });
        Assert.Equal([255, 255, 255], new[] { At(43, 63), At(52, 72), At(39, 67.5f) });
        Assert.Contains(panel.Refreshes(), r => r.Intent == RefreshIntent.Pen);
        Assert.Equal(RefreshIntent.Text, panel.Refreshes()[^1].Intent);
    }
}
