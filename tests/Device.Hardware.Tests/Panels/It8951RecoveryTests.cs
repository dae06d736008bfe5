using CsCheck;
using Device.Core.Screen;
using Device.Hardware.Panels.It8951;

namespace Device.Hardware.Tests.Panels;

public sealed class It8951RecoveryTests
{
    private static readonly PixelRect Region = new(8, 8, 16, 8);

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    [InlineData(1.53)]
    [InlineData(-5.0)]
    [InlineData(-1530.0)]
    [InlineData(double.NaN)]
    public void Without_the_panels_common_voltage_the_driver_refuses_to_start(double? vcom)
    {
        var error = Assert.Throws<ArgumentException>(() => new It8951Board(options: o => o with { Vcom = vcom }));
        Assert.Contains("vcom", error.Message, StringComparison.Ordinal);
        Assert.Contains("above -5 and below 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_common_voltage_is_set_after_every_reset()
    {
        var board = new It8951Board(chip: c => c.LabelVcom = 1530);
        board.Run(async ct =>
        {
            await board.Panel.StartAsync(ct);
            Assert.Equal(0, board.Chip.Glass.VcomError);
            board.Chip.Faults.IsReadyHung = true;
            await board.ShowAsync(Region, Pixels.Uneven(Region), RefreshIntent.Text, ct);
            Assert.Equal((2, 0), (board.Chip.ResetCount, board.Chip.Glass.VcomError));
        });
    }

    [Fact]
    public void A_wrong_common_voltage_darkens_white_with_every_clearing_refresh()
    {
        var board = new It8951Board(options: o => o with { Vcom = -2.8 });
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            var first = board.Chip.Glass.Snapshot().At(5, 5);
            await board.ShowAsync(board.Capabilities.Bounds, Pixels.Paint(board.Capabilities), RefreshIntent.PageTurn, ct);
            await board.Panel.WaitUntilSettledAsync(ct);
            Assert.True(first < 250 && board.Chip.Glass.Snapshot().At(5, 5) < first, $"{first} then {board.Chip.Glass.Snapshot().At(5, 5)}");
        });
    }

    [Fact]
    public void A_controller_that_hangs_is_reset_and_shown_the_whole_picture_again()
    {
        var board = new It8951Board();
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            var black = new PixelRect(32, 0, 32, 48);
            await board.ShowAsync(black, new byte[32 * 48], RefreshIntent.Text, ct);
            await board.Panel.WaitUntilSettledAsync(ct);

            // Now what the controller remembers of the glass is lost, and white would not be driven.
            board.Chip.Faults.HangAfterCommand = 0x0021;
            var start = board.Time.Elapsed;
            var hung = board.ShowAsync(Region, Pixels.Uneven(Region), RefreshIntent.Text, ct);
            board.Chip.Faults.HangAfterCommand = 0;
            await hung;
            Assert.True(board.Time.Elapsed - start >= TimeSpan.FromSeconds(5), "the wait for HRDY is as long as the options say");
            await board.Panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(board.Capabilities, (black, new byte[32 * 48]), (Region, Pixels.Uneven(Region))), board.Chip.Glass.Snapshot());
            Assert.Equal((1, 2), (board.Panel.Recoveries, board.Chip.ResetCount));
            board.Obeyed();
        });
    }

    [Fact]
    public void Resets_are_counted_and_come_to_an_end()
    {
        var board = new It8951Board(options: o => o with { MostRecoveries = 3, RecoveryPause = 30_000 });
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            (board.Chip.Faults.IsReadyHung, board.Chip.Faults.UselessResets) = (true, 100);
            var error = await Assert.ThrowsAsync<IOException>(async () => await board.ShowAsync(Region, Pixels.Uneven(Region), RefreshIntent.Text, ct));
            Assert.Contains("HRDY (pin 24) stayed low for 5000 ms", error.Message, StringComparison.Ordinal);
            Assert.Contains("3 resets did not help", error.Message, StringComparison.Ordinal);
            Assert.Equal((3, 4), (board.Panel.Recoveries, board.Chip.ResetCount));

            // For a while nobody waits that long again.
            var start = board.Time.Elapsed;
            error = await Assert.ThrowsAsync<IOException>(async () => await board.ShowAsync(Region, Pixels.Uneven(Region), RefreshIntent.Text, ct));
            Assert.Contains("not tried again for another 30 s", error.Message, StringComparison.Ordinal);
            Assert.Equal(start, board.Time.Elapsed);

            // Then the picture that could not be shown is.
            board.Chip.Faults.UselessResets = 0;
            await Task.Delay(TimeSpan.FromSeconds(31), board.Time, ct);
            await board.ShowAsync(Region, Pixels.Uneven(Region), RefreshIntent.Text, ct);
            await board.Panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(board.Capabilities, (Region, Pixels.Uneven(Region))), board.Chip.Glass.Snapshot());
            board.Obeyed();
        });
    }

    [Fact]
    public void A_panel_that_never_stops_being_driven_is_told_apart_from_a_silent_controller()
    {
        var board = new It8951Board(options: o => o with { MostRecoveries = 0, RefreshTimeout = 2000 });
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            board.Chip.Faults.IsLutHung = true;
            var error = await Assert.ThrowsAsync<IOException>(async () => await board.Panel.WaitUntilSettledAsync(ct));
            Assert.Contains("still being driven after 2000 ms (LUTAFSR 0x8000, 0 expected) while HRDY was high", error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Settling_recovers_too()
    {
        var board = new It8951Board(options: o => o with { RefreshTimeout = 2000 });
        board.Run(async ct =>
        {
            await board.CleanAsync(ct);
            await board.ShowAsync(Region, Pixels.Uneven(Region), RefreshIntent.Text, ct);
            board.Chip.Faults.IsLutHung = true;
            await board.Panel.WaitUntilSettledAsync(ct);
            Pixels.Same(Pixels.Paint(board.Capabilities, (Region, Pixels.Uneven(Region))), board.Chip.Glass.Snapshot());
            Assert.Equal(1, board.Panel.Recoveries);
            board.Obeyed();
        });
    }

    [Fact]
    public void A_bus_without_a_chip_is_named_after_the_last_reset()
    {
        var board = new It8951Board();
        board.Run(async ct =>
        {
            board.Chip.Faults.IsMute = true;
            var error = await Assert.ThrowsAsync<IOException>(async () => await board.Panel.StartAsync(ct));
            Assert.Contains("only zeros: check MISO", error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_board_profile_of_another_panel_is_refused_with_both_sizes()
    {
        var board = new It8951Board(options: o => o with { MostRecoveries = 0, Rotation = 90 });
        board.Run(async ct =>
        {
            var error = await Assert.ThrowsAsync<IOException>(async () => await board.Panel.StartAsync(ct));
            Assert.Contains("64x48", error.Message, StringComparison.Ordinal);
            Assert.Contains("48x64", error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Whatever_a_controller_says_of_itself_it_is_taken_or_refused_with_a_reason()
    {
        Gen.UShort.Array[It8951DeviceInfo.Words].Sample(words =>
        {
            try
            {
                var info = It8951DeviceInfo.Parse(words);
                Assert.InRange(info.Width, 8, 8192);
                Assert.InRange(info.Height, 8, 8192);
                Assert.True(info.Lut.Length <= 16 && info.Firmware.Length <= 16);
                Assert.DoesNotContain(info.Lut, c => char.IsControl(c));
                Assert.NotNull(info.Waveforms.Gc16);
            }
            catch (IOException e)
            {
                Assert.StartsWith("IT8951: GET_DEV_INFO", e.Message, StringComparison.Ordinal);
            }
        });
    }

    [Fact]
    public void A_controller_that_lies_about_itself_makes_no_driver_hang()
    {
        Gen.UShort.Array[It8951DeviceInfo.Words].Sample(
            words =>
            {
                var board = new It8951Board(options: o => o with { MostRecoveries = 1 });
                board.Chip.Faults.DeviceInfo = words;
                board.Run(async ct => await Assert.ThrowsAsync<IOException>(async () => await board.Panel.StartAsync(ct)));
                Assert.True(board.Time.Elapsed < TimeSpan.FromMinutes(1));
            },
            iter: 50,
            threads: 1);
    }

    [Fact]
    public void The_data_sheets_words_are_read_as_it_says()
    {
        // 1448 x 1072, buffer at 0x00122480, firmware "SWv_0.6.", waveforms "M841_TFAB512".
        ushort[] words =
        [
            1448, 1072, 0x2480, 0x0012, 0x5357, 0x765F, 0x302E, 0x362E, 0, 0, 0, 0, 0x4D38, 0x3431, 0x5F54, 0x4641, 0x4235, 0x3132, 0, 0,
        ];
        Assert.Equal(new It8951DeviceInfo(1448, 1072, 0x0012_2480, "SWv_0.6.", "M841_TFAB512"), It8951DeviceInfo.Parse(words));
    }
}
