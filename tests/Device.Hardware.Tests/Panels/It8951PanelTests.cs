using CsCheck;
using Device.Core.Screen;
using Device.Hardware.Panels.It8951;
using Device.Hardware.Simulated.Panels.It8951;

namespace Device.Hardware.Tests.Panels;

public sealed class It8951PanelTests
{
    private const ushort LoadArea = 0x0021;
    private const ushort DisplayArea = 0x0034;
    private const ushort DisplayBufferArea = 0x0037;

    [Theory]
    [InlineData(4, false)]
    [InlineData(4, true)]
    [InlineData(8, false)]
    [InlineData(8, true)]
    public void Greys_arrive_in_their_places_in_every_packing(int bits, bool isBig)
    {
        var board = new It8951Board(options: o => o with { BitsPerPixel = bits, BigEndian = isBig });
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            var region = new PixelRect(12, 5, 20, 9);
            await board.ShowAsync(region, Pixels.Uneven(region), RefreshIntent.Image, ct);
            await board.Panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(board.Capabilities, (region, Pixels.Uneven(region))), board.Chip.Glass.Snapshot());
            board.Obeyed();
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_bits_a_pixel_show_four_greys(bool isBig)
    {
        var board = new It8951Board(options: o => o with { BitsPerPixel = 2, BigEndian = isBig });
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            var region = new PixelRect(3, 5, 21, 9);
            await board.ShowAsync(region, Pixels.Uneven(region), RefreshIntent.Image, ct);
            await board.Panel.WaitUntilSettledAsync(ct);
            byte[] expected = [.. Pixels.Paint(board.Capabilities, (region, Pixels.Uneven(region))).Select(g => Pixels.Nearest(g, 4))];
            Pixels.Same(expected, board.Chip.Glass.Snapshot());
            board.Obeyed();
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public void A_picture_is_turned_clockwise_for_glass_that_is_mounted_turned(int rotation)
    {
        var isTurned = rotation is 90 or 270;
        var panel = new PanelCapabilities(isTurned ? 48 : 64, isTurned ? 64 : 48, 227, 16, true);
        var board = new It8951Board(options: o => o with { Rotation = rotation }, panel: panel);
        board.Run(async ct =>
        {
            var picture = Pixels.Uneven(panel.Bounds);
            await board.ShowAsync(panel.Bounds, picture, RefreshIntent.DeepClean, ct);
            var region = new PixelRect(3, 7, 10, 5);
            await board.ShowAsync(region, Pixels.Uneven(region, 9), RefreshIntent.Text, ct);
            await board.Panel.WaitUntilSettledAsync(ct);
            for (var i = 0; i < region.Height; i++)
            {
                Pixels.Uneven(region, 9).AsSpan(i * region.Width, region.Width).CopyTo(picture.AsSpan(((region.Y + i) * panel.Width) + region.X));
            }

            Pixels.Same(Pixels.Turn(picture, panel.Width, panel.Height, rotation), board.Chip.Glass.Snapshot());
            board.Obeyed();
        });
    }

    [Theory]
    [InlineData(64)]
    [InlineData(66)]
    [InlineData(67)]
    [InlineData(128)]
    [InlineData(4096)]
    public void Long_pictures_are_cut_at_the_bus_limit_on_whole_words(int limit)
    {
        var board = new It8951Board(options: o => o with { MostTransfer = limit }, chip: c => c.MostTransfer = limit);
        board.Run(async ct =>
        {
            var picture = Pixels.Uneven(board.Capabilities.Bounds);
            await board.ShowAsync(board.Capabilities.Bounds, picture, RefreshIntent.DeepClean, ct);
            await board.Panel.WaitUntilSettledAsync(ct);
            Pixels.Same(picture, board.Chip.Glass.Snapshot());
            Assert.Equal(Math.Min(limit & ~1, 2 + (64 * 48 / 2)), board.Chip.LongestTransfer);
            board.Obeyed();
        });
    }

    [Fact]
    public void A_full_picture_and_an_ink_patch_cost_the_bytes_that_the_data_sheet_promises()
    {
        var board = new It8951Board(1872, 1404, o => o with { MemoryBytes = 8 << 20 }, c => (c.MemoryBytes, c.BufferAddress) = (8 << 20, 0x0012_2480));
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            var before = board.Chip.BusBytes;
            var page = board.Capabilities.Bounds;
            await board.ShowAsync(page, Pixels.Uneven(page), RefreshIntent.PageTurn, ct);
            var full = board.Chip.BusBytes - before;
            Assert.InRange(full, 1872 * 1404 / 2, (1872 * 1404 / 2) + 1000);
            await board.CleanAsync(ct);
            before = board.Chip.BusBytes;
            var patch = new PixelRect(208, 208, 192, 200);
            await board.ShowAsync(patch, Pixels.UnevenInk(patch), RefreshIntent.Pen, ct);
            Assert.InRange(board.Chip.BusBytes - before, 192 * 200 / 8, (192 * 200 / 8) + 200);
            board.Obeyed();
        });
    }

    [Theory]
    [InlineData(It8951Strictness.Overlap, false)]
    [InlineData(It8951Strictness.Idle, true)]
    public void Nothing_is_loaded_under_a_picture_that_is_being_shown(It8951Strictness strictness, bool waitForIdle)
    {
        var board = new It8951Board(options: o => o with { WaitForIdle = waitForIdle }, chip: c => c.Strictness = strictness);
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            (PixelRect, byte[])[] parts =
            [
                (new(0, 0, 16, 8), new byte[128]),
                (new(40, 30, 8, 8), Pixels.Uneven(new(0, 0, 8, 8))),
                (new(4, 4, 24, 10), Pixels.Uneven(new(0, 0, 24, 10), 5)),
                (new(32, 20, 16, 16), Pixels.Uneven(new(0, 0, 16, 16), 7)),
            ];
            RefreshIntent[] intents = [RefreshIntent.Pen, RefreshIntent.Text, RefreshIntent.Image, RefreshIntent.Text];
            foreach (var ((region, grey), intent) in parts.Zip(intents))
            {
                await board.ShowAsync(region, grey, intent, ct);
            }

            await board.Panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(board.Capabilities, parts), board.Chip.Glass.Snapshot());
            board.Obeyed();
        });
    }

    [Fact]
    public void Regions_apart_are_driven_at_the_same_time()
    {
        var board = new It8951Board();
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            var start = board.Time.Elapsed;
            for (var i = 0; i < 4; i++)
            {
                var region = new PixelRect(i * 16, 0, 8, 8);
                await board.ShowAsync(region, Pixels.Uneven(region), RefreshIntent.Text, ct);
            }

            Assert.True(board.Time.Elapsed - start < TimeSpan.FromMilliseconds(450), $"{board.Time.Elapsed - start} for four regions apart");
            Assert.Equal(4, board.Chip.Glass.Driven().Count);
            await board.Panel.WaitUntilSettledAsync(ct);
            board.Obeyed();
        });
    }

    [Fact]
    public void More_regions_than_engines_wait_for_an_engine()
    {
        var board = new It8951Board(width: 256);
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            List<(PixelRect, byte[])> parts = [];
            for (var i = 0; i < 24; i++)
            {
                var region = new PixelRect(i * 8, 8, 4, 4);
                parts.Add((region, Pixels.Uneven(region, i)));
                await board.ShowAsync(region, parts[^1].Item2, RefreshIntent.Text, ct);
            }

            await board.Panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(board.Capabilities, [.. parts]), board.Chip.Glass.Snapshot());
            board.Obeyed();
        });
    }

    [Fact]
    public void A_refresh_returns_when_the_command_was_taken_and_settling_waits_for_the_glass()
    {
        var board = new It8951Board();
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            var start = board.Time.Elapsed;
            var region = new PixelRect(0, 0, 8, 8);
            await board.ShowAsync(region, new byte[64], RefreshIntent.Image, ct);
            Assert.True(board.Time.Elapsed - start < TimeSpan.FromMilliseconds(100));
            Assert.NotEqual(0, board.Chip.Glass.Snapshot().At(3, 3));
            await board.Panel.WaitUntilSettledAsync(ct);
            Assert.InRange(board.Time.Elapsed - start, TimeSpan.FromMilliseconds(450), TimeSpan.FromMilliseconds(500));
            Assert.Equal(0, board.Chip.Glass.Snapshot().At(3, 3));
            board.Obeyed();
        });
    }

    [Fact]
    public void The_first_picture_clears_what_was_on_the_glass_whatever_it_is_for()
    {
        var board = new It8951Board();
        board.Run(async ct =>
        {
            var region = new PixelRect(0, 0, 8, 8);
            await board.ShowAsync(region, Pixels.Uneven(region), RefreshIntent.Text, ct);
            await board.Panel.WaitUntilSettledAsync(ct);
            Assert.Equal([Waveform.Init, Waveform.Gc16], board.Chip.Glass.Drives().Select(d => d.Waveform));
            Pixels.Same(Pixels.Paint(board.Capabilities, (region, Pixels.Uneven(region))), board.Chip.Glass.Snapshot());
            board.Obeyed();
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_sleeping_controller_is_woken_by_the_next_refresh(bool isDeep)
    {
        var board = new It8951Board();
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            await (isDeep ? board.Panel.SleepAsync(ct) : board.Panel.StandbyAsync(ct));
            Assert.Equal(isDeep ? 0x0003 : 0x0002, board.Chip.Commands[^1]);
            var region = new PixelRect(0, 0, 8, 8);
            await board.ShowAsync(region, Pixels.Uneven(region), RefreshIntent.Text, ct);
            await board.Panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(board.Capabilities, (region, Pixels.Uneven(region))), board.Chip.Glass.Snapshot());
            Assert.Equal(0, board.Chip.Glass.VcomError);
            Assert.Equal(1, board.Chip.ResetCount);
            board.Obeyed();
        });
    }

    [Fact]
    public void Two_callers_at_once_are_put_in_order()
    {
        var board = new It8951Board();
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            var page = new PixelRect(0, 0, 64, 40);
            var ink = new PixelRect(8, 41, 16, 4);
            var first = board.ShowAsync(page, Pixels.Uneven(page), RefreshIntent.Text, ct).AsTask();
            var second = board.ShowAsync(ink, new byte[64], RefreshIntent.Pen, ct).AsTask();
            await Task.WhenAll(first, second);
            await board.Panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(board.Capabilities, (page, Pixels.Uneven(page)), (ink, new byte[64])), board.Chip.Glass.Snapshot());
            board.Obeyed();
        });
    }

    [Fact]
    public void A_command_that_waits_can_be_given_up()
    {
        var board = new It8951Board();
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            var region = new PixelRect(0, 0, 8, 8);
            await board.ShowAsync(region, new byte[64], RefreshIntent.Image, ct);
            using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(50), board.Time);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await board.ShowAsync(region, Pixels.Uneven(region), RefreshIntent.Image, giveUp.Token));
            await board.ShowAsync(region, Pixels.Uneven(region), RefreshIntent.Image, ct);
            await board.Panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(board.Capabilities, (region, Pixels.Uneven(region))), board.Chip.Glass.Snapshot());
            board.Obeyed();
        });
    }

    [Fact]
    public void Regions_outside_the_panel_and_missing_pixels_are_refused()
    {
        var board = new It8951Board();
        board.Run(async ct =>
        {
            await Assert.ThrowsAsync<ArgumentException>(async () => await board.Panel.RefreshAsync(new(60, 0, 8, 8), new byte[64], 8, RefreshIntent.Text, ct));
            await Assert.ThrowsAsync<ArgumentException>(async () => await board.Panel.RefreshAsync(new(0, 0, 8, 8), new byte[63], 8, RefreshIntent.Text, ct));
            await Assert.ThrowsAsync<ArgumentException>(async () => await board.Panel.RefreshAsync(new(0, 0, 8, 8), new byte[64], 7, RefreshIntent.Text, ct));
            Assert.Empty(board.Chip.Commands);
        });
    }

    [Fact]
    public void A_picture_is_loaded_once_for_clearing_and_showing_it()
    {
        var board = new It8951Board();
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            Assert.Equal([LoadArea, DisplayArea, DisplayArea], board.Chip.Commands.Where(c => c is LoadArea or DisplayArea or DisplayBufferArea));
        });
    }

    [Fact]
    public void Whatever_is_asked_for_is_what_the_glass_shows()
    {
        var panel = new PanelCapabilities(64, 48, 227, 16, true);
        Gen.Select(PanelScript.Of(panel, RefreshIntent.Pen, RefreshIntent.Text, RefreshIntent.Image, RefreshIntent.PageTurn, RefreshIntent.DeepClean), Gen.Bool, Gen.Bool, Gen.Bool)
            .Sample(
                (script, isWide, isBig, isOld) =>
                {
                    var board = new It8951Board(options: o => o with { BitsPerPixel = isWide ? 8 : 4, BigEndian = isBig }, chip: c => c.LutVersion = isOld ? "M641" : "M841");
                    board.Run(async ct =>
                    {
                        await board.CleanAsync(ct);
                        foreach (var step in script)
                        {
                            await board.ShowAsync(step.Region, step.Grey, step.Intent, ct);
                        }

                        await board.Panel.WaitUntilSettledAsync(ct);
                    });
                    Pixels.Same(PanelScript.Result(panel, script, 16), board.Chip.Glass.Snapshot());
                    board.Obeyed();
                },
                iter: 60,
                threads: 1);
    }

    [Fact]
    public void A_chip_that_is_busy_after_every_word_is_waited_for()
    {
        var board = new It8951Board(chip: c => c.BusyTime = 3_000);
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            var region = new PixelRect(13, 6, 19, 11);
            await board.ShowAsync(region, Pixels.UnevenInk(region), RefreshIntent.Pen, ct);
            await board.Panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(board.Capabilities, (region, Pixels.UnevenInk(region))), board.Chip.Glass.Snapshot());
            board.Obeyed();
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_bus_belongs_to_the_driver_and_the_pins_only_when_they_are_given_away(bool shouldDispose)
    {
        var board = new It8951Board();
        var pins = new System.Device.Gpio.GpioController(new AlwaysHigh());
        var (slow, fast) = (board.Chip.CreateSpi(1_000_000), board.Chip.CreateSpi(24_000_000));
        await new It8951Panel(board.Capabilities, slow, fast, board.Options, pins, shouldDispose, board.Time).DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => slow.Write(new byte[4]));
        Assert.Throws<ObjectDisposedException>(() => fast.Write(new byte[4]));
        if (!shouldDispose)
        {
            Assert.False(pins.IsPinOpen(24));
            pins.OpenPin(24);
        }
    }
}
