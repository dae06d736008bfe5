using CsCheck;
using Device.Coprocessor;

namespace Device.Firmware.Tests.Coprocessor;

public sealed class PowerButtonTests
{
    private static readonly CoprocessorSettings Settings = new();

    [Fact]
    public void A_tap_is_one_short_press_when_let_go()
    {
        Assert.Equal([PowerButtonAction.ShortPress], Hold(200));
    }

    [Fact]
    public void Holding_is_one_long_press_and_no_short_one_when_let_go()
    {
        Assert.Equal([PowerButtonAction.LongPress], Hold(3000));
    }

    [Fact]
    public void Holding_on_forces_power_off_after_the_long_press()
    {
        Assert.Equal([PowerButtonAction.LongPress, PowerButtonAction.ForceOff], Hold(20_000));
    }

    [Fact]
    public void Any_press_ends_in_exactly_the_actions_of_its_length()
    {
        Gen.Int[50, 12_000].Sample(milliseconds =>
        {
            var actions = Hold(milliseconds);
            var expected = milliseconds < Settings.LongPress ? [PowerButtonAction.ShortPress]
                : milliseconds < Settings.ForceOff ? [PowerButtonAction.LongPress]
                : new List<PowerButtonAction> { PowerButtonAction.LongPress, PowerButtonAction.ForceOff };

            // Within one debounce time of a boundary either reading of the press is right.
            var nearBoundary = Math.Abs(milliseconds - Settings.LongPress) <= 40 || Math.Abs(milliseconds - Settings.ForceOff) <= 40;
            return nearBoundary || actions.SequenceEqual(expected);
        }, iter: 50);
    }

    [Fact]
    public void A_button_stuck_since_the_start_does_nothing_until_it_was_let_go()
    {
        var button = new PowerButton(Settings);
        for (var now = 0; now < 30_000; now += 10)
        {
            Assert.Equal(PowerButtonAction.None, button.Update(true, now));
        }

        for (var now = 30_000; now < 30_200; now += 10)
        {
            Assert.Equal(PowerButtonAction.None, button.Update(false, now));
        }

        Assert.Equal([PowerButtonAction.ShortPress], Hold(200, button, 31_000));
    }

    private static List<PowerButtonAction> Hold(int milliseconds, PowerButton? button = null, int from = 0)
    {
        button ??= new PowerButton(Settings);
        var actions = new List<PowerButtonAction>();
        for (var now = from; now < from + milliseconds + 1000; now += 10)
        {
            var action = button.Update(now >= from + 100 && now < from + 100 + milliseconds, now);
            if (action != PowerButtonAction.None)
            {
                actions.Add(action);
            }
        }

        return actions;
    }
}
