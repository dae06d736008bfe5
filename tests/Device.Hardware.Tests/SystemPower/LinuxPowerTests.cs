using Device.Hardware.SystemPower;

namespace Device.Hardware.Tests.SystemPower;

public sealed class LinuxPowerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("device-power-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Stats => Path.Combine(_folder, "success");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_sleep_is_over_when_the_kernel_has_counted_it()
    {
        File.WriteAllText(Stats, "41\n");
        await Power($"echo \"$@\" > {_folder}/args; echo 42 > {Stats}").SuspendAsync(Stop);
        Assert.Equal("--no-ask-password suspend\n", File.ReadAllText(Path.Combine(_folder, "args")));
    }

    [Fact]
    public async Task A_refusal_is_told_in_systemds_words()
    {
        File.WriteAllText(Stats, "41\n");
        var e = await Assert.ThrowsAsync<IOException>(() => Power("echo Access denied >&2; exit 1").SuspendAsync(Stop).AsTask());
        Assert.Contains("suspend: exit code 1, 0 expected: Access denied", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_never_slept_is_no_success()
    {
        File.WriteAllText(Stats, "41\n");
        var e = await Assert.ThrowsAsync<IOException>(() => Power("true", timeout: 1_000).SuspendAsync(Stop).AsTask());
        Assert.Contains("accepted, but", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_hangs_is_ended()
    {
        File.WriteAllText(Stats, "41\n");
        var e = await Assert.ThrowsAsync<IOException>(() => Power("exec sleep 600", timeout: 1_000).PowerOffAsync(Stop).AsTask());
        Assert.Contains("poweroff: no end after 1000 ms", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_without_systemd_says_so()
    {
        var e = await Assert.ThrowsAsync<IOException>(() => new LinuxPower(new LinuxPowerOptions { Systemctl = "/nowhere/systemctl" }).PowerOffAsync(Stop).AsTask());
        Assert.Contains("/nowhere/systemctl poweroff: cannot be run", e.Message, StringComparison.Ordinal);
    }

    private LinuxPower Power(string script, int timeout = 20_000)
    {
        var program = Path.Combine(_folder, "systemctl");
        File.WriteAllText(program, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new LinuxPower(new LinuxPowerOptions { Systemctl = program, SuspendStats = Stats, Timeout = timeout });
    }
}
