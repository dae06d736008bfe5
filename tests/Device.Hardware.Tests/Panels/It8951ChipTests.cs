using System.Device.Spi;
using Device.Hardware.Simulated.Panels;
using Device.Hardware.Simulated.Panels.It8951;

namespace Device.Hardware.Tests.Panels;

/// <summary>The emulated chip at its wires: what the part would not understand does nothing and is written down.</summary>
public sealed class It8951ChipTests
{
    private readonly VirtualTime _time = new();
    private readonly It8951Chip _chip;
    private readonly SpiDevice _bus;

    public It8951ChipTests()
    {
        _chip = new It8951Chip(_time, new It8951ChipOptions
        {
            Width = 64,
            Height = 32,
            BusyTime = 0,
            BufferAddress = 0x100,
            MemoryBytes = 1 << 20,
            Glass = new EmulatedGlassOptions { Ghost = 0 },
        });
        _bus = _chip.CreateSpi(1_000_000);
    }

    [Theory]
    [InlineData(new byte[] { 0x60, 0x00, 0x03, 0x02 }, "before SYS_RUN")]
    [InlineData(new byte[] { 0x60, 0x00, 0x00, 0x99 }, "not known")]
    [InlineData(new byte[] { 0x20, 0x00, 0x00, 0x01 }, "preamble 0x2000")]
    [InlineData(new byte[] { 0x00, 0x60, 0x00, 0x01 }, "preamble 0x0060")]
    [InlineData(new byte[] { 0x60, 0x00, 0x00, 0x01, 0x00, 0x00 }, "with 2 words")]
    [InlineData(new byte[] { 0x60, 0x00 }, "a transaction of 2 bytes")]
    [InlineData(new byte[] { 0x60, 0x00, 0x00, 0x01, 0x00 }, "a transaction of 5 bytes")]
    [InlineData(new byte[] { 0x00, 0x00, 0x12, 0x34 }, "wants no more")]
    [InlineData(new byte[] { 0x10, 0x00, 0x00, 0x00, 0x00, 0x00 }, "not listening")]
    public void Words_that_are_no_transaction_are_ignored(byte[] bytes, string why)
    {
        if (!why.Contains("SYS_RUN", StringComparison.Ordinal))
        {
            Command(1);
        }

        _bus.Write(bytes);
        Assert.Contains(why, Assert.Single(_chip.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_without_the_dummy_word_gets_nothing()
    {
        Command(1);
        Command(0x0302);
        var answer = new byte[4];
        _bus.TransferFullDuplex([0x10, 0x00, 0x00, 0x00], answer);
        Assert.Equal(new byte[4], answer);
        Assert.NotEmpty(_chip.Violations);
    }

    [Fact]
    public void Device_information_follows_the_preamble_and_a_dummy_word()
    {
        Command(1);
        Command(0x0302);
        var answer = new byte[44];
        _bus.TransferFullDuplex([0x10, .. new byte[43]], answer);
        Assert.Equal([0, 0, 0, 0, 0, 64, 0, 32, 1, 0, 0, 0, (byte)'S', (byte)'W'], answer[..14]);
        Assert.Empty(_chip.Violations);
    }

    [Fact]
    public void A_transfer_longer_than_spidev_takes_fails_as_in_the_kernel()
    {
        Assert.Throws<IOException>(() => _bus.Write(new byte[4098]));
        Assert.Empty(_chip.Violations);
    }

    [Fact]
    public void The_wrong_mode_and_a_clock_too_fast_for_commands_are_not_understood()
    {
        using var mode3 = _chip.CreateSpi(1_000_000, SpiMode.Mode3);
        using var fast = _chip.CreateSpi(24_000_000);
        mode3.Write([0x60, 0, 0, 1]);
        fast.Write([0x60, 0, 0, 1]);
        Assert.Equal(2, _chip.Violations.Count);
        Assert.Empty(_chip.Commands);
    }

    [Fact]
    public void Nothing_is_taken_while_the_chip_boots()
    {
        _chip.Gpio.OpenPin(17, System.Device.Gpio.PinMode.Output);
        _chip.Gpio.OpenPin(24, System.Device.Gpio.PinMode.Input);
        _chip.Gpio.Write(17, System.Device.Gpio.PinValue.Low);
        _chip.Gpio.Write(17, System.Device.Gpio.PinValue.High);
        Assert.Equal(System.Device.Gpio.PinValue.Low, _chip.Gpio.Read(24));
        Command(1);
        Assert.Contains("HRDY is low", Assert.Single(_chip.Violations), StringComparison.Ordinal);
        _time.Pass(TimeSpan.FromMilliseconds(1200));
        Assert.Equal(System.Device.Gpio.PinValue.High, _chip.Gpio.Read(24));
    }

    [Theory]
    [InlineData(0x0020, 2, 0, 8, 4)]
    [InlineData(0x0020, 0, 0, 6, 4)]
    [InlineData(0x0020, 60, 0, 8, 4)]
    [InlineData(0x0020, 0, 30, 8, 4)]
    [InlineData(0x0020, 0, 0, 0, 4)]
    [InlineData(0x0030, 1, 0, 8, 4)]
    [InlineData(0x0010, 0, 0, 16, 4)]
    [InlineData(0x0021, 0, 0, 8, 4)]
    public void Loads_that_are_unaligned_outside_or_of_another_format_are_refused(int mode, int x, int y, int w, int h)
    {
        Start();
        Command(0x0021, mode, x, y, w, h);
        Assert.Contains("a load of", Assert.Single(_chip.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void A_load_that_ends_early_is_noticed()
    {
        Start();
        Command(0x0021, 0x0020, 0, 0, 8, 1);
        _bus.Write([0, 0, 0x12, 0x34]);
        Command(0x0022);
        Assert.Contains("lacks 1 words", Assert.Single(_chip.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void Pixels_need_packed_writing()
    {
        Command(1);
        Command(0x0021, 0x0020, 0, 0, 4, 1);
        _bus.Write([0, 0, 0x12, 0x34]);
        Assert.Contains("packed writing is off", Assert.Single(_chip.Violations), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x0020, new byte[] { 0x4, 0x3, 0x2, 0x1 })]
    [InlineData(0x0120, new byte[] { 0x1, 0x2, 0x3, 0x4 })]
    public void Little_endian_words_begin_in_their_lowest_nibble_and_big_endian_ones_in_their_highest(int mode, byte[] levels)
    {
        Start();
        Command(0x0021, mode, 0, 0, 4, 1);
        _bus.Write([0, 0, 0x12, 0x34]);
        Command(0x0022);
        Command(0x0034, 0, 0, 4, 1, 2);
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(levels.Select(l => (byte)(l * 17)), _chip.Glass.Target().Grey.Span[..4].ToArray());
        Assert.Empty(_chip.Violations);
    }

    [Theory]
    [InlineData(9, "waveform 9")]
    [InlineData(257, "waveform 257")]
    public void Waveforms_that_the_file_lacks_are_refused(int waveform, string why)
    {
        Start();
        Command(0x0034, 0, 0, 8, 8, waveform);
        Assert.Contains(why, Assert.Single(_chip.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void A_strict_chip_refuses_a_load_under_a_picture_being_shown()
    {
        Start();
        Command(0x0034, 0, 0, 16, 16, 2);
        Assert.NotEqual(0UL, _chip.Glass.Engines);
        Command(0x0021, 0x0020, 8, 8, 16, 8);
        Assert.Contains("while it is being shown", Assert.Single(_chip.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reset_forgets_the_registers_the_voltage_and_what_the_glass_shows()
    {
        Start();
        Command(0x0039, 1, 1530);
        Command(0x0034, 0, 0, 16, 16, 2);
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal((0, 0.0), (_chip.Glass.Snapshot().At(1, 1), _chip.Glass.VcomError));
        _chip.Gpio.OpenPin(17, System.Device.Gpio.PinMode.Output);
        _chip.Gpio.Write(17, System.Device.Gpio.PinValue.Low);
        _chip.Gpio.Write(17, System.Device.Gpio.PinValue.High);
        _time.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal((0, 255, 1.27), (_chip.Glass.Snapshot().At(1, 1), _chip.Glass.Target().At(1, 1), Math.Round(_chip.Glass.VcomError, 3)));
    }

    [Fact]
    public void The_picture_can_be_looked_at_as_a_file()
    {
        Start();
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], _chip.Glass.Snapshot().ToPng()[..4]);
    }

    private void Start()
    {
        Command(1);
        Command(0x0011, 0x0004, 1);
        Assert.Empty(_chip.Violations);
    }

    private void Command(int code, params int[] arguments)
    {
        _bus.Write([0x60, 0x00, (byte)(code >> 8), (byte)code]);
        foreach (var argument in arguments)
        {
            _bus.Write([0x00, 0x00, (byte)(argument >> 8), (byte)argument]);
        }
    }
}
