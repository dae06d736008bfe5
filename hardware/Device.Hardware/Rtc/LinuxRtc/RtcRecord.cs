using System.Buffers.Binary;

namespace Device.Hardware.Rtc.LinuxRtc;

/// <summary>struct rtc_time and struct rtc_wkalrm of linux/rtc.h, and the numbers of their requests.</summary>
internal static class RtcRecord
{
    /// <summary>Bytes of struct rtc_time: nine ints.</summary>
    internal const int TimeLength = 36;

    /// <summary>Bytes of struct rtc_wkalrm: two flags, padding, a time.</summary>
    internal const int AlarmLength = 40;

    internal const uint ReadTime = 0x80247009;
    internal const uint SetTime = 0x4024700A;
    internal const uint SetAlarm = 0x4028700F;
    internal const uint ReadAlarm = 0x80287010;

    private const int EnabledAt = 0;
    private const int TimeAt = 4;
    private const int FirstYear = 1900;

    /// <summary>Reads a time; false when it is none.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, out DateTime time)
    {
        var (second, minute, hour, day, month, year) = (Field(bytes, 0), Field(bytes, 1), Field(bytes, 2), Field(bytes, 3), Field(bytes, 4), Field(bytes, 5));
        var isTime = second is >= 0 and < 60 && minute is >= 0 and < 60 && hour is >= 0 and < 24 && month is >= 0 and < 12
            && year is >= 70 and < 300 && day >= 1 && day <= DateTime.DaysInMonth(FirstYear + year, month + 1);
        time = isTime ? new DateTime(FirstYear + year, month + 1, day, hour, minute, second, DateTimeKind.Utc) : default;
        return isTime;
    }

    /// <summary>Writes a time in UTC.</summary>
    internal static void Write(DateTime time, Span<byte> bytes)
    {
        bytes[..TimeLength].Clear();
        ReadOnlySpan<int> fields =
            [time.Second, time.Minute, time.Hour, time.Day, time.Month - 1, time.Year - FirstYear, (int)time.DayOfWeek, time.DayOfYear - 1, 0];
        for (var i = 0; i < fields.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes[(i * sizeof(int))..], fields[i]);
        }
    }

    /// <summary>Writes an alarm; one that is off still needs a time that is one.</summary>
    internal static void WriteAlarm(DateTime time, bool isEnabled, Span<byte> bytes)
    {
        bytes[..AlarmLength].Clear();
        bytes[EnabledAt] = isEnabled ? (byte)1 : (byte)0;
        Write(time, bytes[TimeAt..]);
    }

    private static int Field(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadInt32LittleEndian(bytes[(index * sizeof(int))..]);
}
