using System.Collections.Immutable;
using CsCheck;
using Device.Core.Ink;
using Device.Hardware.Simulated.Pen;

namespace Device.Hardware.Tests.Simulated;

public sealed class InkReplayTests
{
    private static readonly InkBounds Box = new(20, 30, 35, 45);

    [Fact]
    public void A_character_of_the_thousand_square_keeps_its_size_and_place_in_the_box()
    {
        var comma = Ink(InkKind.Character, Line(100, 800, 200, 900));
        var seen = Bounds(InkReplay.Samples(comma, Box, 0));
        Assert.Equal(21.5f, seen.Left, 0.01f);
        Assert.Equal(42f, seen.Top, 0.01f);
        Assert.Equal(1.5f, seen.Width, 0.01f);
    }

    [Fact]
    public void A_thousand_square_stands_in_the_middle_of_a_box_that_is_not_square()
    {
        var seen = Bounds(InkReplay.Samples(Ink(InkKind.Character, Line(0, 0, 1000, 1000)), new InkBounds(0, 0, 40, 10), 0));
        Assert.Equal((15, 25), (MathF.Round(seen.Left), MathF.Round(seen.Right)));
    }

    [Fact]
    public void A_character_in_another_unit_is_made_to_fit_and_keeps_its_shape()
    {
        var seen = Bounds(InkReplay.Samples(Ink(InkKind.Character, Line(-3, 5, 1, 7)), Box, 0));
        Assert.Equal((15, 7.5f), (seen.Width, seen.Height));
        Assert.Equal((Box.CentreX, Box.CentreY), (seen.CentreX, seen.CentreY));
    }

    [Fact]
    public void A_line_is_as_high_as_its_box_and_starts_at_the_left()
    {
        var seen = Bounds(InkReplay.Samples(Ink(InkKind.Line, Line(500, 0, 900, 100)), new InkBounds(10, 50, 110, 60), 0));
        Assert.Equal((10, 50, 50, 60), (MathF.Round(seen.Left), MathF.Round(seen.Top), MathF.Round(seen.Right), MathF.Round(seen.Bottom)));
    }

    [Fact]
    public void A_line_too_long_for_its_box_is_made_smaller()
    {
        var seen = Bounds(InkReplay.Samples(Ink(InkKind.Line, Line(0, 0, 4000, 100)), new InkBounds(10, 50, 110, 60), 0));
        Assert.Equal(100, seen.Width, 0.01f);
        Assert.Equal(55, seen.CentreY, 0.01f);
    }

    [Fact]
    public void Ink_without_times_is_written_at_a_hundred_millimetres_a_second()
    {
        var samples = InkReplay.Samples(Ink(InkKind.Character, Line(0, 0, 1000, 0), Line(0, 500, 1000, 500)), new InkBounds(0, 0, 50, 50), 1_000_000).ToList();
        var contact = samples.Where(s => s.Phase == PenPhase.Contact && s.Y < 1).ToList();
        Assert.Equal(1_000_000, contact[0].TimestampMicroseconds);
        Assert.InRange(contact[^1].TimestampMicroseconds - contact[0].TimestampMicroseconds, 495_000, 505_000);
        Assert.All(contact.Zip(contact.Skip(1)), p => Assert.InRange(p.Second.TimestampMicroseconds - p.First.TimestampMicroseconds, 4_900, 5_100));
        var next = samples.First(s => s.Phase == PenPhase.Contact && s.Y > 1);
        Assert.Equal(150_000, next.TimestampMicroseconds - contact[^1].TimestampMicroseconds, 10.0);
        Assert.All(samples.Where(s => s.Phase == PenPhase.Contact), s => Assert.Equal(0.5f, s.Pressure));
    }

    [Fact]
    public void Ink_with_times_keeps_them_and_its_pressure()
    {
        Stroke Timed(float start) => new([new InkPoint(0, 0, start, 0.2f), new InkPoint(10, 0, start + 30, 0.8f), new InkPoint(30, 500, start + 80, 1)]);
        var samples = InkReplay.Samples(Ink(InkKind.Character, Timed(5), Timed(400)), Box, 0).Where(s => s.Phase == PenPhase.Contact).ToList();
        Assert.Equal([0, 30_000, 80_000, 395_000, 425_000, 475_000], samples.Select(s => (s.TimestampMicroseconds + 500) / 1000 * 1000));
        Assert.Equal([0.2f, 0.8f, 1, 0.2f, 0.8f, 1], samples.Select(s => s.Pressure));
    }

    [Fact]
    public void Whatever_the_ink_times_rise_the_pen_lifts_between_strokes_and_every_stroke_comes_back()
    {
        var point = Gen.Select(Gen.Float[0, 1000], Gen.Float[0, 1000], Gen.Int[0, 50]);
        Gen.Select(point.Array[1, 8].Array[1, 5], Gen.Bool, Gen.Int[20, 500]).Sample(
            (strokes, timed, rate) =>
            {
                var ink = Ink(InkKind.Line, [.. strokes.Select(s => new Stroke(
                    [.. s.Select((p, i) => new InkPoint(p.Item1, p.Item2, timed ? p.Item3 * i : float.NaN, float.NaN))]))]);
                var samples = InkReplay.Samples(ink, Box, 42, rate).ToList();
                Assert.Equal(42, samples[0].TimestampMicroseconds);
                Assert.All(samples.Zip(samples.Skip(1)), p => Assert.True(p.First.TimestampMicroseconds < p.Second.TimestampMicroseconds));
                Assert.Equal(PenPhase.Away, samples[^1].Phase);
                var builder = new StrokeBuilder();
                Assert.Equal(strokes.Length, samples.Select(s => builder.Add(s)).Count(s => s is not null));
            },
            iter: 300);
    }

    [Fact]
    public void A_dot_is_written_as_a_dot()
    {
        var samples = InkReplay.Samples(Ink(InkKind.Character, new Stroke([new InkPoint(2000, 2000, float.NaN, float.NaN)])), Box, 0).ToList();
        Assert.Equal((Box.CentreX, Box.CentreY, PenPhase.Contact), (samples[0].X, samples[0].Y, samples[0].Phase));
    }

    [Fact]
    public void Samples_without_strokes_are_none() => Assert.Empty(InkReplay.Samples(Ink(InkKind.Character), Box, 0));

    private static LabelledInk Ink(InkKind kind, params ImmutableArray<Stroke> strokes) => new("?", kind, null, strokes);

    private static Stroke Line(float x0, float y0, float x1, float y1) =>
        new([new InkPoint(x0, y0, float.NaN, float.NaN), new InkPoint(x1, y1, float.NaN, float.NaN)]);

    private static InkBounds Bounds(IEnumerable<PenSample> samples)
    {
        var points = samples.Where(s => s.Phase == PenPhase.Contact).Select(s => new InkPoint(s.X, s.Y, 0, 0)).ToArray();
        return InkBounds.Of(points);
    }
}
