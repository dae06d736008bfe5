using CsCheck;
using Device.Core.Ink;
using Device.Hardware.Pen;

namespace Device.Hardware.Tests.Pen;

public sealed class EvdevPenDecoderTests
{
    private static readonly EvdevStream Near = new EvdevStream().Key(EvdevStream.ToolPen, true).At(10000, 5000).Report();

    [Fact]
    public void An_event_is_24_bytes_as_the_kernel_lays_them_out()
    {
        var bytes = Convert.FromHexString("0500000000000000" + "40E2010000000000" + "0300" + "1800" + "FFFFFFFF");
        Assert.Equal(new EvdevEvent(5_123_456, 3, 0x18, -1), EvdevEvent.Read(bytes));
    }

    [Fact]
    public void A_pen_that_comes_near_hovers_at_its_place_on_the_page()
    {
        var sample = Assert.Single(Near.Decode());
        Assert.Equal((PenPhase.Hover, PenTool.Tip, 100f, 50f, 0f), (sample.Phase, sample.Tool, sample.X, sample.Y, sample.Pressure));
        Assert.Equal(5_000_000, sample.TimestampMicroseconds);
    }

    [Fact]
    public void Writing_a_stroke_gives_contact_with_pressure_and_tilt_and_then_hover()
    {
        var samples = new EvdevStream()
            .Key(EvdevStream.ToolPen, true).At(2000, 1000).Report()
            .Key(EvdevStream.Touch, true).Pressure(2048).Tilt(4500, -3000).Report()
            .At(2100, 1000).Report()
            .Event(3, 0, 2200).Report()
            .Key(EvdevStream.Touch, false).Pressure(0).Report()
            .Key(EvdevStream.ToolPen, false).Report()
            .Decode();

        Assert.Equal(
            [PenPhase.Hover, PenPhase.Contact, PenPhase.Contact, PenPhase.Contact, PenPhase.Hover, PenPhase.Away],
            samples.Select(sample => sample.Phase));
        Assert.Equal(22f, samples[3].X);
        Assert.Equal(10f, samples[3].Y);
        Assert.Equal(0.5f, samples[3].Pressure, 0.001f);
        Assert.Equal((45f, -30f), (samples[3].TiltX, samples[3].TiltY));
        Assert.Equal(0f, samples[4].Pressure);
    }

    [Fact]
    public void A_wavering_pressure_does_not_break_a_stroke()
    {
        // Between release (0.8 %) and contact (1.5 %) a pen that touches goes on touching, and one that hovers goes on hovering.
        var samples = new EvdevStream()
            .Key(EvdevStream.ToolPen, true).Pressure(50).Report()
            .Pressure(70).Report()
            .Pressure(40).Report()
            .Pressure(70).Report()
            .Pressure(30).Report()
            .Pressure(50).Report()
            .Decode();
        Assert.Equal(
            [PenPhase.Hover, PenPhase.Contact, PenPhase.Contact, PenPhase.Contact, PenPhase.Hover, PenPhase.Hover],
            samples.Select(sample => sample.Phase));
    }

    [Fact]
    public void A_digitiser_that_says_touch_for_near_does_not_ink_without_pressure()
    {
        var samples = new EvdevStream().Key(EvdevStream.ToolPen, true).Key(EvdevStream.Touch, true).At(1, 1).Report().At(2, 2).Report().Decode();
        Assert.All(samples, sample => Assert.Equal(PenPhase.Hover, sample.Phase));
    }

    [Fact]
    public void A_digitiser_without_pressure_inks_while_it_says_touch()
    {
        var ranges = EvdevStream.Ranges with { Pressure = default };
        var samples = new EvdevStream().Key(EvdevStream.ToolPen, true).Report().Key(EvdevStream.Touch, true).Report().Key(EvdevStream.Touch, false).Report().Decode(ranges);
        Assert.Equal([(PenPhase.Hover, 0f), (PenPhase.Contact, 1f), (PenPhase.Hover, 0f)], samples.Select(sample => (sample.Phase, sample.Pressure)));
    }

    [Fact]
    public void A_digitiser_that_never_says_near_goes_from_away_to_contact_and_back()
    {
        var ranges = EvdevStream.Ranges with { HasProximity = false };
        var samples = new EvdevStream().At(5, 5).Report().Pressure(900).Report().Pressure(0).Report().At(6, 6).Report().Decode(ranges);
        Assert.Equal([PenPhase.Contact, PenPhase.Away], samples.Select(sample => sample.Phase));
    }

    [Fact]
    public void Leaving_ends_the_stroke_even_when_no_pen_up_came_and_old_pressure_does_not_ink_later()
    {
        var samples = new EvdevStream()
            .Key(EvdevStream.ToolPen, true).Key(EvdevStream.Touch, true).Pressure(3000).At(2000, 2000).Report()
            .Key(EvdevStream.ToolPen, false).Report()
            .Key(EvdevStream.ToolPen, true).At(9000, 9000).Report()
            .Decode();
        Assert.Equal([PenPhase.Contact, PenPhase.Away, PenPhase.Hover], samples.Select(sample => sample.Phase));
        Assert.Equal((20f, 0f), (samples[1].X, samples[1].Pressure));
    }

    [Fact]
    public void The_other_end_of_the_pen_erases()
    {
        var samples = new EvdevStream().Key(EvdevStream.ToolRubber, true).Pressure(1000).Report().Key(EvdevStream.ToolRubber, false).Report().Decode();
        Assert.Equal([(PenTool.Eraser, PenPhase.Contact), (PenTool.Eraser, PenPhase.Away)], samples.Select(sample => (sample.Tool, sample.Phase)));
    }

    [Fact]
    public void A_pen_turned_over_within_one_report_ends_the_one_stroke_before_it_begins_the_other()
    {
        var samples = new EvdevStream()
            .Key(EvdevStream.ToolPen, true).Pressure(1000).Report()
            .Key(EvdevStream.ToolPen, false).Key(EvdevStream.ToolRubber, true).Report()
            .Decode();
        Assert.Equal(
            [(PenTool.Tip, PenPhase.Contact), (PenTool.Tip, PenPhase.Away), (PenTool.Eraser, PenPhase.Contact)],
            samples.Select(sample => (sample.Tool, sample.Phase)));
    }

    [Fact]
    public void When_the_kernel_lost_events_the_stroke_breaks_and_goes_on_where_the_pen_now_is()
    {
        var now = new PenSnapshot(18000, 9000, 2000, 0, 0, true, false, true);
        var samples = new EvdevStream()
            .Key(EvdevStream.ToolPen, true).Pressure(1000).At(2000, 2000).Report()
            .Dropped().At(4000, 4000).Key(EvdevStream.ToolPen, false).Report()
            .At(18100, 9000).Report()
            .Decode(afterDrop: now);
        Assert.Equal(
            [(PenPhase.Contact, 20f), (PenPhase.Away, 20f), (PenPhase.Contact, 180f), (PenPhase.Contact, 181f)],
            samples.Select(sample => (sample.Phase, sample.X)));
    }

    [Fact]
    public void Lost_events_while_the_pen_left_leave_no_pen_behind()
    {
        var samples = new EvdevStream().Key(EvdevStream.ToolPen, true).Pressure(1000).Report().Dropped().Report().Decode(afterDrop: default);
        Assert.Equal([PenPhase.Contact, PenPhase.Away], samples.Select(sample => sample.Phase));
    }

    [Fact]
    public void Swapped_and_mirrored_axes_are_numbers_in_the_calibration()
    {
        // Mounted a quarter turn clockwise: the digitiser's y runs right to left, its x from top to bottom.
        var options = new EvdevPenOptions { Calibration = new PenCalibration(0, -100, 100, 200, 0, 0) };
        var sample = Assert.Single(new EvdevStream().Key(EvdevStream.ToolPen, true).At(5000, 1000).Tilt(3000, 1500).Report().Decode(options: options));
        Assert.Equal((90f, 50f), (sample.X, sample.Y));
        Assert.Equal((-15f, 30f), (sample.TiltX, sample.TiltY));
    }

    [Theory]
    [InlineData(-64, 63, 57, 57, 57.3f)]
    [InlineData(-60, 60, 0, 45, 45f)]
    [InlineData(-9000, 9000, 0, 4500, 45f)]
    [InlineData(0, 0, 0, 4500, 0f)]
    public void Tilt_is_degrees_whatever_the_digitiser_counts_in(int minimum, int maximum, int resolution, int value, float degrees)
    {
        Assert.Equal(degrees, new AxisRange(minimum, maximum, resolution).ToDegrees(value), 0.1f);
    }

    [Fact]
    public void Whatever_a_digitiser_sends_every_sample_is_in_range_and_every_stroke_ends()
    {
        var code = Gen.Int[0, 5].Select(i => new[] { 0, 1, 0x18, 0x19, 0x1A, 0x1B }[i]);
        var key = Gen.Int[0, 3].Select(i => new[] { EvdevStream.ToolPen, EvdevStream.ToolRubber, EvdevStream.Touch, 0x14B }[i]);
        var step = Gen.Select(Gen.Int[0, 9], code, key, Gen.OneOf(Gen.Int[-100, 21000], Gen.Int));
        step.Array[1, 400].Sample(steps =>
        {
            var stream = new EvdevStream();
            foreach (var (what, axis, button, value) in steps)
            {
                _ = what switch
                {
                    < 4 => stream.Event(3, axis, value),
                    < 6 => stream.Key(button, value % 2 == 0),
                    < 9 => stream.Report(),
                    _ => stream.Dropped(),
                };
            }

            var decoder = new EvdevPenDecoder(EvdevStream.Ranges, EvdevStream.Options);
            var samples = EvdevStream.Decode(decoder, stream.Bytes, new PenSnapshot(1, 2, 3000, 0, 0, true, false, true));
            var output = new PenSample[EvdevPenDecoder.MaxSamplesPerEvent];
            samples.AddRange(output[..decoder.Leave(long.MaxValue, output)]);
            return samples.All(InRange) && samples.Zip(samples.Skip(1)).All(pair => Follows(pair.First, pair.Second))
                && (samples.Count == 0 || samples[^1].Phase == PenPhase.Away);
        });
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        Gen.Byte.Array[0, 24 * 200].Sample(bytes => EvdevStream.Decode(new EvdevPenDecoder(EvdevStream.Ranges, EvdevStream.Options), bytes, default).All(InRange));
    }

    [Fact]
    public void Decoding_allocates_nothing()
    {
        var bytes = Near.Bytes;
        var decoder = new EvdevPenDecoder(EvdevStream.Ranges, EvdevStream.Options);
        var output = new PenSample[EvdevPenDecoder.MaxSamplesPerEvent];
        var before = 0L;
        for (var i = 0; i < 2000; i++)
        {
            // The first rounds pay for compiling.
            before = i == 1000 ? GC.GetAllocatedBytesForCurrentThread() : before;
            for (var at = 0; at < bytes.Length; at += EvdevEvent.Length)
            {
                decoder.Push(EvdevEvent.Read(bytes.AsSpan(at)), output);
            }
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static bool InRange(PenSample sample) =>
        sample.X is >= 0 and <= 200 && sample.Y is >= 0 and <= 100 && sample.Pressure is >= 0 and <= 1
        && sample.TiltX is >= -90 and <= 90 && sample.TiltY is >= -90 and <= 90
        && (sample.Phase == PenPhase.Contact || sample.Pressure == 0);

    private static bool Follows(PenSample first, PenSample second) =>
        !(first.Phase == PenPhase.Away && second.Phase == PenPhase.Away)
        && (first.Tool == second.Tool || first.Phase == PenPhase.Away);
}
