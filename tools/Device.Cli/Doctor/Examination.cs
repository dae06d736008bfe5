using System.Text.Json;
using Device.Boards;
using Device.Recognition.Models;
using Device.Storage;

namespace Device.Cli.Doctor;

/// <summary>Looks at a machine from outside, whether or not its service runs.</summary>
internal sealed class Examination(DirectoryInfo data, string board, string font, KeyRing keys, TimeProvider time)
{
    private const long LowBytes = 512L << 20;
    private const int FirstSensibleYear = 2025;

    internal async Task<Finding[]> RunAsync(CancellationToken cancellationToken)
    {
        using var service = RunningService.Find(data);
        return
        [
            await ServiceAsync(service, cancellationToken),
            await JournalAsync(cancellationToken),
            Disk(),
            Model(),
            Font(),
            Board(),
            Time(),
            await CloudAsync(service, cancellationToken),
        ];
    }

    private static async Task<Finding> ServiceAsync(RunningService? service, CancellationToken cancellationToken)
    {
        if (service is null)
        {
            return Finding.Failed("service", "deviced does not run on this data folder", "systemctl start deviced; then journalctl -u deviced");
        }

        try
        {
            var health = (await service.GetAsync("health", cancellationToken)).Trim();
            return health == "Healthy" ? Finding.Ok("service", "running and healthy")
                : health.StartsWith("Healthy: ", StringComparison.Ordinal) ? Finding.Ok("service", health)
                : Finding.Warning("service", health, "mend what it names; deviced goes on by itself");
        }
        catch (IOException e)
        {
            return Finding.Failed("service", e.Message, "systemctl restart deviced; notes that were on flash are safe");
        }
    }

    private async Task<Finding> JournalAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(data.FullName, "journal");
        if (!Directory.Exists(folder))
        {
            return Finding.Warning("journal", $"{folder}: nothing there yet", "start deviced once, or name the data folder with --data");
        }

        try
        {
            var found = await JournalVerifier.VerifyAsync(folder, keys, cancellationToken);
            return !found.Sound ? Finding.Failed("journal", $"{found.Lost.Count} holes in {found.Records:N0} records", "devicectl journal verify tells where; what was synced comes back from the cloud")
                : found.TornBytes > 0 && !found.InUse ? Finding.Warning("journal", $"{found.TornBytes:N0} torn bytes at the end, as after a power cut", "deviced sets them aside when it starts")
                : Finding.Ok("journal", $"{found.Records:N0} records, {found.Bytes:N0} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JournalFormatException)
        {
            return Finding.Failed("journal", e.Message, "the journal belongs to the service's user: sudo -u device devicectl doctor");
        }
    }

    private Finding Disk()
    {
        try
        {
            var free = new DriveInfo(data.FullName).AvailableFreeSpace;
            return free < LowBytes ? Finding.Warning("disk", $"{free >> 20} MiB free", "devicectl journal compact, or remove old blobs; deviced stops taking audio before ink")
                : Finding.Ok("disk", $"{free >> 20} MiB free");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Finding.Failed("disk", e.Message, "name the data folder with --data");
        }
    }

    private Finding Model()
    {
        var installed = Path.Combine(HandwritingModel.Installed(data), "handwriting");
        try
        {
            var bundle = ModelBundle.Open(Directory.Exists(installed) ? installed : Path.Combine(HandwritingModel.BesideProgram, "handwriting"));
            return Finding.Ok("model", bundle.Manifest.Id);
        }
        catch (ModelBundleException e)
        {
            return Finding.Failed("model", e.Message, "install the bundle again; ink is kept meanwhile and read later");
        }
    }

    private Finding Font() => File.Exists(font)
        ? Finding.Ok("font", font)
        : Finding.Warning("font", $"{font} is not there", "tools/setup fetches it on a desk; on a machine the package brings it; --font names another");

    private Finding Board()
    {
        try
        {
            return Finding.Ok("board", BoardFile.Read(board).Title);
        }
        catch (BoardException e)
        {
            return Finding.Failed("board", e.Message, "docs/formats/board.md; an editor with the schema shows it while typing");
        }
    }

    private Finding Time() => time.GetUtcNow().Year >= FirstSensibleYear
        ? Finding.Ok("time", $"{time.GetUtcNow():u}")
        : Finding.Failed("time", $"{time.GetUtcNow():u}", "timedatectl set-ntp true; certificates of the cloud are refused until the time is right");

    private static async Task<Finding> CloudAsync(RunningService? service, CancellationToken cancellationToken)
    {
        if (service is null)
        {
            return Finding.Warning("cloud", "not known while the service does not run", "");
        }

        try
        {
            using var state = JsonDocument.Parse(await service.GetAsync("api/state", cancellationToken));
            var sync = state.RootElement.GetProperty("sync");
            var (name, pending, error) = (sync.GetProperty("state").GetString(), sync.GetProperty("pending").GetInt64(), sync.GetProperty("error").GetString());
            return name == "online" ? Finding.Ok("cloud", $"online, {pending} facts on their way")
                : Finding.Warning("cloud", $"{name}, {pending} facts wait{(error is null ? "" : $": {error}")}", "the network, broker address and certificate; notes wait safely");
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException)
        {
            return Finding.Warning("cloud", e.Message, "");
        }
    }
}
