using Device.Core.Ink;
using Device.Core.Touch;
using Device.Hardware.Simulated.Touch;

namespace Device.Simulation.Tests;

/// <summary>
/// Fingers on the whole machine. On the emulated board both the pen's and the glass's reports are bytes of the kernel's event devices,
/// which the real drivers read and decode.
/// </summary>
public sealed class TouchTests : IDisposable
{
    private const long Second = 1_000_000;

    private readonly string _data = Directory.CreateTempSubdirectory("device-test-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData("ebc-10in3")]
    [InlineData("simulated")]
    public async Task A_wipe_turns_the_page_and_the_glass_shows_it(string board)
    {
        await using var machine = await SimulatedMachine.OpenAsync(_data, 1, Ct, board, panelSpeed: 1_000);
        var first = machine.Page;
        await machine.WriteAsync(Line(50, 0), Ct);
        await machine.SettleAsync(Ct);
        await machine.NewPageAsync(Ct);
        var second = machine.Page;
        await machine.RestAsync(Ct);
        Assert.False(HasInk(machine, 50), "the new page is not empty");

        await machine.TouchAsync(Wipe(1, right: true, 10 * Second), Ct);
        Assert.Equal(first, machine.Page);
        await machine.RestAsync(Ct);
        Assert.True(HasInk(machine, 50), "the first page does not show its stroke");

        await machine.TouchAsync(Wipe(2, right: false, 12 * Second), Ct);
        Assert.Equal(second, machine.Page);
        await machine.RestAsync(Ct);
        Assert.False(HasInk(machine, 50), "the second page still shows the first one's stroke");
        Assert.Equal((2, 0), (machine.Touch.Turns, machine.Touch.Rejected));
        Assert.Equal((1, 1), (machine.Touch.Gestures(TouchGestureKind.SwipeRight), machine.Touch.Gestures(TouchGestureKind.SwipeLeft)));

        // There is no page after the last, and none is made by wiping.
        await machine.TouchAsync(Wipe(3, right: false, 14 * Second), Ct);
        Assert.Equal((second, 2), (machine.Page, machine.Touch.Turns));
    }

    [Theory]
    [InlineData("ebc-10in3")]
    [InlineData("simulated")]
    public async Task A_hand_that_rests_and_wipes_while_it_writes_turns_nothing_and_costs_no_ink(string board)
    {
        await using var machine = await SimulatedMachine.OpenAsync(_data, 2, Ct, board);
        await machine.NewPageAsync(Ct);
        var page = machine.Page;
        var time = Second;
        var written = 0;
        for (var stroke = 0; stroke < 8; stroke++)
        {
            // The palm lies there before the pen comes, a knuckle wipes in mid-stroke, and both are lifted after the pen has left.
            var line = Line(40 + (5 * stroke), time);
            var palm = Wipe(100 + (2 * stroke), right: true, time, size: 30);
            var knuckle = Wipe(101 + (2 * stroke), right: true, time + 20_000);
            await machine.TouchAsync(palm[..6], Ct);
            await machine.WriteAsync(line[..20], Ct);
            await machine.ReadPenAsync(Ct);
            await machine.TouchAsync(knuckle, Ct);
            await machine.WriteAsync(line[20..], Ct);
            await machine.ReadPenAsync(Ct);
            await machine.TouchAsync([.. palm[6..].Select(c => c with { TimestampMicroseconds = c.TimestampMicroseconds + Second })], Ct);

            // Within the hold after the pen has left the hand still counts for nothing.
            await machine.TouchAsync(Wipe(200 + stroke, right: true, line[^1].TimestampMicroseconds + 100_000), Ct);
            written++;
            time += 3 * Second;
        }

        await machine.SettleAsync(Ct);
        Assert.Equal((page, 0L), (machine.Page, machine.Touch.Turns));
        Assert.Equal(written, machine.Strokes().Count);
        Assert.All(machine.Strokes(), s => Assert.InRange(s.Bounds.Width, 38.5f, 41.5f));
        Assert.InRange(machine.Touch.Rejected, 2 * written, 3 * written);
        Assert.Equal(machine.Strokes(), await machine.StoredStrokesAsync(Ct));

        // And a finger of a hand that has stopped writing turns the page again.
        await machine.TouchAsync(Wipe(300, right: true, time + (10 * Second)), Ct);
        Assert.Equal((1, true), (machine.Touch.Turns, machine.Page != page));
    }

    [Fact]
    public async Task A_finger_that_wipes_as_the_pen_comes_means_nothing()
    {
        await using var machine = await SimulatedMachine.OpenAsync(_data, 3, Ct, "ebc-10in3");
        await machine.NewPageAsync(Ct);
        var page = machine.Page;
        var finger = Wipe(1, right: true, Second);
        await machine.TouchAsync(finger[..8], Ct);
        await machine.WriteAsync([new PenSample(Second + 200_000, 80, 80, 0, 0, 0, PenTool.Tip, PenPhase.Hover)], Ct);
        await machine.ReadPenAsync(Ct);
        await machine.TouchAsync(finger[8..], Ct);
        Assert.Equal((page, 0L, 1L), (machine.Page, machine.Touch.Turns, machine.Touch.Rejected));
    }

    /// <summary>A line of 40 mm at a height, in 41 samples of 5 ms; the pen leaves after it.</summary>
    private static PenSample[] Line(float y, long start) =>
        [.. Enumerable.Range(0, 42).Select(i => new PenSample(start + (i * 5_000), 50 + Math.Min(i, 40), y, 0.6f, 0, 0, PenTool.Tip, i < 41 ? PenPhase.Contact : PenPhase.Away))];

    private static TouchContact[] Wipe(int id, bool right, long start, float size = 8) =>
        FingerWay.Straight(id, (right ? 40 : 110, 150), (right ? 110 : 40, 152), start, TimeSpan.FromMilliseconds(300), size);

    /// <summary>Whether the stroke of a height shows on the glass.</summary>
    private static bool HasInk(SimulatedMachine machine, float y)
    {
        var shot = machine.Glass.Snapshot();
        var scale = machine.Layout.Panel.PixelsPerMillimetre;
        var (x, row) = ((int)(70 * scale), (int)(y * scale));
        return Enumerable.Range(-3, 7).Any(dy => shot.Grey.Span[((row + dy) * shot.Width) + x] < 60);
    }
}
