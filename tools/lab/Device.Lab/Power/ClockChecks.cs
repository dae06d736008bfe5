using Device.Hardware.Rtc.LinuxRtc;

namespace Device.Lab.Power;

/// <summary>The machine's clock chip (PL031) behind /dev/rtc0.</summary>
internal static class ClockChecks
{
    public static IReadOnlyList<LabCheck> All =>
    [
        new("rtc-tells-the-time", TimeAsync),
        new("rtc-alarm-rings", AlarmAsync),
    ];

    private static async Task<string> TimeAsync(LabBench bench, CancellationToken ct)
    {
        using var clock = Open();
        var time = await clock.ReadAsync(ct) ?? throw new LabException("the clock has stopped");
        Expect.Near("seconds from the system's time", 0, (time - bench.Time.GetUtcNow()).TotalSeconds, 3);
        return $"{time:u}";
    }

    private static async Task<string> AlarmAsync(LabBench bench, CancellationToken ct)
    {
        using var clock = Open();
        var now = await clock.ReadAsync(ct) ?? throw new LabException("the clock has stopped");
        await clock.SetAlarmAsync(now.AddSeconds(3), ct);
        Expect.That(!await clock.HasAlarmRungAsync(ct), "the alarm has rung at once");
        var armed = await File.ReadAllTextAsync("/sys/class/rtc/rtc0/wakealarm", ct);
        Expect.That(armed.Trim().Length > 0, "the kernel knows of no alarm (/sys/class/rtc/rtc0/wakealarm is empty)");
        Expect.Near("the armed second", now.AddSeconds(3).ToUnixTimeSeconds(), long.Parse(armed, System.Globalization.CultureInfo.InvariantCulture), 1);
        for (var i = 0; i < 100 && !await clock.HasAlarmRungAsync(ct); i++)
        {
            await bench.WaitAsync(100, ct);
        }

        Expect.That(await clock.HasAlarmRungAsync(ct), "the alarm did not ring within 10 s");
        await clock.SetAlarmAsync(null, ct);
        Expect.Same("the armed alarm after it was taken back", "", (await File.ReadAllTextAsync("/sys/class/rtc/rtc0/wakealarm", ct)).Trim());
        return "armed for 3 s ahead, rung, taken back";
    }

    private static LinuxRtc Open() => File.Exists("/dev/rtc0")
        ? LinuxRtc.Open(new LinuxRtcOptions())
        : throw new LabSkipException("this kernel has no /dev/rtc0");
}
