using Device.Core.Ink;
using Device.Core.Power;
using Device.Hardware.Simulated.Battery;
using Device.Hardware.Simulated.Buttons;
using Device.Hardware.Simulated.FrontLight;
using Device.Hardware.Simulated.Panel;
using Device.Hardware.Simulated.Rtc;
using Device.Hardware.Simulated.SystemPower;
using Device.Host.Options;
using Device.Host.Power;
using Device.Screen.Text;
using Device.Storage;
using Device.Sync;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Device.Host.Tests.Power;

/// <summary>A whole machine with its flows, on simulated devices and a clock that runs as fast as the machine can follow.</summary>
internal sealed class SleepyMachine : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly string _folder;
    private readonly MachineParts _parts;
    private readonly Task _flows;

    private SleepyMachine(MachineParts parts, string folder, FakeTimeProvider time, PowerDevices devices)
    {
        (_parts, _folder, Time) = (parts, folder, time);
        (Keys, Battery, Clock) = ((SimulatedKeys)devices.Events[0], (SimulatedBattery)devices.Battery!, (SimulatedClock)devices.Clock!);
        (Light, Power) = ((SimulatedLight)devices.Light!, (SimulatedPower)devices.System);
        _flows = Task.WhenAll(
            Run(stop => parts.View.FollowAsync(parts.Journal, stop)), Run(parts.Store.FollowAsync), Run(parts.Ink.RunAsync), Run(parts.Screen.RunAsync), Run(parts.Power.RunAsync), Run(parts.Touch.RunAsync));
    }

    public FakeTimeProvider Time { get; }

    public SimulatedKeys Keys { get; }

    public SimulatedBattery Battery { get; }

    public SimulatedClock Clock { get; }

    public SimulatedLight Light { get; }

    public SimulatedPower Power { get; }

    public WorkHolds Holds => _parts.Holds;

    public PowerState State => _parts.Power.State;

    public SimulatedPanel Panel => (SimulatedPanel)_parts.Drivers.Panel;

    public MachineParts Parts => _parts;

    public static async Task<SleepyMachine> OpenAsync(PowerOptions? options = null)
    {
        var stop = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("device-sleepy-").FullName;
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        var devices = PowerDevices.Simulated(time);
        var builder = new MachineBuilder(
            new DeviceOptions { Data = folder, Id = "test/machine", Model = "/nowhere", PanelSpeed = 1_000_000 }, new JournalOptions(), new SyncOptions(),
            new FontOptions { TextFont = "/nowhere" }, time, new Random(1), NullLoggerFactory.Instance, null, options ?? new PowerOptions { Brightness = 60 }, devices);
        var machine = new SleepyMachine(await builder.OpenAsync(stop), folder, time, devices);
        await machine.PumpAsync(machine._parts.Desk.OpenAsync(stop));
        return machine;
    }

    /// <summary>Lets time pass until something is so.</summary>
    /// <param name="isSo">What is waited for.</param>
    /// <param name="longest">Fake time after which it never will be.</param>
    public async Task UntilAsync(Func<bool> isSo, TimeSpan? longest = null)
    {
        var end = Time.GetUtcNow() + (longest ?? TimeSpan.FromMinutes(20));
        while (!isSo())
        {
            Assert.True(Time.GetUtcNow() < end, $"still {State}, light {Light.Level}, asleep {Power.IsAsleep}");
            await PassAsync();
        }
    }

    /// <summary>Lets so much time pass.</summary>
    public Task PassAsync(TimeSpan time)
    {
        var end = Time.GetUtcNow() + time;
        return UntilAsync(() => Time.GetUtcNow() >= end, time + Step);
    }

    /// <summary>Writes a short stroke.</summary>
    public async Task WriteAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        var at = (long)(Time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMicroseconds;
        PenSample[] samples =
        [
            .. Enumerable.Range(0, 5).Select(i => new PenSample(at + (i * 4000), 20 + i, 40, 0.5f, 0, 0, PenTool.Tip, PenPhase.Contact)),
            new PenSample(at + 24_000, 25, 40, 0, 0, 0, PenTool.Tip, PenPhase.Hover),
        ];
        await _parts.Drivers.PenFeed!.FeedAsync(samples, stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await PumpAsync(_flows);
        await PumpAsync(_parts.DisposeAsync().AsTask());
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task PumpAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            await PassAsync();
        }

        await task;
    }

    /// <summary>A step of fake time, and real time for the threads to notice.</summary>
    private async Task PassAsync()
    {
        Time.Advance(Step);
        do
        {
            await Task.Delay(1);
        }
        while (ThreadPool.PendingWorkItemCount > 0);
    }

    private async Task Run(Func<CancellationToken, Task> flow)
    {
        try
        {
            await flow(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The machine is being stopped.
        }
    }
}
