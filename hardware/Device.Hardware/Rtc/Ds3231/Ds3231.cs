using System.Device.I2c;
using Device.Core.Power;
using Device.Hardware.I2c;
using Device.Hardware.Panels;

namespace Device.Hardware.Rtc.Ds3231;

/// <summary>
/// A DS3231 clock with its alarm 1 on the interrupt pin. One caller at a time; the bus is used on the caller's thread (1 ms a
/// reading at 100 kHz).
/// </summary>
public sealed class Ds3231 : RtcBase, IRealTimeClock
{
    /// <summary>The chip's only address.</summary>
    public const byte DefaultI2cAddress = 0x68;

    private const int FirstYear = 2000;
    private const int LastYear = 2099;
    private const int OscillatorStopped = 0x80;
    private const int AlarmOneRang = 0x01;
    private const int BatteryBackedInterrupt = 0x40;
    private const int InterruptPin = 0x04;
    private const int AlarmOneEnabled = 0x01;
    private const int KeptControl = 0x18;
    private const int TwelveHours = 0x40;
    private const int Afternoon = 0x20;

    private readonly I2cRegisters _registers;

    /// <summary>Makes a driver. Nothing is sent yet.</summary>
    /// <param name="i2cDevice">The bus at the chip's address; owned by the driver.</param>
    /// <param name="options">Wiring; null for the standard.</param>
    /// <exception cref="ArgumentException">The options cannot be used.</exception>
    public Ds3231(I2cDevice i2cDevice, Ds3231Options? options = null)
    {
        options ??= new Ds3231Options();
        OptionCheck.ThrowIfAny("ds3231", options.Validate());
        _registers = new I2cRegisters("ds3231", i2cDevice, options.MostTries);
    }

    /// <summary>The chip's temperature in degrees Celsius, in quarters, measured every 64 seconds.</summary>
    /// <exception cref="IOException">The chip does not answer.</exception>
    public double Temperature
    {
        get
        {
            Span<byte> bytes = stackalloc byte[2];
            _registers.Read((byte)Ds3231Register.Temperature, bytes, b => (b[1] & 0x3F) == 0 && (sbyte)b[0] is >= -55 and <= 125);
            return (sbyte)bytes[0] + ((bytes[1] >> 6) * 0.25);
        }
    }

    /// <summary>Transfers that had to be repeated.</summary>
    public long Repeated => _registers.Repeated;

    /// <summary>Opens the bus that the options name.</summary>
    /// <param name="options">Wiring.</param>
    /// <returns>The driver.</returns>
    /// <exception cref="IOException">There is no such bus, or this user may not open it.</exception>
    public static Ds3231 Open(Ds3231Options options) => new(I2cRegisters.Open(options), options);

    /// <summary>Whether the oscillator has stopped since the time was set, so that the time means nothing.</summary>
    /// <returns>Whether it has.</returns>
    /// <exception cref="IOException">The chip does not answer.</exception>
    public bool HasStopped() => (ReadStatus() & OscillatorStopped) != 0;

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<DateTimeOffset?>(HasStopped() ? null : DateTime.ToUniversalTime());
    }

    /// <inheritdoc/>
    public ValueTask SetAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        DateTime = time;
        return default;
    }

    /// <inheritdoc/>
    public ValueTask SetAlarmAsync(DateTimeOffset? time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // Off while it is changed, so that a half-written alarm cannot ring.
        WriteControl(isAlarmEnabled: false);
        if (time is { } wanted)
        {
            var moment = WakeAlarm.Round(wanted, DateTime.UtcDateTime);
            var local = TimeZoneInfo.ConvertTimeFromUtc(moment, LocalTimeZone);

            // Mask bits and the choice of day of the week clear: day, hour, minute and second must all match.
            _registers.Write((byte)Ds3231Register.AlarmOne, Bcd(local.Second), Bcd(local.Minute), Bcd(local.Hour), Bcd(local.Day));
        }

        _registers.Write((byte)Ds3231Register.Status, (byte)(ReadStatus() & ~AlarmOneRang));
        if (time is not null)
        {
            WriteControl(isAlarmEnabled: true);
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<bool> HasAlarmRungAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult((ReadStatus() & AlarmOneRang) != 0);
    }

    /// <inheritdoc/>
    protected override DateTime ReadTime()
    {
        Span<byte> bytes = stackalloc byte[7];
        _registers.Read((byte)Ds3231Register.Time, bytes, b => TryTime(b, out _));
        _ = TryTime(bytes, out var time);
        return time;
    }

    /// <inheritdoc/>
    protected override void SetTime(DateTime time)
    {
        if (time.Year is < FirstYear or > LastYear)
        {
            throw new ArgumentOutOfRangeException(nameof(time), time, $"a year from {FirstYear} to {LastYear} expected");
        }

        _registers.Write(
            (byte)Ds3231Register.Time,
            Bcd(time.Second), Bcd(time.Minute), Bcd(time.Hour), (byte)((int)time.DayOfWeek + 1), Bcd(time.Day), Bcd(time.Month), Bcd(time.Year - FirstYear));
        _registers.Write((byte)Ds3231Register.Status, (byte)(ReadStatus() & ~OscillatorStopped));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _registers.Dispose();

    /// <summary>The century bit is ignored: programs disagree on what it means, and the chip's years are these hundred.</summary>
    private static bool TryTime(ReadOnlySpan<byte> bytes, out DateTime time)
    {
        var (second, minute, hour) = (Binary(bytes[0], 0x7F), Binary(bytes[1], 0x7F), Hour(bytes[2]));
        var (day, month, year) = (Binary(bytes[4], 0x3F), Binary(bytes[5], 0x1F), Binary(bytes[6], 0xFF));
        var isTime = (bytes[0] & 0x80) == 0 && second is >= 0 and < 60 && minute is >= 0 and < 60 && hour is >= 0 and < 24
            && month is >= 1 and <= 12 && year >= 0 && day >= 1 && day <= System.DateTime.DaysInMonth(FirstYear + year, month);
        time = isTime ? new DateTime(FirstYear + year, month, day, hour, minute, second) : default;
        return isTime;
    }

    private static int Hour(byte value) => (value & TwelveHours) == 0
        ? Binary(value, 0x3F)
        : Binary(value, 0x1F) is >= 1 and <= 12 and var hour ? (hour % 12) + ((value & Afternoon) != 0 ? 12 : 0) : -1;

    private static int Binary(byte value, int mask)
    {
        var (tens, ones) = ((value & mask) >> 4, value & 0x0F);
        return tens > 9 || ones > 9 ? -1 : (tens * 10) + ones;
    }

    private static byte Bcd(int value) => (byte)(((value / 10) << 4) | (value % 10));

    private byte ReadStatus()
    {
        Span<byte> bytes = stackalloc byte[1];
        _registers.Read((byte)Ds3231Register.Status, bytes, b => (b[0] & 0x70) == 0);
        return bytes[0];
    }

    /// <summary>Keeps the rate of the square wave and nothing else; the interrupt works on the clock's own battery as well.</summary>
    private void WriteControl(bool isAlarmEnabled)
    {
        Span<byte> bytes = stackalloc byte[1];
        _registers.Read((byte)Ds3231Register.Control, bytes);
        _registers.Write(
            (byte)Ds3231Register.Control, (byte)((bytes[0] & KeptControl) | InterruptPin | BatteryBackedInterrupt | (isAlarmEnabled ? AlarmOneEnabled : 0)));
    }
}
