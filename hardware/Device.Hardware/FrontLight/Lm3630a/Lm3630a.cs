using System.Device.I2c;
using Device.Core.Power;
using Device.Hardware.I2c;
using Device.Hardware.Panels;

namespace Device.Hardware.FrontLight.Lm3630a;

/// <summary>
/// A front light behind an LM3630A with a string a bank, cold and warm. The chip is set up before the first level and again
/// whenever it lost its supply, which a sleep may do. One caller at a time; the bus is used on the caller's thread.
/// </summary>
public sealed class Lm3630a : IFrontLight, IDisposable
{
    /// <summary>The chip's address with SEL low; 0x38 with SEL high. A MAX17048 gauge has the same one.</summary>
    public const int DefaultI2cAddress = 0x36;

    private const int SleepCommand = 0x80;
    private const int LinearA = 0x10;
    private const int LinearB = 0x08;
    private const int EnableA = 0x04;
    private const int EnableB = 0x02;
    private const int FeedbackB = 0x10;
    private const int FeedbackA = 0x08;
    private const int OverCurrent800 = 0x08;
    private const int OverVoltageShift = 5;
    private const int OverVoltageStep = 8;
    private const int LowestCode = 4;
    private const int HighestCode = 255;

    private readonly I2cRegisters _registers;
    private readonly Lm3630aOptions _options;
    private readonly byte _configuration;
    private int _control = -1;

    /// <summary>Makes a driver. Nothing is sent before the first level.</summary>
    /// <param name="i2cDevice">The bus at the chip's address; owned by the driver.</param>
    /// <param name="options">Wiring and limits; null for the standard.</param>
    /// <exception cref="ArgumentException">The options cannot be used.</exception>
    public Lm3630a(I2cDevice i2cDevice, Lm3630aOptions? options = null)
    {
        _options = options ?? new Lm3630aOptions();
        OptionCheck.ThrowIfAny("lm3630a", _options.Validate());
        _registers = new I2cRegisters("lm3630a", i2cDevice, _options.MostTries);
        _configuration = (byte)(FeedbackA | (_options.HasWarmth ? FeedbackB : 0));
    }

    /// <inheritdoc/>
    public bool HasWarmth => _options.HasWarmth;

    /// <summary>Transfers that had to be repeated.</summary>
    public long Repeated => _registers.Repeated;

    /// <summary>How often the chip was set up: once, and once after each loss of its supply.</summary>
    public int Setups { get; private set; }

    /// <summary>Opens the bus that the options name.</summary>
    /// <param name="options">Wiring and limits.</param>
    /// <returns>The driver.</returns>
    /// <exception cref="IOException">There is no such bus, or this user may not open it.</exception>
    public static Lm3630a Open(Lm3630aOptions options) => new(I2cRegisters.Open(options), options);

    /// <inheritdoc/>
    public ValueTask SetAsync(FrontLightLevel level, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        SetUpIfReset();
        var (cold, warm) = HasWarmth ? LightCurve.Split(level) : LightCurve.Split(level with { Warmth = 0 });
        var (a, b) = _options.IsBankACold ? (cold, warm) : (warm, cold);
        var (codeA, codeB) = HasWarmth ? (Code(a), Code(b)) : (Code(cold), 0);
        if (codeA + codeB == 0)
        {
            Write(Lm3630aRegister.Control, _control = SleepCommand);
            return default;
        }

        var control = LinearA | LinearB | (codeA > 0 ? EnableA : 0) | (codeB > 0 ? EnableB : 0);
        if (control != _control)
        {
            Write(Lm3630aRegister.Control, _control = control);
        }

        // After the banks: a bank that is switched on begins at no brightness.
        Write(Lm3630aRegister.BrightnessA, codeA);
        Write(Lm3630aRegister.BrightnessB, codeB);
        return default;
    }

    /// <summary>Closes the bus; the light stays as it is.</summary>
    public void Dispose() => _registers.Dispose();

    /// <summary>Codes 1 to 3 are dark.</summary>
    private static int Code(double share) => share <= 0 ? 0 : LowestCode + LightCurve.Step(share, HighestCode - LowestCode);

    private void SetUpIfReset()
    {
        Span<byte> now = stackalloc byte[1];
        _registers.Read((byte)Lm3630aRegister.Configuration, now, b => (b[0] & 0xE0) == 0);
        if (Setups > 0 && now[0] == _configuration)
        {
            return;
        }

        _control = -1;
        var (currentA, currentB) = _options.IsBankACold ? (_options.ColdCurrent, _options.WarmCurrent) : (_options.WarmCurrent, _options.ColdCurrent);
        Write(Lm3630aRegister.Boost, (((_options.OverVoltage / OverVoltageStep) - 2) << OverVoltageShift) | OverCurrent800);
        Write(Lm3630aRegister.CurrentA, currentA);
        Write(Lm3630aRegister.CurrentB, currentB);

        // Last, since it is how a chip that has been set up is known.
        Write(Lm3630aRegister.Configuration, _configuration);
        Setups++;
    }

    private void Write(Lm3630aRegister register, int value) => _registers.Write((byte)register, (byte)value);
}
