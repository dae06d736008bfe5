using CsCheck;
using Device.Coprocessor;

namespace Device.Firmware.Tests.Coprocessor;

public sealed class DebouncerTests
{
    [Fact]
    public void A_switch_that_chatters_changes_once_after_it_rests()
    {
        var contact = new Debouncer(30);
        contact.Update(false, 0);
        var changes = 0;
        for (var now = 1; now < 200; now++)
        {
            changes += contact.Update(now >= 50 || now % 7 < 3, now) ? 1 : 0;
        }

        Assert.Equal(1, changes);
        Assert.True(contact.IsOn);
    }

    [Fact]
    public void A_pulse_shorter_than_the_rest_time_is_never_seen()
    {
        Gen.Select(Gen.Int[1, 29], Gen.Int[0, 100], Gen.Bool).Sample((length, at, idle) =>
        {
            var contact = new Debouncer(30);
            var changed = contact.Update(idle, -1);
            for (var now = 0; now < 300; now++)
            {
                changed |= contact.Update(now >= at && now < at + length ? !idle : idle, now);
            }

            return !changed && contact.IsOn == idle;
        });
    }
}
