using System.Text;
using Device.Messages;
using Device.Storage;
using Device.Sync.Shadow;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Sync.Tests;

/// <summary>What a machine takes of the settings that the cloud wants.</summary>
public sealed class ShadowTests : IDisposable
{
    private static readonly ReportedMessage Report = new("1.0", "board", [], 0);
    private readonly string _folder = Directory.CreateTempSubdirectory("device-shadow-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_newer_version_is_taken_kept_and_reported_with_what_was_refused_and_why()
    {
        using (var file = File())
        {
            var shadow = await OpenAsync(file);
            Assert.Equal(0, shadow.Describe(Report).DesiredVersion);
            Assert.True(await shadow.TakeAsync(Wish(3, ("language", "en-GB"), ("model", ""), ("colour", "red")), Ct));
        }

        using var again = File();
        var kept = await OpenAsync(again);
        Assert.Equal(new MachineSettings { Language = "en-GB" }, kept.Settings);
        var report = MessageJson.Read<ReportedMessage>(MessageJson.Write(kept.Describe(Report)));
        Assert.Equal(3, report.DesiredVersion);
        Assert.Equal(["colour: this version does not know it", "model: 1 to 128 characters expected"], report.Rejected!.Select(r => $"{r.Name}: {r.Reason}"));
    }

    [Fact]
    public async Task A_setting_that_is_taken_back_is_the_machines_own_again()
    {
        using var file = File();
        var shadow = await OpenAsync(file);
        await shadow.TakeAsync(Wish(1, ("language", "en"), ("model", "lite")), Ct);
        await shadow.TakeAsync(Wish(2, ("model", "lite")), Ct);
        Assert.Equal(new MachineSettings { Model = "lite" }, shadow.Settings);
        Assert.Null(shadow.Describe(Report).Rejected);
    }

    [Fact]
    public async Task An_older_version_or_one_that_breaks_the_contract_changes_nothing()
    {
        using var file = File();
        var shadow = await OpenAsync(file);
        await shadow.TakeAsync(Wish(5, ("language", "en")), Ct);
        Assert.False(await shadow.TakeAsync(Wish(5, ("language", "fr")), Ct));
        Assert.False(await shadow.TakeAsync(Wish(4, ("language", "fr")), Ct));
        Assert.False(await shadow.TakeAsync(new DesiredArrived(6, Encoding.UTF8.GetBytes("""{"version":6,"settings":[]}""")), Ct));
        Assert.False(await shadow.TakeAsync(new DesiredArrived(7, new byte[DesiredMessage.MaxBytes + 1]), Ct));
        Assert.Equal("en", shadow.Settings.Language);
        Assert.Equal(5, shadow.Describe(Report).DesiredVersion);
    }

    private static DesiredArrived Wish(long version, params (string Name, string Value)[] settings) =>
        new(version, MessageJson.Write(new DesiredMessage(version, settings.ToDictionary(s => s.Name, s => s.Value))));

    private static Task<DeviceShadow> OpenAsync(AtomicFile file) => DeviceShadow.OpenAsync(file, NullLogger<DeviceShadow>.Instance, Ct);

    private AtomicFile File() => new(Path.Combine(_folder, "shadow.json"), NullLogger<AtomicFile>.Instance);
}
