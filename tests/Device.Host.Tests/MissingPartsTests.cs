using System.Text.Json.Nodes;
using Device.Core.Power;
using Device.Host.Health;
using Device.Host.Options;
using Device.Screen.Text;
using Device.Storage;
using Device.Sync;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Host.Tests;

/// <summary>Pen, touch glass and microphone that are not there do not stop a machine: it says so and waits for them.</summary>
public sealed class MissingPartsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("device-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_machine_starts_without_pen_touch_and_microphone_and_health_names_each()
    {
        await using var machine = await OpenAsync(board =>
        {
            board["pen"] = JsonNode.Parse("""{"driver":"evdev","device":"/dev/input/no-such-pen"}""");
            board["touch"] = JsonNode.Parse("""{"driver":"evdev","device":"/dev/input/no-such-glass"}""");
            board["microphone"] = JsonNode.Parse("""{"driver":"alsa","alsa":{"recordingDeviceName":"no-such-card"}}""");
        });
        var health = await HealthAsync(machine);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("nothing can be written, the digitiser is waited for: ", health.Description, StringComparison.Ordinal);
        Assert.Contains("/dev/input/no-such-pen", health.Description, StringComparison.Ordinal);
        Assert.Contains("/dev/input/no-such-glass", health.Description, StringComparison.Ordinal);
        Assert.ThrowsAny<IOException>(machine.Drivers.Sound.OpenMicrophone);

        // The flows of a pen and a glass that are away wait, and end when they are told to.
        using var stop = new CancellationTokenSource();
        var flows = Task.WhenAll(machine.Ink.RunAsync(stop.Token), machine.Touch.RunAsync(stop.Token));
        Assert.False(flows.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flows);
    }

    [Fact]
    public async Task A_mute_switch_that_cannot_be_read_keeps_the_microphone_closed()
    {
        await using var machine = await OpenAsync(board =>
        {
            board["buttons"] = JsonNode.Parse("""{"driver":"evdev","evdev":{"devices":["/dev/input/no-such-keys"]}}""");
            board["microphone"] = JsonNode.Parse("""{"driver":"simulated","hasMuteSwitch":true}""");
        });
        Assert.Contains(machine.Problems.Messages, p => p.StartsWith("microphone: its mute switch cannot be read", StringComparison.Ordinal));
        using var microphone = (IDisposable)machine.Drivers.Sound.OpenMicrophone()!;
        Assert.True(((Core.Speech.IMicrophone)microphone).Counters.IsMuted);
        Assert.Contains("the microphone is muted", (await HealthAsync(machine)).Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_muted_microphone_is_no_fault_and_health_says_so()
    {
        await using var machine = await OpenAsync(_ => { });
        machine.Drivers.Devices.PressKey!(DeviceEventKind.MicrophoneMuted);
        Assert.Equal((HealthStatus.Degraded, true), ((await HealthAsync(machine)).Status, machine.Drivers.Devices.Mute.IsMuted));
        Assert.EndsWith("the microphone is muted by its switch", (await HealthAsync(machine)).Description, StringComparison.Ordinal);
        machine.Drivers.Devices.PressKey!(DeviceEventKind.MicrophoneUnmuted);
        Assert.DoesNotContain("muted", (await HealthAsync(machine)).Description, StringComparison.Ordinal);
    }

    private static Task<HealthCheckResult> HealthAsync(MachineParts machine) => new MachineHealth(machine).CheckHealthAsync(new HealthCheckContext(), Stop);

    private async Task<MachineParts> OpenAsync(Action<JsonNode> change)
    {
        var board = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "boards", "simulated.json"), Stop))!;
        change(board);
        var file = Path.Combine(_folder, "board.json");
        await File.WriteAllTextAsync(file, board.ToJsonString(), Stop);
        var options = new DeviceOptions { Data = Path.Combine(_folder, "data"), Id = "test/machine", Model = "/nowhere", Board = file };
        var machine = await new MachineBuilder(
            options, new JournalOptions(), new SyncOptions(), new FontOptions { TextFont = "/nowhere" }, TimeProvider.System, new Random(1), NullLoggerFactory.Instance).OpenAsync(Stop);
        var view = machine.View.FollowAsync(machine.Journal, Stop);
        await machine.Desk.OpenAsync(Stop);
        return machine;
    }
}
