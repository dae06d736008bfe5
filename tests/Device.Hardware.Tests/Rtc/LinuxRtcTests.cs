using System.Buffers.Binary;
using Device.Hardware.Panels.Kernel;
using Device.Hardware.Rtc.LinuxRtc;

namespace Device.Hardware.Tests.Rtc;

public sealed class LinuxRtcTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 2, 28, 23, 59, 30, TimeSpan.Zero);

    private readonly RtcKernel _kernel = new() { Time = Now };
    private readonly LinuxRtc _clock;

    public LinuxRtcTests() => _clock = new LinuxRtc(_kernel);

    public void Dispose() => _clock.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_kernels_time_is_read_and_set()
    {
        Assert.Equal(Now, await _clock.ReadAsync(Stop));
        await _clock.SetAsync(Now.AddDays(400), Stop);
        Assert.Equal(Now.AddDays(400), await _clock.ReadAsync(Stop));
    }

    [Fact]
    public async Task A_clock_that_lost_its_supply_has_no_time()
    {
        _kernel.HasStopped = true;
        Assert.Null(await _clock.ReadAsync(Stop));
        await Assert.ThrowsAsync<IOException>(() => _clock.SetAlarmAsync(Now, Stop).AsTask());
    }

    [Fact]
    public async Task An_alarm_is_armed_in_the_kernels_layout_and_has_rung_when_its_time_is_past()
    {
        await _clock.SetAlarmAsync(Now.AddMinutes(1), Stop);
        Assert.Equal(Now.AddMinutes(1), _kernel.Alarm);
        Assert.False(await _clock.HasAlarmRungAsync(Stop));
        _kernel.Time = Now.AddMinutes(1);
        Assert.True(await _clock.HasAlarmRungAsync(Stop));
        await _clock.SetAlarmAsync(null, Stop);
        Assert.Null(_kernel.Alarm);
        Assert.False(await _clock.HasAlarmRungAsync(Stop));
    }

    [Fact]
    public async Task A_refusal_says_which_clock_and_why()
    {
        _kernel.Refusal = 1;
        var e = await Assert.ThrowsAsync<IOException>(() => _clock.SetAsync(Now, Stop).AsTask());
        Assert.Contains("/dev/rtc-test: the time cannot be set (CAP_SYS_TIME", e.Message, StringComparison.Ordinal);
    }

    /// <summary>/dev/rtc as linux/rtc.h describes it.</summary>
    private sealed class RtcKernel : IKernelDevice
    {
        public string Path => "/dev/rtc-test";

        public DateTimeOffset Time { get; set; }

        public DateTimeOffset? Alarm { get; private set; }

        public bool HasStopped { get; set; }

        public int Refusal { get; set; }

        public int Control(uint request, Span<byte> argument)
        {
            if (Refusal > 0)
            {
                return -Refusal;
            }

            switch (request)
            {
                case 0x80247009 when HasStopped:
                    return -22;
                case 0x80247009:
                    Write(argument, Time.UtcDateTime);
                    return 0;
                case 0x4024700A:
                    Time = Read(argument);
                    return 0;
                case 0x4028700F:
                    Alarm = argument[0] != 0 ? Read(argument[4..]) : null;
                    return 0;
                default:
                    return -25;
            }
        }

        public int Control(uint request, nint value) => -25;

        public Memory<byte> Map(int length) => throw new NotSupportedException();

        public void Dispose()
        {
        }

        private static void Write(Span<byte> bytes, DateTime time)
        {
            ReadOnlySpan<int> fields = [time.Second, time.Minute, time.Hour, time.Day, time.Month - 1, time.Year - 1900];
            for (var i = 0; i < fields.Length; i++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes[(4 * i)..], fields[i]);
            }
        }

        private static DateTimeOffset Read(ReadOnlySpan<byte> bytes)
        {
            var f = new int[6];
            for (var i = 0; i < f.Length; i++)
            {
                f[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]);
            }

            return new DateTimeOffset(f[5] + 1900, f[4] + 1, f[3], f[2], f[1], f[0], TimeSpan.Zero);
        }
    }
}
