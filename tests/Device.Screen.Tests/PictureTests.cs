using Device.Core.Ink;
using Device.Core.Screen;
using Device.Screen.Drawing;
using Device.Screen.Frames;
using Device.Screen.Layout;
using Device.Screen.Model;
using Device.Screen.Refresh;

namespace Device.Screen.Tests;

public sealed class PictureTests : IDisposable
{
    private readonly ScreenLayout _layout = new(Samples.Small);
    private readonly PageComposer _composer;

    public PictureTests() => _composer = new PageComposer(_layout, null, ScreenWords.English);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _composer.Dispose();

    [Fact]
    public void A_picture_is_dithered_and_ink_over_it_and_the_page_beside_it_are_not()
    {
        var frame = new GreyFrame(404, 300);
        var composed = _composer.Compose(Model(100, Samples.Line(5, 20, 60, 20)), frame);
        var picture = Assert.Single(composed.Images);

        // Grey 100 lies between the levels 85 and 102; beside the ink and its edges there is nothing else.
        var (ink, seen) = (_layout.MapPage(_layout.PageWidth, _layout.PageHeight).ToPixels(new InkBounds(5, 20, 60, 20)).Inflate(6), new HashSet<byte>());
        for (var y = picture.Y; y < picture.Bottom; y++)
        {
            for (var x = picture.X; x < picture.Right; x++)
            {
                if (ink.Intersect(new PixelRect(x, y, 1, 1)).IsEmpty)
                {
                    seen.Add(frame.Row(y)[x]);
                }
            }
        }

        Assert.True(seen.SetEquals([85, 102]), string.Join(", ", seen.Order()));
        Assert.Equal(0, frame.Row(ink.Y + 6)[picture.X + (picture.Width / 2)]);
        Assert.Equal(255, frame.Row(picture.Y - 2)[picture.X]);
    }

    [Fact]
    public async Task A_picture_is_refreshed_so_that_its_greys_come_out_and_text_elsewhere_is_not()
    {
        var panel = new RecordingPanel(Samples.Small);
        var refresher = new ScreenRefresher(panel, _composer, TimeProvider.System, new ScreenRefreshOptions { CommandCost = 64 });
        await refresher.RefreshAsync(Model(null), Stop);
        await refresher.RefreshAsync(Model(100, Samples.Line(5, 45, 60, 45)), Stop);
        Assert.Equal([RefreshIntent.Text, RefreshIntent.Image], panel.Commands.Skip(1).Select(c => c.Intent).Distinct().Order());
        await refresher.RefreshAsync(Model(null), Stop);
        Assert.Contains(panel.Commands, c => c.Intent == RefreshIntent.Image);
    }

    private ScreenModel Model(int? grey, params Stroke[] strokes)
    {
        var page = Samples.Page(_layout, [.. strokes]);
        if (grey is { } value)
        {
            var picture = new GreyFrame(40, 40);
            picture.Fill((byte)value);
            page = page with { Pictures = [new Picture(new InkBounds(20, 10, 50, 35), picture)] };
        }

        return new ScreenModel(page, null, StatusBar.Empty);
    }
}
