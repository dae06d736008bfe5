using Device.Core.Power;
using Device.Hardware.Panels;
using Device.Hardware.Panels.Kernel;

namespace Device.Hardware.Rtc.LinuxRtc;

/// <summary>A clock behind the kernel's /dev/rtc. One caller at a time; each call is one or two requests to the kernel.</summary>
public sealed class LinuxRtc : IRealTimeClock, IDisposable
{
    private readonly IKernelDevice _device;
    private DateTime? _alarm;

    internal LinuxRtc(IKernelDevice device) => _device = device;

    /// <summary>Opens a clock, for reading, which is all that alarms need.</summary>
    /// <param name="options">Which clock.</param>
    /// <returns>The clock.</returns>
    /// <exception cref="ArgumentException">The options cannot be used.</exception>
    /// <exception cref="IOException">There is no such clock, or another program has it open.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not open it: see the udev rules in firmware/image.</exception>
    public static LinuxRtc Open(LinuxRtcOptions options)
    {
        OptionCheck.ThrowIfAny("linuxRtc", options.Validate());
        return new LinuxRtc(LinuxDevice.Open(options.Device, FileAccess.Read));
    }

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read() is { } time ? new DateTimeOffset(time) : default(DateTimeOffset?));
    }

    /// <inheritdoc/>
    public ValueTask SetAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Span<byte> bytes = stackalloc byte[RtcRecord.TimeLength];
        RtcRecord.Write(time.UtcDateTime, bytes);
        Check(_device.Control(RtcRecord.SetTime, bytes), "the time cannot be set (CAP_SYS_TIME is needed; the system's time service sets it otherwise)");
        return default;
    }

    /// <inheritdoc/>
    public ValueTask SetAlarmAsync(DateTimeOffset? time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = Read() ?? throw new IOException($"{_device.Path}: the clock has stopped, so that no alarm can be set");
        DateTime? alarm = time is { } wanted ? WakeAlarm.Round(wanted, now) : null;
        Span<byte> bytes = stackalloc byte[RtcRecord.AlarmLength];
        RtcRecord.WriteAlarm(alarm ?? now, alarm is not null, bytes);
        Check(_device.Control(RtcRecord.SetAlarm, bytes), $"the alarm at {alarm:u} cannot be set");
        _alarm = alarm;
        return default;
    }

    /// <inheritdoc/>
    /// <remarks>Drivers disagree on what they say of an alarm that has rung, so that the clock is compared with what was armed.</remarks>
    public ValueTask<bool> HasAlarmRungAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_alarm is { } alarm && Read() >= alarm);
    }

    /// <summary>Closes the clock; an alarm stays armed.</summary>
    public void Dispose() => _device.Dispose();

    private DateTime? Read()
    {
        Span<byte> bytes = stackalloc byte[RtcRecord.TimeLength];
        var answer = _device.Control(RtcRecord.ReadTime, bytes);

        // Drivers answer so when the chip's oscillator has stopped.
        if (answer == -Errno.InvalidArgument)
        {
            return null;
        }

        Check(answer, "the time cannot be read");
        return RtcRecord.TryRead(bytes, out var time)
            ? time
            : throw new IOException($"{_device.Path}: {Convert.ToHexString(bytes)} read, which is no time");
    }

    private void Check(int answer, string what)
    {
        if (answer < 0)
        {
            throw new IOException($"{_device.Path}: {what}: {Errno.Describe(answer)}");
        }
    }
}
