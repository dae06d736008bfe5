using System.Buffers.Binary;
using System.Device.I2c;
using Device.Core.Power;
using Device.Hardware.I2c;
using Device.Hardware.Panels;

namespace Device.Hardware.Battery.Max17048;

/// <summary>
/// A MAX17048 gauge on one lithium cell. The chip is set up before the first measurement and again whenever it has lost its
/// supply. One caller at a time; the bus is used on the caller's thread (a measurement is five transfers, 1 ms at 100 kHz).
/// </summary>
public sealed class Max17048 : IBattery, IDisposable
{
    /// <summary>The chip's only address.</summary>
    public const int DefaultI2cAddress = 0x36;

    private const double VoltsPerStep = 78.125e-6;
    private const double PercentPerStep = 1.0 / 256;
    private const double RatePerStep = 0.208;
    private const double LowestVolts = 2;
    private const double HighestVolts = 4.9;
    private const double MostPercent = 110;
    private const int ThresholdMost = 32;
    private const int ResetFlag = 0x0100;
    private const int UnusedFlag = 0x8000;
    private const int CutOff = 0xFF;
    private const double ReferenceCelsius = 20;
    private const double StepsPerDegreeAbove = -0.5;
    private const double StepsPerDegreeBelow = -5;
    private const int MinutesPerHour = 60;

    private readonly I2cRegisters _registers;
    private readonly Max17048Options _options;
    private int _compensation;

    /// <summary>Makes a driver. Nothing is sent before the first measurement.</summary>
    /// <param name="i2cDevice">The bus at the chip's address; owned by the driver.</param>
    /// <param name="options">Wiring and settings; null for the standard.</param>
    /// <exception cref="ArgumentException">The options cannot be used; the message names field, value and what was expected.</exception>
    public Max17048(I2cDevice i2cDevice, Max17048Options? options = null)
    {
        _options = options ?? new Max17048Options();
        OptionCheck.ThrowIfAny("max17048", _options.Validate());
        _registers = new I2cRegisters("max17048", i2cDevice, _options.MostTries);
        _compensation = _options.Compensation;
    }

    /// <summary>Transfers that had to be repeated.</summary>
    public long Repeated => _registers.Repeated;

    /// <summary>How often the chip was set up: once, and once after each loss of its supply.</summary>
    public int Setups { get; private set; }

    /// <summary>Opens the bus that the options name.</summary>
    /// <param name="options">Wiring and settings.</param>
    /// <returns>The driver.</returns>
    /// <exception cref="IOException">There is no such bus, or this user may not open it.</exception>
    public static Max17048 Open(Max17048Options options) => new(I2cRegisters.Open(options), options);

    /// <summary>Measures the cell's voltage.</summary>
    /// <returns>Volts.</returns>
    /// <exception cref="IOException">The chip does not answer, or says less than 2 V or more than 4.9 V.</exception>
    public double GetVoltage() =>
        Read(Max17048Register.Voltage, raw => raw * VoltsPerStep is >= LowestVolts and <= HighestVolts) * VoltsPerStep;

    /// <summary>Reads the charge that the chip's model has arrived at.</summary>
    /// <returns>Percent, 0 to 100; the chip itself may say a little more for a full cell.</returns>
    /// <exception cref="IOException">The chip does not answer, or says more than 110 %.</exception>
    public double GetStateOfCharge() =>
        Math.Min(Read(Max17048Register.StateOfCharge, raw => raw * PercentPerStep <= MostPercent) * PercentPerStep, 100);

    /// <summary>Reads how fast the charge changes. Read twice, since any value is possible and half a one cannot be told from a whole.</summary>
    /// <returns>Percent an hour, positive while charging.</returns>
    /// <exception cref="IOException">The chip does not answer, or never the same twice.</exception>
    public double GetChangeRate()
    {
        var first = Read(Max17048Register.ChangeRate);
        return (short)Read(Max17048Register.ChangeRate, raw =>
        {
            var isSame = raw == first;
            first = raw;
            return isSame;
        }) * RatePerStep;
    }

    /// <summary>Reads the chip's version.</summary>
    /// <returns>0x0010 to 0x001F for this chip.</returns>
    /// <exception cref="IOException">The chip does not answer.</exception>
    public int GetVersion() => Read(Max17048Register.Version, raw => (raw & CutOff) != CutOff);

    /// <summary>Tells the chip how warm the cell is, as its maker asks for once a minute: half a step less a degree above 20 °C, five more a degree below.</summary>
    /// <param name="celsius">Degrees Celsius, -40 to 85.</param>
    /// <exception cref="IOException">The chip does not answer.</exception>
    public void SetTemperature(double celsius)
    {
        var distance = Math.Clamp(celsius, -40, 85) - ReferenceCelsius;
        var compensation = _options.Compensation + (distance * (distance > 0 ? StepsPerDegreeAbove : StepsPerDegreeBelow));
        _compensation = (int)Math.Round(Math.Clamp(compensation, 0, 255));
        WriteConfig();
    }

    /// <inheritdoc/>
    public ValueTask<BatteryState> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        SetUpIfReset();
        var (volts, level, rate) = (GetVoltage(), GetStateOfCharge(), GetChangeRate());
        var charge = rate >= _options.RestRate ? ChargeState.Charging : rate <= -_options.RestRate ? ChargeState.Discharging : ChargeState.Unknown;
        double? minutes = charge switch
        {
            ChargeState.Charging => (100 - level) / rate * MinutesPerHour,
            ChargeState.Discharging => level / -rate * MinutesPerHour,
            _ => null,
        };
        return ValueTask.FromResult(new BatteryState(level, volts, charge, minutes));
    }

    /// <summary>Closes the bus.</summary>
    public void Dispose() => _registers.Dispose();

    private void SetUpIfReset()
    {
        var status = Read(Max17048Register.Status, raw => (raw & UnusedFlag) == 0);
        if (Setups > 0 && (status & ResetFlag) == 0)
        {
            return;
        }

        var version = GetVersion();
        if ((version & 0xFFF0) != 0x0010)
        {
            throw new IOException($"max17048: version 0x{version:x4} read, 0x0010 to 0x001f expected: another chip is at its address");
        }

        WriteConfig();
        Write(Max17048Register.Status, status & ~ResetFlag);
        Setups++;
    }

    private void WriteConfig() => Write(Max17048Register.Config, (_compensation << 8) | (ThresholdMost - _options.AlertLevel));

    private ushort Read(Max17048Register register, Func<ushort, bool>? isPlausible = null)
    {
        Span<byte> bytes = stackalloc byte[2];
        _registers.Read((byte)register, bytes, isPlausible is null ? null : b => isPlausible(BinaryPrimitives.ReadUInt16BigEndian(b)));
        return BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }

    private void Write(Max17048Register register, int value) => _registers.Write((byte)register, (byte)(value >> 8), (byte)value);
}
