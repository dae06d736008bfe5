using Device.Hardware.Simulated.I2c;

namespace Device.Hardware.Simulated.Rtc;

/// <summary>A DS3231 at the bus: its registers by the data sheet (19-5170), with an oscillator that follows a clock.</summary>
/// <param name="time">The clock that the oscillator follows.</param>
public sealed class Ds3231Chip(TimeProvider time) : RegisterChip
{
    private const byte AlarmAt = 0x07;
    private const byte ControlAt = 0x0E;
    private const byte StatusAt = 0x0F;
    private const byte TemperatureAt = 0x11;
    private const byte LastRegister = 0x12;

    private TimeSpan _offset;
    private DateTime _seen = DateTime.MinValue;
    private bool _isSet;
    private bool _isTimeWritten;

    /// <summary>Temperature in degrees Celsius, in quarters.</summary>
    public double Celsius { get; set; } = 25.25;

    /// <summary>Whether the interrupt pin is low.</summary>
    public bool IsInterrupting
    {
        get
        {
            Refresh();
            return (Registers[ControlAt] & 0x05) == 0x05 && (Registers[StatusAt] & 0x01) != 0;
        }
    }

    /// <summary>Gets its first supply: the year 2000, oscillator flagged as stopped.</summary>
    public void Reset()
    {
        Registers.AsSpan().Clear();
        (Registers[ControlAt], Registers[StatusAt]) = (0x1C, 0x88);
        _offset = new DateTime(2000, 1, 1) - time.GetUtcNow().UtcDateTime;
        _isSet = true;
    }

    /// <inheritdoc/>
    protected override byte Following(byte address) => address >= LastRegister ? (byte)0 : (byte)(address + 1);

    /// <inheritdoc/>
    protected override void Refresh()
    {
        if (!_isSet)
        {
            Reset();
        }

        var now = time.GetUtcNow().UtcDateTime + _offset;
        ReadOnlySpan<int> fields = [now.Second, now.Minute, now.Hour, (int)now.DayOfWeek + 1, now.Day, now.Month, now.Year % 100];
        for (var i = 0; i < fields.Length; i++)
        {
            Registers[i] = Bcd(fields[i]);
        }

        var quarters = (int)Math.Round(Celsius * 4);
        (Registers[TemperatureAt], Registers[TemperatureAt + 1]) = ((byte)(quarters >> 2), (byte)((quarters & 3) << 6));
        CompareAlarm(now);
    }

    /// <inheritdoc/>
    protected override void Store(byte address, byte value)
    {
        if (!_isTimeWritten)
        {
            Refresh();
        }

        switch (address)
        {
            case StatusAt:
                // The flags can only be cleared.
                Registers[StatusAt] = (byte)((Registers[StatusAt] & value & 0x83) | (value & 0x08));
                break;
            case TemperatureAt or TemperatureAt + 1:
                break;
            case < AlarmAt:
                Registers[address] = value;
                _isTimeWritten = true;
                break;
            default:
                Registers[address] = value;
                break;
        }
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (_isTimeWritten)
        {
            Keep();
            _isTimeWritten = false;
        }
    }

    /// <summary>Whether one of the seconds since the last look matched the alarm: every field whose mask bit is clear.</summary>
    private void CompareAlarm(DateTime now)
    {
        if (_seen == DateTime.MinValue || _seen > now || now - _seen > TimeSpan.FromDays(40))
        {
            _seen = now;
        }

        for (var at = Whole(_seen).AddSeconds(1); at <= now; at = at.AddSeconds(1))
        {
            if (Matches(0, at.Second) && Matches(1, at.Minute) && Matches(2, at.Hour) && Matches(3, at.Day))
            {
                Registers[StatusAt] |= 0x01;
            }
        }

        _seen = now;
    }

    private bool Matches(int field, int value)
    {
        var wanted = Registers[AlarmAt + field];
        return (wanted & 0x80) != 0 || (wanted & 0x3F | wanted & 0x40) == Bcd(value);
    }

    private void Keep()
    {
        int Field(int i) => ((Registers[i] & 0x70) >> 4) * 10 + (Registers[i] & 0x0F);
        var (month, year) = (((Registers[5] & 0x10) >> 4) * 10 + (Registers[5] & 0x0F), ((Registers[6] >> 4) * 10) + (Registers[6] & 0x0F));
        var day = Math.Clamp(((Registers[4] & 0x30) >> 4) * 10 + (Registers[4] & 0x0F), 1, DateTime.DaysInMonth(2000 + year, Math.Clamp(month, 1, 12)));
        var set = new DateTime(2000 + year, Math.Clamp(month, 1, 12), day, Math.Min(((Registers[2] & 0x30) >> 4) * 10 + (Registers[2] & 0x0F), 23), Math.Min(Field(1), 59), Math.Min(Field(0), 59));
        _offset = set - time.GetUtcNow().UtcDateTime;
        _seen = set;
    }

    private static DateTime Whole(DateTime time) => new(time.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);

    private static byte Bcd(int value) => (byte)(((value / 10) << 4) | (value % 10));
}
