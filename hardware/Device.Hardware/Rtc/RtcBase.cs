namespace Device.Hardware.Rtc;

/// <summary>A clock chip, in the shape of dotnet/iot's Iot.Device.Rtc.RtcBase. The chip holds UTC unless <see cref="LocalTimeZone"/> says otherwise.</summary>
public abstract class RtcBase : IDisposable
{
    /// <summary>The zone of the time in the chip.</summary>
    public TimeZoneInfo LocalTimeZone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>The chip's time as it stands in its registers, to the second; of unspecified kind.</summary>
    /// <exception cref="IOException">The chip does not answer, or holds no time.</exception>
    public DateTime RtcDateTime
    {
        get => ReadTime();
        set => SetTime(value);
    }

    /// <summary>The chip's time as a moment.</summary>
    /// <exception cref="IOException">The chip does not answer, or holds no time.</exception>
    public DateTimeOffset DateTime
    {
        get
        {
            var time = ReadTime();
            return new DateTimeOffset(time, LocalTimeZone.GetUtcOffset(time));
        }

        set => SetTime(TimeZoneInfo.ConvertTime(value, LocalTimeZone).DateTime);
    }

    /// <summary>Closes the bus.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Sets the chip's time.</summary>
    /// <param name="time">The time in the chip's zone.</param>
    protected abstract void SetTime(DateTime time);

    /// <summary>Reads the chip's time.</summary>
    /// <returns>The time in the chip's zone.</returns>
    protected abstract DateTime ReadTime();

    /// <summary>Closes what the clock has open.</summary>
    /// <param name="disposing">Whether called by <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
