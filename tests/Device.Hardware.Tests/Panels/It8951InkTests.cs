using Device.Core.Screen;
using Device.Hardware.Panels;
using Device.Hardware.Panels.It8951;
using Device.Hardware.Simulated.Panels.It8951;

namespace Device.Hardware.Tests.Panels;

public sealed class It8951InkTests
{
    private const ushort DisplayBufferArea = 0x0037;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Ink_is_sent_as_one_bit_a_pixel_and_shows_the_same_pixels(bool isBig, bool onesAreHigh)
    {
        var board = new It8951Board(
            options: o => o with { BigEndian = isBig, BitmapOnesFromHighByte = onesAreHigh }, chip: c => c.OnesFromHighByte = onesAreHigh);
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            var region = new PixelRect(13, 6, 19, 11);
            await board.ShowAsync(region, Pixels.UnevenInk(region), RefreshIntent.Pen, ct);
            await board.Panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(board.Capabilities, (region, Pixels.UnevenInk(region))), board.Chip.Glass.Snapshot());
            Assert.Contains(DisplayBufferArea, board.Chip.Commands);
            board.Obeyed();
        });
    }

    [Fact]
    public void Ink_over_greys_keeps_the_greys()
    {
        var board = new It8951Board();
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            var below = new PixelRect(8, 8, 32, 16);
            await board.ShowAsync(below, Pixels.Uneven(below), RefreshIntent.Image, ct);
            await board.Panel.WaitUntilSettledAsync(ct);
            var ink = new PixelRect(20, 10, 3, 3);
            await board.ShowAsync(ink, new byte[9], RefreshIntent.Pen, ct);
            await board.Panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(board.Capabilities, (below, Pixels.Uneven(below)), (ink, new byte[9])), board.Chip.Glass.Snapshot());
            Assert.DoesNotContain(DisplayBufferArea, board.Chip.Commands);
            board.Obeyed();
        });
    }

    [Fact]
    public void Greys_after_ink_leave_the_one_bit_mode()
    {
        var board = new It8951Board();
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            var ink = new PixelRect(0, 0, 16, 4);
            var text = new PixelRect(4, 2, 24, 10);
            await board.ShowAsync(ink, new byte[64], RefreshIntent.Pen, ct);
            await board.ShowAsync(text, Pixels.Uneven(text), RefreshIntent.Text, ct);
            await board.Panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(board.Capabilities, (ink, new byte[64]), (text, Pixels.Uneven(text))), board.Chip.Glass.Snapshot());
            board.Obeyed();
        });
    }

    [Theory]
    [InlineData("M641", 32, 4)]
    [InlineData("M841", 16, 6)]
    [InlineData("M841_TFAB512", 32, 6)]
    [InlineData("M841_TFA2812", 16, 6)]
    public void The_waveform_file_decides_the_number_of_A2_and_how_ink_is_aligned(string lut, int alignment, int a2)
    {
        var info = new It8951DeviceInfo(64, 48, 0, "", lut);
        Assert.Equal((alignment, a2), (info.BitmapAlignment, info.Waveforms.A2));
        var board = new It8951Board(
            width: 96, options: o => o with { Intents = new IntentWaveforms { Pen = Waveform.A2 } }, chip: c => c.LutVersion = lut);
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            var region = new PixelRect(17, 6, 19, 11);
            await board.ShowAsync(region, Pixels.UnevenInk(region), RefreshIntent.Pen, ct);
            await board.Panel.WaitUntilSettledAsync(ct);
            var drive = board.Chip.Glass.Drives()[^1];
            Assert.Equal((Waveform.A2, 0), (drive.Waveform, (drive.Region.X % alignment) + (drive.Region.Width % alignment)));
            Pixels.Same(Pixels.Paint(board.Capabilities, (region, Pixels.UnevenInk(region))), board.Chip.Glass.Snapshot());
            board.Obeyed();
        });
    }

    [Fact]
    public void Ink_in_the_columns_that_the_one_bit_mode_cannot_reach_is_sent_as_greys()
    {
        // As on 6-inch panels: 1448 columns are no multiple of 32.
        var board = new It8951Board(width: 72, chip: c => c.LutVersion = "M841_TFAB512");
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            var region = new PixelRect(60, 6, 12, 11);
            await board.ShowAsync(region, Pixels.UnevenInk(region), RefreshIntent.Pen, ct);
            await board.Panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(board.Capabilities, (region, Pixels.UnevenInk(region))), board.Chip.Glass.Snapshot());
            Assert.DoesNotContain(DisplayBufferArea, board.Chip.Commands);
            board.Obeyed();
        });
    }

    [Fact]
    public void A_waveform_file_that_nobody_knows_is_used_with_what_every_file_has()
    {
        var board = new It8951Board(chip: c => c.LutVersion = "X99");
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            var region = new PixelRect(8, 8, 16, 8);
            await board.ShowAsync(region, Pixels.Uneven(region), RefreshIntent.Text, ct);
            await board.Panel.WaitUntilSettledAsync(ct);
            Assert.Equal(Waveform.Gc16, board.Chip.Glass.Drives()[^1].Waveform);
            board.Obeyed();
        });
    }

    [Fact]
    public void A_growing_stroke_waits_for_no_ink_where_the_controller_is_trusted_to_order_it()
    {
        var board = new It8951Board(options: o => o with { OverlapInk = true }, chip: c => c.Strictness = It8951Strictness.Lenient);
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            var start = board.Time.Elapsed;
            List<(PixelRect, byte[])> parts = [];
            for (var i = 0; i < 10; i++)
            {
                var piece = new PixelRect(4 + (i * 4), 10 + i, 4, 2);
                parts.Add((piece, new byte[8]));
                await board.ShowAsync(piece, new byte[8], RefreshIntent.Pen, ct);
            }

            Assert.True(board.Time.Elapsed - start < TimeSpan.FromMilliseconds(50), $"{board.Time.Elapsed - start} for ten pieces");
            await board.Panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(board.Capabilities, [.. parts]), board.Chip.Glass.Snapshot());
            board.Obeyed();
        });
    }

    [Fact]
    public void Ink_after_sleep_finds_the_one_bit_mode_switched_off()
    {
        var board = new It8951Board();
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            var (first, second) = (new PixelRect(0, 0, 16, 4), new PixelRect(32, 8, 16, 4));
            await board.ShowAsync(first, new byte[64], RefreshIntent.Pen, ct);
            await board.Panel.SleepAsync(ct);
            await board.ShowAsync(second, Pixels.UnevenInk(second), RefreshIntent.Pen, ct);
            await board.Panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(board.Capabilities, (first, new byte[64]), (second, Pixels.UnevenInk(second))), board.Chip.Glass.Snapshot());
            board.Obeyed();
        });
    }

    [Fact]
    public void Live_ink_allocates_nothing_in_the_driver()
    {
        // A bus that is cut off: only the driver's own allocations are counted, not the emulated chip's.
        var board = new It8951Board();
        var (slow, fast) = (new SwitchedSpi(board.Chip.CreateSpi(1_000_000)), new SwitchedSpi(board.Chip.CreateSpi(24_000_000)));
        var pins = new System.Device.Gpio.GpioController(new AlwaysHigh());
        var panel = new It8951Panel(board.Capabilities, slow, fast, board.Options, pins, true, board.Time);
        board.Run(async ct =>
        {
            var (region, grey) = (new PixelRect(0, 0, 16, 8), new byte[128]);
            for (var i = 0; i < 20; i++)
            {
                await panel.RefreshAsync(region, grey, 16, RefreshIntent.Pen, ct);
                await panel.WaitUntilSettledAsync(ct);
            }

            (slow.IsCut, fast.IsCut) = (true, true);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                await panel.RefreshAsync(region, grey, 16, RefreshIntent.Pen, ct);
            }

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        });
    }
}
