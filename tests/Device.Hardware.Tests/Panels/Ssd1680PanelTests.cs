using CsCheck;
using Device.Core.Screen;
using Device.Hardware.Panels.Ssd1680;
using Device.Hardware.Simulated.Panels;
using Device.Hardware.Simulated.Panels.Ssd1680;

namespace Device.Hardware.Tests.Panels;

public sealed class Ssd1680PanelTests
{
    private const byte Full = 0xF7;
    private const byte Partial = 0xFC;

    private static readonly PixelRect Region = new(5, 7, 13, 9);

    private readonly VirtualTime _time = new();

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public void Pixels_arrive_in_their_places_turned_as_the_glass_is_mounted(int rotation)
    {
        var (chip, panel) = Board(o => o with { Rotation = rotation });
        Run(async ct =>
        {
            var picture = Pixels.UnevenInk(panel.Capabilities.Bounds);
            await Show(panel, panel.Capabilities.Bounds, picture, RefreshIntent.DeepClean, ct);
            await Show(panel, Region, Pixels.UnevenInk(Region, 3), RefreshIntent.Text, ct);
            await panel.WaitUntilSettledAsync(ct);
            for (var y = 0; y < Region.Height; y++)
            {
                Pixels.UnevenInk(Region, 3).AsSpan(y * Region.Width, Region.Width)
                    .CopyTo(picture.AsSpan(((Region.Y + y) * panel.Capabilities.Width) + Region.X));
            }

            Pixels.Same(Pixels.Turn(picture, panel.Capabilities.Width, panel.Capabilities.Height, rotation), chip.Glass.Snapshot());
            Assert.Equal([Full, Partial], chip.Activations);
            Assert.Empty(chip.Violations);
        });
    }

    [Fact]
    public void The_first_picture_after_power_up_is_full_whatever_it_is_for()
    {
        var (chip, panel) = Board();
        Run(async ct =>
        {
            await Show(panel, Region, new byte[Region.Width * Region.Height], RefreshIntent.Pen, ct);
            await Show(panel, Region, new byte[Region.Width * Region.Height], RefreshIntent.Pen, ct);
            Assert.Equal([Full, Partial], chip.Activations);
            Assert.Empty(chip.Violations);
        });
    }

    [Fact]
    public void A_pixel_that_goes_back_is_driven_back()
    {
        // Without the old image rewritten after each partial update the controller would see no difference.
        var (chip, panel) = Board();
        Run(async ct =>
        {
            var white = Enumerable.Repeat((byte)255, Region.Width * Region.Height).ToArray();
            await CleanAsync(panel, ct);
            await Show(panel, Region, new byte[white.Length], RefreshIntent.Text, ct);
            await Show(panel, Region, white, RefreshIntent.Text, ct);
            await Show(panel, Region, new byte[white.Length], RefreshIntent.Text, ct);
            await Show(panel, Region, white, RefreshIntent.Text, ct);
            await panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(panel.Capabilities), chip.Glass.Snapshot());
            Assert.Empty(chip.Violations);
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_sleeping_panel_is_woken_by_a_reset_and_goes_on_without_a_flash(bool keepsImages)
    {
        var (chip, panel) = Board(chip: c => c.SleepKeepsImages = keepsImages);
        Run(async ct =>
        {
            var picture = Pixels.UnevenInk(panel.Capabilities.Bounds);
            await Show(panel, panel.Capabilities.Bounds, picture, RefreshIntent.DeepClean, ct);
            await panel.SleepAsync(ct);
            await Show(panel, new(0, 0, 8, 8), new byte[64], RefreshIntent.Text, ct);
            await panel.WaitUntilSettledAsync(ct);
            for (var y = 0; y < 8; y++)
            {
                picture.AsSpan(y * panel.Capabilities.Width, 8).Clear();
            }

            Pixels.Same(picture, chip.Glass.Snapshot());
            Assert.Equal([Full, Partial], chip.Activations);
            Assert.Equal(2, chip.ResetCount);
            Assert.Empty(chip.Violations);
        });
    }

    [Fact]
    public void After_many_partial_updates_a_full_one_cleans()
    {
        var (chip, panel) = Board(o => o with { MostPartials = 3 });
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            for (var i = 0; i < 5; i++)
            {
                await Show(panel, Region, Pixels.UnevenInk(Region, i), RefreshIntent.Text, ct);
            }

            Assert.Equal([Full, Partial, Partial, Partial, Full, Partial], chip.Activations);
            Assert.Empty(chip.Violations);
        });
    }

    [Fact]
    public void A_waveform_for_chips_without_a_partial_one_is_loaded()
    {
        var (chip, panel) = Board(
            o => o with { PartialSequence = 0xCC, PartialLut = string.Concat(Enumerable.Repeat("40", Ssd1680Options.LutBytes)) }, c => c.HasPartialWaveform = false);
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            await Show(panel, Region, Pixels.UnevenInk(Region), RefreshIntent.Pen, ct);
            await panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(panel.Capabilities, (Region, Pixels.UnevenInk(Region))), chip.Glass.Snapshot());
            Assert.Empty(chip.Violations);
        });
    }

    [Fact]
    public void Columns_that_are_no_multiple_of_eight_are_filled_up()
    {
        var (chip, panel) = Board(chip: c => (c.Width, c.Height) = (122, 250));
        Run(async ct =>
        {
            var picture = Pixels.UnevenInk(panel.Capabilities.Bounds);
            await Show(panel, panel.Capabilities.Bounds, picture, RefreshIntent.Image, ct);
            var edge = new PixelRect(118, 240, 4, 10);
            await Show(panel, edge, new byte[40], RefreshIntent.Text, ct);
            await panel.WaitUntilSettledAsync(ct);
            for (var y = 240; y < 250; y++)
            {
                picture.AsSpan((y * 122) + 118, 4).Clear();
            }

            Pixels.Same(picture, chip.Glass.Snapshot());
            Assert.Empty(chip.Violations);
        });
    }

    [Fact]
    public void A_refresh_returns_while_the_panel_is_still_being_driven()
    {
        var (_, panel) = Board();
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            var start = _time.Elapsed;
            await Show(panel, Region, Pixels.UnevenInk(Region), RefreshIntent.Text, ct);
            Assert.True(_time.Elapsed - start < TimeSpan.FromMilliseconds(20));
            await panel.WaitUntilSettledAsync(ct);
            Assert.InRange(_time.Elapsed - start, TimeSpan.FromMilliseconds(460), TimeSpan.FromMilliseconds(500));
        });
    }

    [Fact]
    public void A_controller_that_hangs_is_reset_and_shown_everything_again()
    {
        var (chip, panel) = Board();
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            await Show(panel, new(64, 0, 32, 32), new byte[1024], RefreshIntent.Text, ct);
            chip.HungForResets = 1;
            await Show(panel, Region, Pixels.UnevenInk(Region), RefreshIntent.Text, ct);
            await panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(panel.Capabilities, (new(64, 0, 32, 32), new byte[1024]), (Region, Pixels.UnevenInk(Region))), chip.Glass.Snapshot());
            Assert.Equal((1, Full), (panel.Recoveries, chip.Activations[^1]));
            Assert.Empty(chip.Violations);
        });
    }

    [Fact]
    public void A_panel_that_hangs_while_it_settles_shows_its_picture_after_all()
    {
        var (chip, panel) = Board();
        Run(async ct =>
        {
            await CleanAsync(panel, ct);
            await Show(panel, Region, Pixels.UnevenInk(Region), RefreshIntent.Text, ct);
            chip.HungForResets = 1;
            await panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(panel.Capabilities, (Region, Pixels.UnevenInk(Region))), chip.Glass.Snapshot());
            Assert.Empty(chip.Violations);
        });
    }

    [Fact]
    public void A_panel_that_is_not_there_fails_in_bounded_time_and_says_where_to_look()
    {
        var (chip, panel) = Board();
        chip.HungForResets = 1000;
        Run(async ct =>
        {
            var error = await Assert.ThrowsAsync<IOException>(() => CleanAsync(panel, ct));
            Assert.Contains("BUSY (pin 24) stayed high for 15000 ms after reset", error.Message, StringComparison.Ordinal);
            Assert.Equal((2, 3), (panel.Recoveries, chip.ResetCount));
            Assert.True(_time.Elapsed < TimeSpan.FromMinutes(1));
        });
    }

    [Fact]
    public void Whatever_is_asked_for_is_what_the_glass_shows()
    {
        var capabilities = new PanelCapabilities(50, 40, 112, 2, true);
        PanelScript.Of(capabilities, RefreshIntent.Pen, RefreshIntent.Interface, RefreshIntent.Text, RefreshIntent.Image, RefreshIntent.PageTurn).Sample(
            script =>
            {
                var (chip, panel) = Board(chip: c => (c.Width, c.Height) = (50, 40));
                Run(async ct =>
                {
                    await CleanAsync(panel, ct);
                    foreach (var step in script)
                    {
                        await Show(panel, step.Region, step.Grey, step.Intent, ct);
                    }

                    await panel.WaitUntilSettledAsync(ct);
                });
                Pixels.Same(PanelScript.Result(capabilities, script, 2), chip.Glass.Snapshot());
                Assert.Empty(chip.Violations);
            },
            iter: 100,
            threads: 1);
    }

    [Fact]
    public void Options_that_cannot_be_used_are_all_named()
    {
        var error = Assert.Throws<ArgumentException>(() => Board(o => o with { BusyPin = 17, Rotation = 45, PartialLut = "zz", Clock = 1 }));
        foreach (var part in (string[])["busyPin: '17' found", "rotation: '45' found, 0, 90, 180 or 270 expected", "partialLut", "clock: '1' found, 100000 to 20000000 expected"])
        {
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x99 }, new byte[0], "not known")]
    [InlineData(new byte[] { 0x01 }, new byte[] { 1, 2, 3, 4 }, "4 bytes after")]
    [InlineData(new byte[] { 0x11 }, new byte[] { 1 }, "not emulated")]
    [InlineData(new byte[] { 0x44 }, new byte[] { 0, 16 }, "a window")]
    [InlineData(new byte[] { 0x20 }, new byte[0], "activation of sequence 0x00")]
    [InlineData(new byte[] { 0x01, 0x12 }, new byte[0], "lacks 3 bytes")]
    public void The_emulated_chip_refuses_what_the_part_would_not_take(byte[] commands, byte[] data, string why)
    {
        var chip = new Ssd1680Chip(_time);
        using var spi = chip.CreateSpi(1_000_000);
        chip.Gpio.OpenPin(25, System.Device.Gpio.PinMode.Output);
        spi.Write([0x12]);
        _time.Pass(TimeSpan.FromMilliseconds(10));
        spi.Write(commands);
        chip.Gpio.Write(25, System.Device.Gpio.PinValue.High);
        spi.Write(data);
        Assert.Contains(why, chip.Violations[0], StringComparison.Ordinal);
    }

    private (Ssd1680Chip Chip, Ssd1680Panel Panel) Board(Func<Ssd1680Options, Ssd1680Options>? options = null, Action<Ssd1680ChipOptions>? chip = null)
    {
        var chipOptions = new Ssd1680ChipOptions { Glass = new EmulatedGlassOptions { Ghost = 0, Engines = 1 } };
        chip?.Invoke(chipOptions);
        var emulated = new Ssd1680Chip(_time, chipOptions);
        var used = options?.Invoke(new Ssd1680Options()) ?? new Ssd1680Options();
        var isTurned = used.Rotation is 90 or 270;
        var panel = new PanelCapabilities(
            isTurned ? chipOptions.Height : chipOptions.Width, isTurned ? chipOptions.Width : chipOptions.Height, 112, 2, true);
        return (emulated, new Ssd1680Panel(panel, emulated.CreateSpi(used.Clock), used, emulated.Gpio, true, _time));
    }

    private void Run(Func<CancellationToken, Task> test) => _time.Run(() => test(TestContext.Current.CancellationToken));

    private static ValueTask Show(Ssd1680Panel panel, PixelRect region, byte[] grey, RefreshIntent intent, CancellationToken cancellationToken) =>
        panel.RefreshAsync(region, grey, region.Width, intent, cancellationToken);

    private static async Task CleanAsync(Ssd1680Panel panel, CancellationToken cancellationToken)
    {
        await Show(panel, panel.Capabilities.Bounds, Pixels.Paint(panel.Capabilities), RefreshIntent.DeepClean, cancellationToken);
        await panel.WaitUntilSettledAsync(cancellationToken);
    }
}
