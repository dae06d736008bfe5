using System.Diagnostics;

namespace Device.Firmware.Tests.Image;

public sealed class ServiceUnitTests
{
    private static readonly string[] Unit = RepositoryFiles.Read("firmware", "image", "systemd", "deviced.service").Split('\n');

    [Theory]
    [InlineData("Type=notify")]
    [InlineData("WatchdogSec=30")]
    [InlineData("Restart=always")]
    [InlineData("User=device")]
    [InlineData("NoNewPrivileges=yes")]
    [InlineData("ProtectSystem=strict")]
    [InlineData("CapabilityBoundingSet=")]
    [InlineData("DevicePolicy=closed")]
    [InlineData("StateDirectoryMode=0700")]
    public void The_service_is_watched_restarted_and_confined(string setting)
    {
        Assert.Contains(setting, Unit);
    }

    [Fact]
    public void The_service_may_compile_as_it_runs()
    {
        // With this setting the .NET runtime does not start.
        Assert.DoesNotContain(Unit, line => line.StartsWith("MemoryDenyWriteExecute", StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_the_udev_rules_grant_goes_to_the_service_alone()
    {
        var rules = RepositoryFiles.Read("firmware", "image", "udev", "70-device.rules")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .ToList();
        Assert.NotEmpty(rules);
        Assert.All(rules, rule => Assert.EndsWith("GROUP=\"device\", MODE=\"0660\"", rule, StringComparison.Ordinal));
    }

    [Fact]
    public void Systemd_finds_nothing_to_say_about_the_unit()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze") && Directory.Exists("/usr/lib/systemd/system"), "systemd is not installed");
        var root = Directory.CreateTempSubdirectory("device-unit-");
        try
        {
            var units = root.CreateSubdirectory("usr/lib/systemd/system").FullName;
            File.CreateSymbolicLink(Path.Combine(root.FullName, "lib"), "usr/lib");
            foreach (var target in Directory.EnumerateFiles("/usr/lib/systemd/system", "*.target"))
            {
                File.Copy(target, Path.Combine(units, Path.GetFileName(target)));
            }

            File.WriteAllLines(Path.Combine(units, "deviced.service"), Unit);
            var program = Path.Combine(root.CreateSubdirectory("usr/lib/device").FullName, "deviced");
            File.Copy("/bin/true", program);

            Assert.Equal("", Run("/usr/bin/systemd-analyze", "verify", "--man=no", "--root=" + root.FullName, "deviced.service"));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardError.ReadToEnd() + process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : output + "exit " + process.ExitCode;
    }
}
