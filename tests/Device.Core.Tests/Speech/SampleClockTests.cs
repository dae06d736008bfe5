using CsCheck;
using Device.Core.Speech;

namespace Device.Core.Tests.Speech;

public sealed class SampleClockTests
{
    [Fact]
    public void Late_reads_do_not_move_the_sound()
    {
        // Reads of 20 ms come 0 to 15 ms late; a card that is 200 ppm fast or slow would be 720 ms off after an hour.
        Gen.Select(Gen.Int[-200, 200], Gen.Int[0, int.MaxValue]).Sample(input =>
        {
            var (ppm, seed) = input;
            var random = new Random(seed);
            var clock = new SampleClock(16_000);
            clock.Start(1_000);
            var end = 1_000.0;
            for (var i = 0; i < 20_000; i++)
            {
                end += 20_000 * (1 + (ppm / 1e6));
                clock.Advance(320, (long)end + (i % 4 == 0 ? 0 : random.Next(15_000)));
                Assert.InRange(clock.End - end, -200, 200);
            }
        }, iter: 20);
    }

    [Fact]
    public void A_gap_is_as_long_as_nobody_listened()
    {
        var clock = new SampleClock(48_000);
        clock.Start(0);
        clock.Advance(960, 20_000);
        Assert.Equal(1_600, clock.Missed(120_000, 16_000));
        Assert.Equal(0, clock.Missed(19_000, 16_000));
    }
}
