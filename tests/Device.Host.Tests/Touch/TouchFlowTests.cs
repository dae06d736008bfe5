using Device.Core.Ink;
using Device.Core.Power;
using Device.Core.Touch;
using Device.Hardware.Simulated.Touch;
using Device.Host.Tests.Power;

namespace Device.Host.Tests.Touch;

/// <summary>What fingers do to a machine that is awake, and to one that is not.</summary>
public sealed class TouchFlowTests
{
    private const long Second = 1_000_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wipe_to_the_right_turns_back_and_one_to_the_left_turns_on()
    {
        await using var machine = await SleepyMachine.OpenAsync();
        var (first, second) = await TwoPagesAsync(machine);
        await WipeAsync(machine, right: true, Second);
        await machine.UntilAsync(() => machine.Parts.Desk.Page == first);
        await WipeAsync(machine, right: false, 2 * Second);
        await machine.UntilAsync(() => machine.Parts.Desk.Page == second);
        await WipeAsync(machine, right: false, 3 * Second);
        await machine.UntilAsync(() => machine.Parts.Touch.Gestures(TouchGestureKind.SwipeLeft) == 2);
        Assert.Equal((second, 2), (machine.Parts.Desk.Page, machine.Parts.Touch.Turns));
    }

    [Fact]
    public async Task Fingers_do_not_wake_a_machine_in_a_bag()
    {
        await using var machine = await SleepyMachine.OpenAsync();
        var (_, second) = await TwoPagesAsync(machine);
        machine.Keys.Happen(DeviceEventKind.LidClosed);
        await machine.UntilAsync(() => machine.Power.IsAsleep);
        await WipeAsync(machine, right: true, Second);
        await machine.UntilAsync(() => machine.Parts.Touch.Gestures(TouchGestureKind.SwipeRight) == 1);
        await machine.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal((second, true, 0), (machine.Parts.Desk.Page, machine.Power.IsAsleep, machine.Parts.Touch.Turns));
    }

    [Fact]
    public async Task A_tap_keeps_the_machine_awake_and_two_fingers_change_nothing()
    {
        await using var machine = await SleepyMachine.OpenAsync();
        await machine.UntilAsync(() => machine.State == PowerState.Idle);
        var before = (machine.Parts.Desk.Page, machine.Parts.Journal.DurablePosition);
        var glass = machine.Parts.Drivers.TouchFeed!;
        await glass.FeedAsync(FingerWay.Straight(1, (50, 50), (50, 50), Second, TimeSpan.FromMilliseconds(100)), Stop);
        await machine.UntilAsync(() => machine.State == PowerState.Active);
        var (one, two) = (FingerWay.Straight(2, (50, 50), (50, 50), 3 * Second, TimeSpan.FromMilliseconds(100)), FingerWay.Straight(3, (80, 50), (80, 50), 3 * Second, TimeSpan.FromMilliseconds(110)));
        TouchContact[] both = [.. one.Zip(two).SelectMany(p => new[] { p.First, p.Second })];
        await glass.FeedAsync(both, Stop);
        await machine.UntilAsync(() => machine.Parts.Touch.Gestures(TouchGestureKind.TwoFingerTap) == 1);
        Assert.Equal((1, 0), (machine.Parts.Touch.Gestures(TouchGestureKind.Tap), machine.Parts.Touch.Turns));
        Assert.Equal(before, (machine.Parts.Desk.Page, machine.Parts.Journal.DurablePosition));
    }

    [Fact]
    public async Task While_the_pen_is_near_and_shortly_after_a_wipe_is_the_writing_hand()
    {
        await using var machine = await SleepyMachine.OpenAsync();
        var (first, second) = await TwoPagesAsync(machine);
        var (pen, ink) = (machine.Parts.Drivers.PenFeed!, machine.Parts.Ink);
        await pen.FeedAsync(new[] { new PenSample(Second, 60, 60, 0, 0, 0, PenTool.Tip, PenPhase.Hover) }, Stop);
        await machine.UntilAsync(() => pen.IsRead(ink.Samples));
        await WipeAsync(machine, right: true, Second + 1_000);
        await pen.FeedAsync(new[] { new PenSample(2 * Second, 60, 60, 0, 0, 0, PenTool.Tip, PenPhase.Away) }, Stop);
        await machine.UntilAsync(() => pen.IsRead(ink.Samples));
        await WipeAsync(machine, right: true, (2 * Second) + 300_000);
        await machine.UntilAsync(() => machine.Parts.Touch.Rejected == 2);
        Assert.Equal(second, machine.Parts.Desk.Page);
        await WipeAsync(machine, right: true, 4 * Second);
        await machine.UntilAsync(() => machine.Parts.Desk.Page == first);
    }

    [Fact]
    public void Nothing_is_allocated_for_what_pen_and_fingers_do()
    {
        var fingers = new Flows.TouchInterpreter(new Options.TouchOptions());
        PenSample[] samples = [.. Enumerable.Range(0, 256).Select(i => new PenSample(i, 50, 50, 0.5f, 0, 0, PenTool.Tip, i % 2 == 0 ? PenPhase.Contact : PenPhase.Away))];
        var contacts = FingerWay.Straight(1, (20, 20), (90, 20), 10 * Second, TimeSpan.FromMilliseconds(300));
        Go();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Go();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Go()
        {
            fingers.See(samples);
            foreach (var contact in contacts)
            {
                _ = fingers.Take(contact);
            }
        }
    }

    private static async Task<(Core.Notebook.FactId First, Core.Notebook.FactId Second)> TwoPagesAsync(SleepyMachine machine)
    {
        var first = machine.Parts.Desk.Page;
        var turned = machine.Parts.Desk.NewPageAsync(null, Stop);
        await machine.UntilAsync(() => turned.IsCompletedSuccessfully);
        return (first, machine.Parts.Desk.Page);
    }

    private static async Task WipeAsync(SleepyMachine machine, bool right, long start)
    {
        var way = FingerWay.Straight((int)(start / 1000), (right ? 40 : 110, 100), (right ? 110 : 40, 100), start, TimeSpan.FromMilliseconds(300));
        await machine.Parts.Drivers.TouchFeed!.FeedAsync(way, Stop);
    }
}
