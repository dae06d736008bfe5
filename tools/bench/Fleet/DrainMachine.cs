using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Device.Core.Notebook;
using Device.Storage;
using Device.Sync;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Bench.Fleet;

/// <summary><c>fleet-drain</c>, which <see cref="QueueDrain"/> starts: a machine that syncs its journal until all of it is acknowledged.</summary>
internal static class DrainMachine
{
    /// <summary>Makes the command.</summary>
    /// <returns>The command, hidden.</returns>
    public static Command Create()
    {
        var folder = new Argument<string>("journal");
        var device = new Option<string>("--device") { Required = true };
        var port = new Option<int>("--port") { Required = true };
        var records = new Option<int>("--records") { Required = true };
        var command = new Command("fleet-drain", "part of fleet") { folder, device, port, records };
        command.Hidden = true;
        command.SetAction(async (parsed, ct) =>
        {
            var result = await RunAsync(parsed.GetValue(folder)!, parsed.GetValue(device)!, parsed.GetValue(port), (ulong)parsed.GetValue(records), ct);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(result));
            return 0;
        });
        return command;
    }

    private static async Task<DrainResult> RunAsync(string folder, string device, int port, ulong records, CancellationToken ct)
    {
        await using var journal = await Journal.OpenAsync(
            new JournalOptions { Directory = folder }, DeviceId.Parse(device), TimeProvider.System, new Random(4), NullLogger<Journal>.Instance, ct);
        using var cursor = new AtomicFile(Path.Combine(folder, "..", "cursor.json"), NullLogger<AtomicFile>.Instance);
        using var session = new SyncSession(
            new SyncOptions { Enabled = true, Port = port }, journal, cursor, TimeProvider.System, new Random(5), NullLogger<SyncSession>.Instance);
        var before = Status("VmRSS:");
        var start = Stopwatch.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var running = session.RunAsync(stop.Token);
        await foreach (var status in session.WatchAsync(ct))
        {
            if (status.AckedSequence >= records)
            {
                break;
            }
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await stop.CancelAsync();
        await running;
        return new DrainResult(seconds, before, Status("VmHWM:"));
    }

    private static double Status(string field) => double.Parse(
        File.ReadLines("/proc/self/status").First(l => l.StartsWith(field, StringComparison.Ordinal))[field.Length..].Replace("kB", "", StringComparison.Ordinal),
        CultureInfo.InvariantCulture) / 1024;
}
