using CsCheck;
using Device.Core.Screen;
using Device.Screen.Refresh;

namespace Device.Screen.Tests;

public sealed class RefreshPlannerTests
{
    private static readonly PanelCapabilities Panel = new(640, 480, 100, 16, true);

    private static readonly ScreenRefreshOptions Options = new() { SplitFrom = 512, CommandCost = 2048 };

    [Fact]
    public void Requests_that_touch_are_sent_as_one_with_the_stronger_intent()
    {
        var run = new PlannerRun(Panel, Options);
        run.Request(new(0, 0, 32, 64), RefreshIntent.Interface);
        run.Request(new(32, 0, 48, 64), RefreshIntent.Text);
        Assert.Equal((new PixelRect(0, 0, 80, 64), RefreshIntent.Text), Assert.Single(run.TakeAll()));
    }

    [Fact]
    public void A_small_strong_request_does_not_make_a_large_region_flash()
    {
        var run = new PlannerRun(Panel, Options);
        run.Request(Panel.Bounds, RefreshIntent.Text);
        run.Request(new(320, 240, 64, 64), RefreshIntent.PageTurn);
        var taken = run.TakeAll();
        Assert.Equal(new PixelRect(320, 240, 64, 64), taken.Single(t => t.Intent == RefreshIntent.PageTurn).Region);
        Assert.Equal(RectPieces.Area(Panel.Bounds), taken.Sum(t => RectPieces.Area(t.Region)));
    }

    [Fact]
    public void What_does_not_collide_goes_at_once_and_the_rest_follows_when_the_pixels_are_free()
    {
        var run = new PlannerRun(Panel, Options);
        run.Request(new(0, 0, 128, 128), RefreshIntent.Text);
        run.TakeAll();
        run.Request(new(0, 0, 256, 128), RefreshIntent.Image);
        Assert.Equal((new PixelRect(128, 0, 128, 128), RefreshIntent.Image), Assert.Single(run.TakeAll()));
        run.Advance(449);
        Assert.Empty(run.TakeAll());
        run.Advance(1);
        Assert.Equal((new PixelRect(0, 0, 128, 128), RefreshIntent.Image), Assert.Single(run.TakeAll()));
    }

    [Fact]
    public void A_flash_is_not_cut_into_pieces()
    {
        var run = new PlannerRun(Panel, Options);
        run.Request(new(0, 0, 64, 64), RefreshIntent.Text);
        run.TakeAll();
        run.Request(Panel.Bounds, RefreshIntent.PageTurn);
        Assert.Empty(run.TakeAll());
        run.Advance(450);
        Assert.Equal((Panel.Bounds, RefreshIntent.PageTurn), Assert.Single(run.TakeAll()));
    }

    [Fact]
    public void Ink_goes_before_everything_and_over_ink()
    {
        var run = new PlannerRun(Panel, Options);
        run.Request(new(300, 0, 64, 64), RefreshIntent.Text);
        run.Request(new(0, 0, 32, 32), RefreshIntent.Pen);
        Assert.Equal([RefreshIntent.Pen, RefreshIntent.Text], run.TakeAll().Select(t => t.Intent));
        run.Request(new(16, 0, 32, 32), RefreshIntent.Pen);
        Assert.Equal((new PixelRect(16, 0, 32, 32), RefreshIntent.Pen), Assert.Single(run.TakeAll()));
    }

    [Fact]
    public void Ink_on_a_region_that_is_being_driven_waits_there_and_goes_beside_it()
    {
        var run = new PlannerRun(Panel, Options);
        run.Request(new(0, 0, 64, 64), RefreshIntent.Text);
        run.TakeAll();
        run.Request(new(32, 0, 64, 64), RefreshIntent.Pen);
        Assert.Equal((new PixelRect(64, 0, 32, 64), RefreshIntent.Pen), Assert.Single(run.TakeAll()));
        run.Advance(450);
        Assert.Equal((new PixelRect(32, 0, 32, 64), RefreshIntent.Pen), Assert.Single(run.TakeAll()));
    }

    [Fact]
    public void Ink_without_end_cannot_hold_a_page_up_for_ever()
    {
        var run = new PlannerRun(Panel, Options);
        var waited = 0;
        run.Request(new(0, 0, 32, 32), RefreshIntent.Pen);
        run.TakeAll();
        run.Request(Panel.Bounds, RefreshIntent.PageTurn);
        while (!run.TakeAll().Any(t => t.Intent == RefreshIntent.PageTurn))
        {
            run.Advance(10);
            waited += 10;
            run.Request(new(waited % 600, 0, 32, 32), RefreshIntent.Pen);
            Assert.InRange(waited, 0, Options.HoldLimit + 1000);
        }
    }

    [Fact]
    public void Ink_never_asks_for_more_regions_than_the_panel_drives_at_once()
    {
        var run = new PlannerRun(Panel, Options);
        for (var i = 0; i < 400; i++)
        {
            run.Request(new(i, i / 2, 24, 24), RefreshIntent.Pen);
            run.TakeAll();
            Assert.InRange(run.Planner.Load.Driven, 0, 16);
            run.Advance(5);
        }

        // A stall is the time in which all that is driven comes to rest; pieces spread out wait for much less.
        Assert.InRange(run.LongestPenWait, 0, 40);
    }

    [Fact]
    public void A_failed_command_is_tried_again_after_a_pause_and_at_once_for_a_new_screen()
    {
        var run = new PlannerRun(Panel, Options) { Fails = true };
        run.Request(new(0, 0, 64, 64), RefreshIntent.Image);
        Assert.Single(run.TakeAll());
        run.Fails = false;
        Assert.Empty(run.TakeAll());
        Assert.Equal(run.Now + 1000, run.Planner.NextWake(run.Now));
        run.Planner.RetryNow();
        Assert.Equal((new PixelRect(0, 0, 64, 64), RefreshIntent.Image), Assert.Single(run.TakeAll()));
    }

    [Fact]
    public void Whatever_is_asked_for_every_pixel_comes_last_as_it_was_wanted_no_intent_is_weakened_and_nothing_is_driven_twice_at_once()
    {
        var region = Gen.Select(Gen.Int[0, 79], Gen.Int[0, 59], Gen.Int[1, 40], Gen.Int[1, 30]).Select((x, y, w, h) => new PixelRect(x * 8, y * 8, w * 8, h * 8));
        var step = Gen.Select(region, Gen.Enum<RefreshIntent>(), Gen.Int[0, 400], Gen.Int[0, 9]);
        Gen.Select(step.Array[1, 40], Samples.AnyOf(1, 4, 16, 64), Samples.AnyOf(0, 2048, 100_000)).Sample(
            (steps, engines, cost) =>
            {
                var run = new PlannerRun(Panel, new ScreenRefreshOptions { CommandCost = cost, SplitFrom = 1024 }) { Timing = PanelTiming.Typical with { Engines = engines } };
                foreach (var (rect, intent, wait, luck) in steps)
                {
                    run.Request(rect, intent);
                    run.Fails = luck == 0;
                    run.TakeAll();
                    run.Advance(wait);
                    run.AssertDebtIsBounded();
                }

                run.Fails = false;
                run.Finish();
                run.AssertEverythingWasSent();
            },
            iter: 300);
    }

    [Fact]
    public void An_lcd_has_no_debt_and_is_never_cleaned()
    {
        var run = new PlannerRun(Panel with { IsElectrophoretic = false, GreyLevels = 256 }, Options) { Timing = PanelTiming.Immediate };
        for (var i = 0; i < 500; i++)
        {
            run.Planner.Debt.Change(new(0, 0, 64, 64), 4096, RefreshIntent.Pen);
            run.Request(new(0, 0, 64, 64), RefreshIntent.Pen);
            run.TakeAll();
            run.Advance(1);
        }

        Assert.Equal((0, long.MaxValue), (run.Planner.Debt.Tiles, run.Planner.NextWake(run.Now)));
        Assert.Equal(RefreshIntent.Text, run.Planner.TurnPage(run.Now));
    }
}
