using CsCheck;
using Device.Core.Screen;
using Device.Screen.Frames;
using Device.Screen.Refresh;

namespace Device.Screen.Tests;

public sealed class GhostDebtTests
{
    private static readonly PanelCapabilities Panel = new(640, 480, 100, 16, true);

    private static readonly PixelRect Tile = new(64, 64, 64, 64);

    private const int At = 11;

    private readonly PlannerRun _run = new(Panel, new ScreenRefreshOptions { CleanPixels = 20_000 });

    [Fact]
    public void A_tile_owes_the_share_of_its_pixels_that_changed_and_less_for_a_slow_waveform()
    {
        var (before, after) = (new GreyFrame(640, 480), new GreyFrame(640, 480));
        after.Fill(new PixelRect(64, 64, 64, 32), 0);
        var debt = _run.Planner.Debt;
        debt.Change(before, after, Tile, RefreshIntent.Pen);
        Assert.Equal(0.5f, debt.All[At], 3);
        debt.Change(before, after, Tile, RefreshIntent.Text);
        Assert.Equal(0.8f, debt.All[At], 3);
        Assert.Equal(0, debt.All[At + 1]);
    }

    [Fact]
    public void Tiles_beside_partial_refreshes_drift_and_are_cleaned_in_the_end()
    {
        for (var i = 0; i < 200; i++)
        {
            Send(Tile, RefreshIntent.Text);
        }

        Assert.True(_run.Planner.Debt.IsDue(At + 1));
        Assert.Equal(0, _run.Planner.Debt.All[At]);
        Assert.Contains(CleanUntilQuiet(), r => !r.Intersect(new PixelRect(128, 64, 64, 64)).IsEmpty);
    }

    [Fact]
    public void Nobody_writing_for_a_while_cleans_the_worst_first_in_bounded_pieces_until_no_tile_asks_for_it()
    {
        for (var tile = 0; tile < 30; tile++)
        {
            var at = new PixelRect(tile % 10 * 64, tile / 10 * 64, 64, 64);
            _run.Planner.Debt.Change(at, tile == 17 ? 40_000 : 8_000, RefreshIntent.Pen);
        }

        Send(new(0, 400, 64, 64), RefreshIntent.Pen);
        Assert.Empty(_run.TakeAll());
        _run.Advance(4_999);
        Assert.Empty(_run.TakeAll());
        Assert.Equal(_run.Now + 1, _run.Planner.NextWake(_run.Now));
        _run.Advance(1);
        var first = _run.TakeAll();
        Assert.All(first, c => Assert.Equal(RefreshIntent.PageTurn, c.Intent));
        Assert.InRange(first.Sum(c => RectPieces.Area(c.Region)), 4096, 20_000);
        Assert.Contains(first, c => !c.Region.Intersect(new PixelRect(7 * 64, 64, 1, 1)).IsEmpty);
        CleanUntilQuiet();
        Assert.Equal(0, _run.Planner.Debt.Due);
    }

    [Fact]
    public void Writing_puts_cleaning_off_and_ends_one_that_has_begun()
    {
        for (var tile = 0; tile < 40; tile++)
        {
            _run.Planner.Debt.Change(new PixelRect(tile % 10 * 64, tile / 10 * 128, 64, 64), 8_000, RefreshIntent.Pen);
        }

        _run.Advance(10_000);
        Assert.True(_run.Planner.TryTake(_run.Now, penOnly: false, out var command));
        Assert.True(command.IsCleaning);
        _run.Planner.Accept(command, _run.Now);
        _run.Planner.Touch(_run.Now);
        Assert.Empty(_run.TakeAll());
        Assert.InRange(_run.Planner.NextWake(_run.Now), _run.Now + 5_000, long.MaxValue - 1);
    }

    [Fact]
    public void A_tile_that_was_refreshed_fast_too_often_is_cleaned_though_few_pixels_changed()
    {
        for (var i = 0; i < 400; i++)
        {
            Send(Tile, RefreshIntent.Pen);
        }

        Assert.True(_run.Planner.Debt.All[At] < 1);
        Assert.True(_run.Planner.Debt.IsDue(At));
        Assert.Equal(1, _run.Planner.Debt.FastLimitReached);
        CleanUntilQuiet();
        Assert.False(_run.Planner.Debt.IsDue(At));
    }

    [Fact]
    public void While_somebody_writes_nothing_flashes_unless_that_is_allowed()
    {
        Owe(_run.Planner);
        _run.Planner.Touch(_run.Now);
        Assert.Equal(RefreshIntent.Text, _run.Planner.SettleIntent(Tile, _run.Now));
        Assert.Equal(RefreshIntent.Text, _run.Planner.TurnPage(_run.Now));
        _run.Advance(1_000);
        Assert.Equal(RefreshIntent.PageTurn, _run.Planner.SettleIntent(Tile, _run.Now));
        Assert.Equal(RefreshIntent.PageTurn, _run.Planner.TurnPage(_run.Now));

        var bold = new PlannerRun(Panel, new ScreenRefreshOptions { FlashWhileWriting = true });
        Owe(bold.Planner);
        bold.Planner.Touch(bold.Now);
        Assert.Equal(RefreshIntent.PageTurn, bold.Planner.SettleIntent(Tile, bold.Now));
        Assert.Equal(RefreshIntent.PageTurn, bold.Planner.TurnPage(bold.Now));

        static void Owe(RefreshPlanner planner) => planner.Debt.Change(Panel.Bounds, 2 * 640 * 480, RefreshIntent.Pen);
    }

    [Fact]
    public void Whatever_is_done_debt_stays_within_its_bound_and_idling_brings_it_below_the_limit() =>
        Gen.Select(Gen.Int[0, 63], Gen.Int[0, 47], Gen.Int[1, 30], Gen.Int[1, 30], Gen.Enum<RefreshIntent>(), Gen.Int[0, 2_000_000]).Array[1, 60].Sample(
            steps =>
            {
                var run = new PlannerRun(Panel, new ScreenRefreshOptions());
                foreach (var (x, y, w, h, intent, pixels) in steps)
                {
                    var region = new PixelRect(x * 10, y * 10, w * 10, h * 10).Intersect(Panel.Bounds);
                    run.Planner.Debt.Change(region, pixels, intent);
                    run.Request(region, intent);
                    run.TakeAll();
                    run.AssertDebtIsBounded();
                    run.Advance(pixels % 300);
                }

                run.Finish();
                Clean(run);
                Assert.Equal(0, run.Planner.Debt.Due);
                Assert.Equal(long.MaxValue, run.Planner.NextWake(run.Now));
            },
            iter: 200);

    private static List<PixelRect> Clean(PlannerRun run)
    {
        var cleaned = new List<PixelRect>();
        for (var wakes = 0; run.Planner.Debt.Due > 0; wakes++)
        {
            Assert.InRange(wakes, 0, 500);
            run.Advance(Math.Max(0, run.Planner.NextWake(run.Now) - run.Now));
            cleaned.AddRange(run.TakeAll().Select(c => c.Region));
        }

        return cleaned;
    }

    private List<PixelRect> CleanUntilQuiet() => Clean(_run);

    private void Send(PixelRect region, RefreshIntent intent)
    {
        _run.Request(region, intent);
        _run.Finish();
    }
}
